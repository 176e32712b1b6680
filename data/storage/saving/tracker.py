"""Record edits and saves of an open conversation, and report whether all of it is safe."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ...errors import StorageError
from ..durable_replica import DurableReplica
from .status import SaveStatus


class SaveTracker:
    """Owner of the save status of a session: records every edit and the result of every save."""

    def __init__(
        self, clock: Callable[[], datetime], on_status: Callable[[SaveStatus], None]
    ) -> None:
        """`clock` returns local time; `on_status` is called with each new status."""
        self._clock = clock
        self._on_status = on_status
        self.status = SaveStatus(None)
        """Whether all changes are saved or in the journal."""
        self.edited_at = float("-inf")
        """When the last edit was made, in monotonic seconds."""
        self.unsaved_since: float | None = None
        """When the first edit was made that no save contains, in monotonic seconds."""

    def start(self, path: Path) -> None:
        """Set the status of the conversation at `path`, which has just been opened."""
        if self.status.safe:
            self.status = SaveStatus.at_opening(path, self.status.at)

    def record(self, durable: DurableReplica, update: bytes) -> None:
        """Write a change to a journal. If that fails, the status says so, and it is retried."""
        self.record_edit(time.monotonic())
        with self.reporting_errors():
            durable.record(update)
            self._report_journaled()

    def record_edit(self, now: float) -> None:
        """Record that an edit was made."""
        self.edited_at = now
        if self.unsaved_since is None:
            self.unsaved_since = now

    def report_saved(self) -> None:
        """Report that the files hold everything."""
        self._set_status(SaveStatus(self._clock()))

    def report_failed(self, error: StorageError) -> None:
        """Report that edits cannot be saved."""
        self._set_status(SaveStatus.failed(self.status.at, error))

    @contextmanager
    def reporting_errors(self, *, reraise: bool = False) -> Iterator[None]:
        """Report StorageErrors in the status; with `reraise`, raise them again."""
        try:
            yield
        except StorageError as error:
            self.report_failed(error)
            if reraise:
                raise

    def _report_journaled(self) -> None:
        """Report that all is safe, at most once a minute: the header shows no seconds."""
        now = self._clock().replace(second=0, microsecond=0)
        last = self.status.at
        same_minute = last is not None and last.replace(second=0, microsecond=0) == now
        if self.status.safe and (self.status.read_only or not same_minute):
            self._set_status(SaveStatus(now))

    def _set_status(self, status: SaveStatus) -> None:
        if status != self.status:
            self.status = status
            self._on_status(status)
