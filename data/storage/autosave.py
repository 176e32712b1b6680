"""When an open conversation is kept, and the word for whether it is.

An edit is in the journal at once. The journal goes to the disk itself every second, the file is
saved after two idle seconds and every ten while edits go on. The work runs in a thread, so that a
slow disk never holds up typing.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..errors import StorageError
from ..system.file_identity import file_identity
from .durable_replica import DurableReplica, Save
from .json_storage import ChangedOnDisk

IDLE_SECONDS = 2.0
BUSY_SECONDS = 10.0
FSYNC_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class SaveStatus:
    """Whether everything that was done is safe: since when (local time), or why not."""

    at: datetime | None
    reason: str = ""
    cause: str = ""
    """The reason without the name of the file, where it is known."""
    read_only: bool = False
    """Whether its place can only be read, as far as is known: what is done now cannot be kept."""

    @property
    def safe(self) -> bool:
        """Whether all edits are at least in the journal."""
        return not self.reason

    @classmethod
    def failed(cls, at: datetime | None, error: StorageError) -> SaveStatus:
        """What was done since `at` cannot be kept, because of `error`."""
        return cls(at, str(error), cause=error.cause)

    @classmethod
    def at_opening(cls, path: Path, at: datetime | None) -> SaveStatus:
        """How the conversation at `path` is kept when it is opened. Raises StoreError.

        `at`: when this session saved something already.
        """
        if at is None and (written := file_identity(path)) is not None:
            at = datetime.fromtimestamp(written.modified_ns / 1e9)  # noqa: DTZ006 - local
        return cls(at, read_only=not os.access(path.parent, os.W_OK))


@dataclass(slots=True)
class SaveJob:
    """Work for a thread: journals to sync, files to write. `run` never raises; see `error`."""

    fsyncs: tuple[DurableReplica, ...] = ()
    saves: tuple[tuple[DurableReplica, Save], ...] = ()
    saves_done: int = 0
    changed_on_disk: bool = False
    error: StorageError | None = None

    def run(self) -> None:
        """Do it; may run in any thread."""
        try:
            for keeper in self.fsyncs:
                keeper.fsync_journal()
            for keeper, save in self.saves:
                keeper.write(save)
                self.saves_done += 1
        except ChangedOnDisk:
            self.changed_on_disk = True
        except StorageError as error:
            self.error = error


class AutosaveScheduler:
    """Tells what is due. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._edited_at = float("-inf")
        self._unsaved_since: float | None = None
        self._saved_at = float("-inf")
        self._fsynced_at = float("-inf")
        self._job_running = False

    def record_edit(self, now: float) -> None:
        """An edit was made."""
        self._edited_at = now
        if self._unsaved_since is None:
            self._unsaved_since = now

    def complete_job(self) -> None:
        """The job that `due` gave is done."""
        self._job_running = False

    def next_job(self, keepers: Sequence[DurableReplica], now: float) -> SaveJob | None:
        """The next job, or None; one at a time."""
        changed = [keeper for keeper in keepers if keeper.is_dirty]
        if self._job_running or not changed:
            return None
        idle = min(now - self._edited_at, now - self._saved_at) >= IDLE_SECONDS
        busy = self._unsaved_since is not None and now - self._unsaved_since >= BUSY_SECONDS
        if idle or busy:
            self._job_running = True
            self._saved_at = now
            self._unsaved_since = None
            return SaveJob(saves=tuple((keeper, keeper.prepare_save()) for keeper in changed))
        if now - self._fsynced_at >= FSYNC_SECONDS and self._edited_at >= self._fsynced_at:
            self._job_running = True
            self._fsynced_at = now
            return SaveJob(fsyncs=tuple(changed))
        return None
