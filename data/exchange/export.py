"""Out of a conversation's file: minutes, a page, JSON or the appointment, to a file or as bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..approval.status import approval_statuses
from ..errors import UsageError
from ..i18n.catalogue import tr
from ..minutes.writer import checked_minutes
from ..session.session import Session
from ..system.atomic_files import write_atomically
from ..system.file_errors import display_path
from ..system.paths import real_path
from .export_log import log_export

FORMATS = ("md", "html", "json", "ics")
"""What a conversation can be exported as."""

_SUFFIXES = {f".{form}": form for form in FORMATS} | {".markdown": "md", ".htm": "html"}


def format_of(target: Path) -> str:
    """The format that a file name asks for; Markdown where it asks for none of ours."""
    return _SUFFIXES.get(target.suffix.lower(), "md")


def export_bytes(
    path: Path, form: str, *, authors: bool = True, front_matter: bool = False
) -> bytes:
    """The conversation at `path` in one of FORMATS; nothing is saved. Raises StoreError.

    Front matter goes with Markdown only, and an appointment has a date: else UsageError.
    """
    if front_matter and form != "md":
        raise UsageError(tr("exchange.export.front_matter"))
    session = Session.open_read_only(path)
    if form in ("md", "html"):
        text = _minutes(session, authors=authors, front_matter=front_matter)
        if form == "md":
            return text.encode()
        from .html_format import page

        return page(text, session.conversation.header.language).encode()
    conversation = session.full_conversation()
    if form == "json":
        from .json_format import conversation_json

        return conversation_json(conversation, path.stem, authors=authors).encode()
    from .icalendar import appointment, local_zone

    return appointment(conversation, path.stem, local_zone())


def export_file(path: Path, target: Path, data: bytes) -> None:
    """Write what was exported from the conversation at `path`, as `write_export` does.

    Raises UsageError where `target` would be, or look like, a conversation in the same notebook.
    """
    refuse_in_notebook(_folder(path), target)
    write_export([path], target, data)


def refuse_in_notebook(notebook: Path, target: Path) -> None:
    """Raise UsageError where `target` would be, or look like, a conversation in a notebook."""
    named = target.name.rstrip("~").endswith(".json")
    if named and _folder(target) == real_path(notebook):
        raise UsageError(tr("exchange.export.in_notebook", path=display_path(target)))


def write_export(paths: Sequence[Path], target: Path, data: bytes) -> None:
    """Write what was exported from the conversations at `paths`, and remember where that is.

    Whole or not at all, for its owner alone (0600). A file that stood there stays as `<name>~`.
    Raises StoreError.
    """
    write_atomically(target, data, keep_previous=True)
    log_export(paths, target, data)


def _folder(path: Path) -> Path:
    return real_path(path).parent


def minutes_of(path: Path) -> str:
    """The minutes of the conversation at `path`, as it is now, journals and all; nothing is saved.

    Raises StoreError where it cannot be read.
    """
    return _minutes(Session.open_read_only(path))


def _minutes(session: Session, *, authors: bool = True, front_matter: bool = False) -> str:
    """The minutes as things stand now, which tell of an approval that does not hold any more."""
    conversation = session.full_conversation()
    standing = approval_statuses(conversation, session.fields, conversation.notes)
    # Minutes that were read in hold approvals of which it is not known what they were made of.
    void = {
        one.partner.id
        for one in standing
        if one.approval is not None and one.approval.parts and not one.is_valid
    }
    return checked_minutes(conversation, authors=authors, front_matter=front_matter, void=void)


def export_minutes(path: Path, target: Path) -> None:
    """Write the minutes of the conversation at `path` to `target`. Raises StoreError."""
    write_export([path], target, minutes_of(path).encode())


def export_session(session: Session, target: Path) -> None:
    """Write the minutes of an open conversation to `target`. Raises StoreError."""
    write_export([session.path], target, _minutes(session).encode())
