"""Export a conversation as minutes, HTML, JSON or an appointment, to a file or as bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..approval.content_digest import content
from ..approval.status import approval_statuses_at
from ..errors import UsageError
from ..i18n.catalogue import catalogue
from ..ids import Slug
from ..kinds.record_form import record_form_of
from ..minutes.edition import Version
from ..minutes.writer import write_minutes
from ..session.session import Session
from ..session.user import SYSTEM_USER, User
from ..system.files.atomic_files import write_atomically
from ..system.files.file_errors import display_path
from ..system.paths import real_path
from .export_log import log_export

FORMATS = ("md", "html", "json", "ics")
"""The formats that a conversation can be exported in."""

_SUFFIXES = {f".{form}": form for form in FORMATS} | {".markdown": "md", ".htm": "html"}


def format_of(target: Path) -> str:
    """Return the format for a file name; Markdown if the suffix is unknown."""
    return _SUFFIXES.get(target.suffix.lower(), "md")


def export_bytes(
    path: Path,
    form: str,
    version: Version = Version.FULL,
    *,
    authors: bool = True,
    front_matter: bool = False,
    user: User = SYSTEM_USER,
) -> bytes:
    """Return the conversation at `path` in one of FORMATS; save nothing. Raises StorageError.

    Raises UsageError for front matter in another format than Markdown, for the file version in a
    format without minutes or of a kind without one, and for an appointment without a date.
    """
    if front_matter and form != "md":
        raise UsageError("exchange.export.front_matter")
    if version is Version.FILE and form not in ("md", "html"):
        raise UsageError("exchange.export.file_format")
    session = Session.open_read_only(path, user=user)
    if form in ("md", "html"):
        text = session_minutes(session, version, authors=authors, front_matter=front_matter)
        if form == "md":
            return text.encode()
        from .html_format import page

        conversation = session.conversation
        footer = record_form_of(conversation).footer_of(conversation)
        return page(text, conversation.header.language, footer).encode()
    conversation = session.full_conversation()
    if form == "json":
        from .json_format import conversation_json

        return conversation_json(conversation, Slug(path.stem), authors=authors).encode()
    from ..system.clock import local_zone
    from .icalendar import appointment

    return appointment(conversation, Slug(path.stem), local_zone())


def export_name(path: Path, form: str, version: Version, language: str) -> str:
    """Return the usual name of an export of the conversation at `path`, in its language.

    The file version has a word of its own in it, so that the two do not replace each other.
    """
    word = f".{catalogue(language)('exchange.export.file_name')}" if version is Version.FILE else ""
    return f"{path.stem}{word}.{form}"


def export_file(path: Path, target: Path, data: bytes) -> None:
    """Write an export of the conversation at `path`, as `write_export` does.

    Raises UsageError if `target` would be, or look like, a conversation in the same notebook.
    """
    refuse_in_notebook(_folder(path), target)
    write_export([path], target, data)


def refuse_in_notebook(notebook: Path, target: Path) -> None:
    """Raise UsageError if `target` would be, or look like, a conversation in a notebook."""
    named = target.name.rstrip("~").endswith(".json")
    if named and _folder(target) == real_path(notebook):
        raise UsageError("exchange.export.in_notebook", path=display_path(target))


def write_export(paths: Sequence[Path], target: Path, data: bytes) -> None:
    """Write an export of the conversations at `paths`, and log where it is.

    It is written atomically, with mode 0600. An existing file is renamed to
    `<name>~`. Raises StorageError.
    """
    write_atomically(target, data, keep_previous=True)
    log_export(paths, target, data)


def _folder(path: Path) -> Path:
    return real_path(path).parent


def minutes_of(path: Path, *, user: User = SYSTEM_USER) -> str:
    """Return the minutes of the conversation at `path`, including journals; save nothing.

    Raises StorageError if it cannot be read.
    """
    return session_minutes(Session.open_read_only(path, user=user))


def session_minutes(
    session: Session,
    version: Version = Version.FULL,
    *,
    authors: bool = True,
    front_matter: bool = False,
) -> str:
    """Return the minutes of an open conversation, in which void approvals are marked.

    Raises AfspraakError if they cannot be read back as the conversation, and UsageError for the
    file version of a kind that has none.
    """
    conversation = session.full_conversation()
    form = record_form_of(conversation)
    if version is Version.FILE and not form.has_file_version:
        raise UsageError("exchange.export.no_file_version", kind=form.name)
    now = content(session.fields, conversation.notes)
    statuses = approval_statuses_at(conversation, now, session.fields)
    # Imported minutes have approvals without parts: their content is unknown.
    void = {
        status.partner.id
        for status in statuses
        if status.approval is not None and status.approval.parts and not status.is_valid
    }
    return write_minutes(
        conversation,
        version,
        digest=now.digest,
        authors=authors,
        front_matter=front_matter,
        void=void,
    )


def export_minutes(
    path: Path, target: Path, version: Version = Version.FULL, *, user: User = SYSTEM_USER
) -> None:
    """Write the minutes of the conversation at `path` to `target`. Raises StorageError."""
    session = Session.open_read_only(path, user=user)
    write_export([path], target, session_minutes(session, version).encode())


def export_session(session: Session, target: Path, version: Version = Version.FULL) -> None:
    """Write the minutes of an open conversation to `target`. Raises StorageError."""
    write_export([session.path], target, session_minutes(session, version).encode())
