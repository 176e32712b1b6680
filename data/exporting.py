"""Minutes out of a conversation's file: to text, or to a file of the user's own."""

from __future__ import annotations

from pathlib import Path

from .conversation import Conversation
from .minutes import checked_minutes
from .session import Session
from .store.folders import write_whole


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
