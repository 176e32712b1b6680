"""Decide when an open conversation is saved, and describe whether it is.

An edit is in the journal at once. The journal is synced to disk every second, the file is saved
after two idle seconds and every ten while edits go on. The work runs in a thread, so that a slow
disk never holds up typing.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..errors import StorageError
from ..i18n.catalogue import tr
from ..system.file_identity import file_identity
from .durable_replica import DurableReplica, Save
from .json_storage import ChangedOnDisk

IDLE_SECONDS = 2.0
BUSY_SECONDS = 10.0
FSYNC_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class SaveStatus:
    """Whether everything is safe on disk: since when (local time), or why not."""

    at: datetime | None
    reason: str = ""
    cause: str = ""
    """The reason without the name of the file, if known."""
    read_only: bool = False
    """Whether the folder is read-only, as far as is known: edits cannot be saved."""

    @property
    def safe(self) -> bool:
        """Whether all edits are at least in the journal."""
        return not self.reason

    @classmethod
    def failed(cls, at: datetime | None, error: StorageError) -> SaveStatus:
        """Return the status after `error`: edits since `at` cannot be saved."""
        return cls(at, tr(error.message), cause=tr(error.cause) if error.cause else "")

    @classmethod
    def at_opening(cls, path: Path, at: datetime | None) -> SaveStatus:
        """Return the status of the conversation at `path` when it is opened. Raises StorageError.

        `at`: when this session has saved it, if it has.
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


class AutosaveScheduler:
    """Decides which work is due. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._edited_at = float("-inf")
        self._unsaved_since: float | None = None
        self._saved_at = float("-inf")
        self._fsynced_at = float("-inf")
        self._job_running = False

    def record_edit(self, now: float) -> None:
        """Record that an edit was made."""
        self._edited_at = now
        if self._unsaved_since is None:
            self._unsaved_since = now

    def complete_job(self) -> None:
        """Record that the job of `next_job` is done."""
        self._job_running = False

    def next_job(self, replicas: Sequence[DurableReplica], now: float) -> SaveJob | None:
        """Return the next job, or None; only one job runs at a time."""
        changed = [durable for durable in replicas if durable.is_dirty]
        if self._job_running or not changed:
            return None
        idle = min(now - self._edited_at, now - self._saved_at) >= IDLE_SECONDS
        busy = self._unsaved_since is not None and now - self._unsaved_since >= BUSY_SECONDS
        if idle or busy:
            self._job_running = True
            self._saved_at = now
            self._unsaved_since = None
            return SaveJob(saves=tuple((durable, durable.prepare_save()) for durable in changed))
        if now - self._fsynced_at >= FSYNC_SECONDS and self._edited_at >= self._fsynced_at:
            self._job_running = True
            self._fsynced_at = now
            return SaveJob(fsyncs=tuple(changed))
        return None
