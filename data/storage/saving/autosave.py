"""The schedule by which an open conversation is saved.

An edit is in the journal at once. The journal is synced to disk every second, the file is saved
after two idle seconds and every ten while edits go on. The work runs in a thread, so that a slow
disk never holds up typing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from ...errors import StorageError
from ..durable_replica import DurableReplica, Save
from ..json_storage import ChangedOnDisk
from .status import Saving
from .tracker import SaveTracker

IDLE_SECONDS = 2.0
BUSY_SECONDS = 10.0
FSYNC_SECONDS = 1.0


@dataclass(slots=True)
class SaveJob:
    """Work for a thread: journals to sync, files to write. `run` never raises; see `error`."""

    fsyncs: tuple[DurableReplica, ...] = ()
    saves: tuple[tuple[DurableReplica, Save], ...] = ()
    saves_done: int = 0
    changed_on_disk: bool = False
    error: StorageError | None = None

    def run(self) -> None:
        """Do the work, in any thread."""
        try:
            for durable in self.fsyncs:
                durable.fsync_journal()
            for durable, save in self.saves:
                durable.write(save)
                self.saves_done += 1
        except ChangedOnDisk:
            self.changed_on_disk = True
        except StorageError as error:
            self.error = error


class OpenReplicas(Protocol):
    """The replicas of a session; each iteration yields those that there are by then."""

    def __iter__(self) -> Iterator[DurableReplica]:
        """Iterate over the replicas."""

    @property
    def is_changed_on_disk(self) -> bool:
        """Whether another program changed, made or removed a file. Raises StorageError."""


class DiskReading(Enum):
    """The result of looking whether other programs changed the files."""

    UNCHANGED = auto()
    TAKEN_OVER = auto()
    """There were changes; the listeners of the session know them."""
    AGAIN = auto()
    """Look again soon: a save is running, or the file may be in the middle of a change."""
    FAILED = auto()
    """A file is gone or unreadable; the save status says so."""


class AutosaveScheduler:
    """Saves the files of a session, and decides when that is due. Times are monotonic seconds."""

    def __init__(
        self,
        replicas: OpenReplicas,
        tracker: SaveTracker,
        merge_changes_on_disk: Callable[[], bool],
    ) -> None:
        """Bind to the replicas of a session.

        `merge_changes_on_disk` is called before a file that was changed on disk is replaced.
        """
        self._replicas = replicas
        self._tracker = tracker
        self._merge_changes_on_disk = merge_changes_on_disk
        self._saved_at = float("-inf")
        self._fsynced_at = float("-inf")
        self._job_running = False
        self._is_suspect = False

    def next_job(self, now: float) -> SaveJob | None:
        """Return the work that is due at `now`, or None; only one job runs at a time.

        Call its `run` in any thread, then `complete_job`.
        """
        if self._job_running or self._tracker.status.state is Saving.READ_ONLY:
            return None
        dirty = [durable for durable in self._replicas if durable.is_dirty]
        if not dirty:
            return None
        edited_at, unsaved_since = self._tracker.edited_at, self._tracker.unsaved_since
        idle = min(now - edited_at, now - self._saved_at) >= IDLE_SECONDS
        busy = unsaved_since is not None and now - unsaved_since >= BUSY_SECONDS
        present = [durable for durable in dirty if not durable.is_removed]
        if present and (idle or busy):
            self._job_running = True
            self._saved_at = now
            self._tracker.unsaved_since = None
            return SaveJob(saves=tuple((durable, durable.prepare_save()) for durable in present))
        if now - self._fsynced_at >= FSYNC_SECONDS and edited_at >= self._fsynced_at:
            self._job_running = True
            self._fsynced_at = now
            return SaveJob(fsyncs=tuple(dirty))
        return None

    def complete_job(self, job: SaveJob) -> None:
        """Record the result of a job."""
        self._job_running = False
        for durable, save in job.saves[: job.saves_done]:
            durable.complete_save(save)
        if job.changed_on_disk:
            with self._tracker.reporting_errors():
                self._merge_changes_on_disk()
                self.save()
        elif job.error is not None:
            self._tracker.report_failed(job.error)
        elif job.saves:
            self._tracker.report_saved()

    def read_disk(self) -> DiskReading:
        """Take over what other programs changed in the files; call it when they may have.

        A file that is gone or unreadable counts only if it still is at the next call: programs
        that write in place, or remove the file first, take a moment.
        """
        if self._job_running:
            return DiskReading.AGAIN
        try:
            changed = self._replicas.is_changed_on_disk and self._merge_changes_on_disk()
        except StorageError as error:
            if not self._is_suspect:
                self._is_suspect = True
                return DiskReading.AGAIN
            if self._tracker.status.state is not Saving.READ_ONLY:
                self._tracker.report_failed(error)
            return DiskReading.FAILED
        if self._is_suspect and self._tracker.status.state is Saving.FAILED:
            self._tracker.report_saved()
        self._is_suspect = False
        return DiskReading.TAKEN_OVER if changed else DiskReading.UNCHANGED

    def recreate(self) -> None:
        """Save now, also a file that was removed meanwhile. Raises StorageError if that fails."""
        for durable in self._replicas:
            durable.allow_recreation()
        self.save()

    def save(self) -> None:
        """Save now, in this thread. Raises StorageError if that fails."""
        with self._tracker.reporting_errors(reraise=True):
            for durable in self._replicas:
                while durable.is_dirty:
                    save = durable.prepare_save()
                    try:
                        durable.write(save)
                        durable.complete_save(save)
                    except ChangedOnDisk:
                        self._merge_changes_on_disk()
        self._tracker.report_saved()

    def finish(self) -> None:
        """Save unsaved changes, if there are any. Raises StorageError."""
        if self._tracker.status.state is Saving.READ_ONLY:
            return
        with self._tracker.reporting_errors(reraise=True):
            if self._replicas.is_changed_on_disk:
                self._merge_changes_on_disk()
        if any(durable.is_dirty for durable in self._replicas):
            self.save()
