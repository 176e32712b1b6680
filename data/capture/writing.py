"""Open a conversation to write something into it, as the partner at this terminal.

A program that has the conversation open merges what is written, as with a second window.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import StorageError, UsageError
from ..ids import PartnerId
from ..session.session import Session
from ..session.user import SYSTEM_USER, User
from ..storage.open_marker import try_exclusive_lock
from ..storage.saving.status import Saving
from ..system.files.file_errors import display_path
from ..text import decoding
from ..text.sanitize import clean_text

MAX_BYTES = 256 * 1024
"""The longest text that is read from standard input, in bytes."""


def is_open(path: Path) -> bool:
    """Return whether a program has the conversation at `path` open."""
    with try_exclusive_lock(path) as closed:
        return not closed


@contextmanager
def open_to_write(path: Path, *, user: User = SYSTEM_USER) -> Iterator[Session]:
    """Open the conversation at `path`, and save and close it at the end of the block.

    Raises UsageError if it is unknown which partner the user is, and StorageError if it cannot be
    written.
    """
    session = Session.open(path, user=user)
    try:
        session.require_partner()
        if session.save_status.state is Saving.READ_ONLY:
            raise StorageError("capture.read_only", file=display_path(path))
        yield session
    finally:
        session.close()


def captured_text(data: bytes | str) -> str:
    """Return the text to write, without blank lines around it.

    Raises UsageError if it is empty or has more than `MAX_BYTES`.
    """
    if isinstance(data, bytes):
        if len(data) > MAX_BYTES:
            raise UsageError("capture.too_long", limit=MAX_BYTES // 1024)
        data = decoding.decode(data).text
    text = clean_text(data).strip("\n").rstrip()
    if not text.strip():
        raise UsageError("capture.empty")
    return text


def approving(session: Session) -> frozenset[PartnerId]:
    """Return the partners whose approval holds for the present content."""
    approvals = session.conversation.approvals
    if not approvals:
        return frozenset()
    from ..approval.content_digest import content

    now = content(session.fields, session.notes.note_lines()).digest
    return frozenset(each.partner for each in approvals if each.digest == now)
