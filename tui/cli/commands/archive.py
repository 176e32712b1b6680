"""`archive`: put a conversation away, where lists do not show it; `--undo` brings it back."""

from __future__ import annotations

import shlex
from pathlib import Path

from ....data.errors import NotFoundError, UsageError
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
        path = _archived(request)
        back = unarchive(request.folder, path, user=request.user)
        write_text(tr("lifecycle.back", slug=display_path(back.stem)))
        return 0
    path = archive(request.folder, request.find(), user=request.user)
    slug = display_path(path.stem)
    write_text(tr("lifecycle.archived.done", slug=slug, written=shlex.quote(slug)))
    return 0


def _archived(request: Request) -> Path:
    """Return the archived conversation that REF means.

    Raises UsageError if REF means one that is not archived, and NotFoundError for none at all.
    """
    reference = request.options.reference
    try:
        return find_conversation(request.notebook.archive, reference)
    except NotFoundError as error:
        if slug := _not_archived(request):
            raise UsageError("lifecycle.not_archived", slug=slug) from None
        if error.message.key != "notebook.reference.none":
            raise
        raise NotFoundError("lifecycle.not_in_archive", reference=display_path(reference)) from None


def _not_archived(request: Request) -> str:
    """Return the name of the conversation outside the archive that REF means; "" for none."""
    try:
        return display_path(request.notebook.look_up(request.options.reference).path.stem)
    except (NotFoundError, UsageError):
        return ""
