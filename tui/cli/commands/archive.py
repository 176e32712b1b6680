"""`archive`: put a conversation away, where lists do not show it; `--undo` brings it back."""

from __future__ import annotations

import shlex

from ....data.system.files.file_errors import display_path
from ....widgets.language import tr
from ..parser import SubParsers, add_command, reference_argument
from .conversation_argument import find_conversation
from .output import write_text
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `archive`."""
    archive = add_command(subparsers, "archive", run)
    reference_argument(archive)
    archive.add_argument("--undo", action="store_true", help=tr("cli.archive.undo"))


def run(request: Request) -> int:
    """Archive the conversation or bring it back, and print how to undo that."""
    from ....data.lifecycle.archiving import archive, unarchive

    options = request.options
    if options.undo:
        path = find_conversation(request.notebook.archive, options.reference)
        back = unarchive(request.folder, path, user=request.user)
        write_text(tr("lifecycle.back", slug=display_path(back.stem)))
        return 0
    path = archive(request.folder, request.find(), user=request.user)
    slug = display_path(path.stem)
    write_text(tr("lifecycle.archived.done", slug=slug, written=shlex.quote(slug)))
    return 0
