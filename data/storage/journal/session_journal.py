"""The journal of one session, created at the first edit of the session."""

from __future__ import annotations

from collections.abc import Callable

from .journal import Journal


class SessionJournal:
    """The updates of one session. Call every method in its thread, except `fsync`."""

    def __init__(self, create: Callable[[], Journal]) -> None:
        self._create = create
        self._journal: Journal | None = None
        self._queued: list[bytes] = []
        """Updates that are in no file and no journal."""

    def queue(self, update: bytes) -> None:
        """Write an update with the next one that is appended."""
        self._queued.append(update)

    def append(self, update: bytes) -> None:
        """Write an update, after those that are queued. Raises StorageError if that fails.

        After a failure it is queued, since the next one depends on it.
        """
        self._queued.append(update)
        if self._journal is None:
            self._journal = self._create()
        self._journal.append_all(self._queued)
        self._queued.clear()

    @property
    def is_removed(self) -> bool:
        """Whether somebody removed the file of the journal: what is appended to it is lost."""
        return self._journal is not None and self._journal.is_removed

    def renew(self, document: bytes) -> None:
        """Begin another journal at the next append, with the whole document first."""
        if self._journal is not None:
            self._journal.close(remove=False)
            self._journal = None
        self._queued = [document]

    def forget_queued(self) -> None:
        """Drop the queued updates: the file contains them."""
        self._queued.clear()

    @property
    def position(self) -> int:
        """The position after the last update, for `truncate`."""
        return 0 if self._journal is None else self._journal.position()

    def truncate(self, position: int) -> None:
        """Drop the updates before a position: the file contains them."""
        if self._journal is not None:
            self._journal.truncate(position)

    def fsync(self) -> None:
        """Flush the journal to the disk. May run in any thread. Raises StorageError."""
        if self._journal is not None:
            self._journal.fsync()

    def close(self, *, remove: bool) -> None:
        """Close the journal; with `remove`, for a journal that the file contains, delete it."""
        if self._journal is not None:
            self._journal.close(remove=remove)
            self._journal = None
