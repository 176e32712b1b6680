"""`rename`: give a conversation another name."""

from __future__ import annotations

from ....data.system.files.file_errors import display_path
from ....widgets.language import tr
from ..parser import SubParsers, add_command, reference_argument
from .output import write_text
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `rename`."""
    rename = add_command(subparsers, "rename", run)
    reference_argument(rename)
    rename.add_argument("name", metavar=tr("cli.name"), help=tr("cli.rename.name"))


def run(request: Request) -> int:
    """Rename the conversation, and print its name."""
    from ....data.lifecycle.renaming import rename

    options = request.options
    path = request.find(with_archive=True)
    renamed = rename(request.folder, path, options.name, user=request.user)
    before, slug = display_path(path.stem), display_path(renamed.stem)
    write_text(tr("lifecycle.renamed", before=before, slug=slug))
    if renamed.stem != options.name:
        write_text(tr("lifecycle.renamed.otherwise", name=display_path(options.name)))
    return 0
