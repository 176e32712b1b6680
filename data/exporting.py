"""Out of a conversation's file: minutes, a page, JSON or the appointment, to a file or as bytes."""

from __future__ import annotations

from pathlib import Path

from .conversation import Conversation
from .errors import UsageError
from .language import say
from .minutes import checked_minutes
from .session import Session
from .store.folders import shown, write_whole

FORMATS = ("md", "html", "json", "ics")
"""What a conversation can be exported as."""

_SUFFIXES = {f".{form}": form for form in FORMATS} | {".markdown": "md", ".htm": "html"}


def format_of(target: Path) -> str:
    """The format that a file name asks for; Markdown where it asks for none of ours."""
    return _SUFFIXES.get(target.suffix.lower(), "md")


def exported(path: Path, form: str, *, authors: bool = True, front_matter: bool = False) -> bytes:
    """The conversation at `path` in one of FORMATS; nothing is saved. Raises StoreError.

    Front matter goes with Markdown only, and an appointment has a date: else UsageError.
    """
    if front_matter and form != "md":
        raise UsageError(say("export.front_matter"))
    if form == "md":
        return minutes_of(path, authors=authors, front_matter=front_matter).encode()
    conversation = Session.look(path).complete()
    if form == "json":
        from .plain import plain_json

        return plain_json(conversation, path.stem, authors=authors).encode()
    if form == "ics":
        from .appointment import appointment, local_zone

        return appointment(conversation, path.stem, local_zone())
    from .html import page

    return page(
        checked_minutes(conversation, authors=authors), conversation.header.language
    ).encode()


def export_file(path: Path, target: Path, data: bytes) -> None:
    """Write what was exported from the conversation at `path`, as `write_minutes` does.

    Raises UsageError where `target` would be, or look like, a conversation in the same notebook.
    """
    if target.name.rstrip("~").endswith(".json") and _folder(target) == _folder(path):
        raise UsageError(say("export.in_notebook", path=shown(target)))
    write_whole(target, data, keep_previous=True)


def _folder(path: Path) -> Path:
    return path.expanduser().resolve().parent


def minutes_of(path: Path, *, authors: bool = True, front_matter: bool = False) -> str:
    """The minutes of the conversation at `path`, as it is now, journals and all; nothing is saved.

    Raises StoreError where it cannot be read.
    """
    conversation = Session.look(path).complete()
    return checked_minutes(conversation, authors=authors, front_matter=front_matter)


def export_minutes(
    path: Path, target: Path, *, authors: bool = True, front_matter: bool = False
) -> None:
    """Write the minutes of the conversation at `path` to `target`. Raises StoreError."""
    write_minutes(minutes_of(path, authors=authors, front_matter=front_matter), target)


def write_minutes(text: str, target: Path) -> None:
    """Write minutes whole or not at all, for their owner alone (0600).

    A file that stood there stays as `<name>~`. Raises StoreError.
    """
    write_whole(target, text.encode(), keep_previous=True)


def export_conversation(conversation: Conversation, target: Path) -> None:
    """Write the minutes of an open conversation to `target`. Raises StoreError."""
    write_minutes(checked_minutes(conversation), target)
