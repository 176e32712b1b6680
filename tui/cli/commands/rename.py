"""`rename`: give a conversation another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....data.errors import NotFoundError, UsageError
from ....data.system.files.file_errors import display_path
from ....widgets.language import tr
from ..parser import SubParsers, add_command, reference_argument
from .conversation_argument import find_conversation
from .output import write_text
from .request import Request

if TYPE_CHECKING:
    from pathlib import Path


def add(subparsers: SubParsers) -> None:
    """Add the parser of `rename`."""
    rename = add_command(subparsers, "rename", run)
    reference_argument(rename)
    rename.add_argument("name", metavar=tr("cli.name"), help=tr("cli.rename.name"))


def run(request: Request) -> int:
    """Rename the conversation, and print its name."""
    from ....data.lifecycle.renaming import rename

    options = request.options
    path = find_with_archive(request)
    renamed = rename(request.folder, path, options.name, user=request.user)
    before, slug = display_path(path.stem), display_path(renamed.stem)
    write_text(tr("lifecycle.renamed", before=before, slug=slug))
    return 0


def find_with_archive(request: Request) -> Path:
    """Return the conversation of REF; an archived one if no other matches.

    Raises NotFoundError and UsageError as `find_conversation`.
    """
    notebook, reference = request.notebook, request.options.reference
    try:
        notebook.look_up(reference)
    except NotFoundError as error:
        try:
            return find_conversation(notebook.archive, reference)
        except NotFoundError:
            raise error from None
    except UsageError:
        pass  # several people match: let the user choose
    return request.find()
