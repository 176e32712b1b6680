"""The log that one session writes in a shared folder; its lock shows that the session runs."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from contextlib import suppress
from pathlib import Path

from ...errors import RemoteError, StorageError
from ...storage.journal.journal_format import MAGIC, scan_journal
from ...system.files.descriptors import close_quietly

FILE_MODE = 0o640
"""The group's bits are the mask of the access control list: without them nobody else can read."""


class OwnLog:
    """A log that is open and locked."""

    def __init__(self, folder: int, path: Path) -> None:
        """Open or make the log at `path`, which is in `folder`, a descriptor.

        Raises OSError, and RemoteError if there is a log that cannot be read.
        """
        self._path = path
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        self._descriptor = os.open(path.name, flags, FILE_MODE, dir_fd=folder)
        try:
            self._end = _claim_log(self._descriptor, path)
        except BaseException:
            close_quietly(self._descriptor)
            raise

    @property
    def is_in_place(self) -> bool:
        """Whether this log is the file at its path: else nobody reads it."""
        with suppress(OSError):
            ours, there = os.fstat(self._descriptor), self._path.stat(follow_symlinks=False)
            return (ours.st_dev, ours.st_ino) == (there.st_dev, there.st_ino)
        return False

    def append(self, data: bytes) -> None:
        """Append bytes. Raises OSError; the log is then unchanged.

        What another program wrote at the end of the log is removed: after it, nobody would read on.
        """
        if os.fstat(self._descriptor).st_size > self._end:
            os.ftruncate(self._descriptor, self._end)
        if os.write(self._descriptor, data) != len(data):
            with suppress(OSError):
                os.ftruncate(self._descriptor, self._end)
            raise OSError(errno.ENOSPC, "a short write")
        self._end += len(data)

    def close(self) -> None:
        """Close the log, which stays."""
        close_quietly(self._descriptor)


def _claim_log(log: int, path: Path) -> int:
    """Lock a log for as long as it is open, and return its end in bytes.

    The log exists if the session was connected before: then its complete frames stay. Raises
    OSError, and RemoteError if the log cannot be read.
    """
    status = os.fstat(log)
    if status.st_uid != os.geteuid() or not stat.S_ISREG(status.st_mode):
        raise PermissionError(errno.EPERM, "another's")
    fcntl.flock(log, fcntl.LOCK_EX)  # waits only as long as another process tests the lock
    if status.st_size:
        try:
            valid_end = scan_journal(path).valid_end
        except StorageError as error:
            raise RemoteError(error.message) from error
        if valid_end:
            os.ftruncate(log, valid_end)
            return valid_end
        os.ftruncate(log, 0)
    os.write(log, MAGIC)
    return len(MAGIC)
