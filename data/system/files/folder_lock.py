"""The lock of a folder against other writers.

It is an flock on the folder itself, so no lock files are left behind.
"""

from __future__ import annotations

import errno
import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .descriptors import close_quietly
from .file_errors import write_error

LOCK_TIMEOUT = 10.0
"""Seconds to wait for another writer in the folder; a save takes milliseconds."""


class _LockedFolders(threading.local):
    """The folders that this thread has locked, as (device, inode)."""

    def __init__(self) -> None:
        self.folders: set[tuple[int, int]] = set()


_locked_folders = _LockedFolders()


@contextmanager
def lock_folder(folder: Path, timeout: float = LOCK_TIMEOUT) -> Iterator[int]:
    """Lock the folder against other threads and processes; yield its descriptor.

    The lock is reentrant in a thread. `timeout` is in seconds. Raises StorageError if the folder
    cannot be opened or is not free in time.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise write_error(folder, error) from error
    try:
        try:
            status = os.fstat(descriptor)
            key = (status.st_dev, status.st_ino)
            if is_outermost := key not in _locked_folders.folders:
                _await_lock(descriptor, timeout)
        except OSError as error:
            raise write_error(folder, error) from error
        if not is_outermost:
            yield descriptor
            return
        _locked_folders.folders.add(key)
        try:
            yield descriptor
        finally:
            _locked_folders.folders.discard(key)
    finally:
        close_quietly(descriptor)


def _await_lock(descriptor: int, timeout: float) -> None:
    end = time.monotonic() + timeout
    pause = 0.001
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                raise TimeoutError(errno.ETIMEDOUT, "the folder is locked") from None
            time.sleep(pause)
            pause = min(pause * 2, 0.05)
        else:
            return
