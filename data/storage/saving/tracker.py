"""Record edits and saves of an open conversation, and report its save status."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ...errors import StorageError
from ..durable_replica import DurableReplica
from .status import SaveStatus, Saving, SavingEvent, status_at_opening, transition

_LOG = logging.getLogger("afspraak.saving")


class SaveTracker:
    """Owner of the save status of a session: records every edit and the result of every save."""

    def __init__(
        self,
        replicas: Iterable[DurableReplica],
        clock: Callable[[], datetime],
        on_status: Callable[[SaveStatus], None],
    ) -> None:
        """`clock` returns local time; `on_status` is called with each status that looks new."""
        self._replicas = replicas
        self._clock = clock
        self._on_status = on_status
        self.status = SaveStatus(Saving.DIRTY if self._any_dirty else Saving.SAVED, None)
        """Whether all changes are saved or in the journal."""
        self.edited_at = float("-inf")
        """The time of the last edit, in monotonic seconds."""
        self.unsaved_since: float | None = None
        """The time of the first edit that no save contains, in monotonic seconds; None if none."""

    def start(self, path: Path) -> None:
        """Set the status of the conversation at `path`, which has just been opened."""
        if self.status.state is not Saving.FAILED:
            self.status = status_at_opening(path, self.status)

    def record(self, durable: DurableReplica, update: bytes) -> None:
        """Write a change to a journal. If that fails, the status says so, and it is retried."""
        self.record_edit(time.monotonic())
        with self.reporting_errors():
            durable.record(update)
            self._report_changed()

    def record_edit(self, now: float) -> None:
        """Record that an edit was made."""
        self.edited_at = now
        if self.unsaved_since is None:
            self.unsaved_since = now

    def report_saved(self) -> None:
        """Report that files were written; an edit since then is in a journal."""
        state = transition(self.status.state, SavingEvent.SAVED)
        if self._any_dirty:
            state = transition(state, SavingEvent.CHANGED)
        self._set_status(SaveStatus(state, self._clock()))

    def report_failed(self, error: StorageError) -> None:
        """Report that edits cannot be saved."""
        state = transition(self.status.state, SavingEvent.FAILED)
        _LOG.info("save failed: %s", error.message.key)
        self._set_status(SaveStatus(state, self.status.at, error.message, error.cause))

    @contextmanager
    def reporting_errors(self, *, reraise: bool = False) -> Iterator[None]:
        """Report StorageErrors in the status; with `reraise`, raise them again."""
        try:
            yield
        except StorageError as error:
            self.report_failed(error)
            if reraise:
                raise

    def _report_changed(self) -> None:
        """Report an edit that is safe in a journal; its time in minutes, as the header shows it."""
        state = transition(self.status.state, SavingEvent.CHANGED)
        if state is not Saving.FAILED:
            now = self._clock().replace(second=0, microsecond=0)
            last = self.status.at
            same_minute = last is not None and last.replace(second=0, microsecond=0) == now
            self._set_status(SaveStatus(state, last if same_minute else now))

    @property
    def _any_dirty(self) -> bool:
        return any(durable.is_dirty for durable in self._replicas)

    def _set_status(self, status: SaveStatus) -> None:
        before, self.status = self.status, status
        if status.state is not before.state:
            _LOG.info("%s", status.state.name)
        if not status.looks_like(before):
            self._on_status(status)
