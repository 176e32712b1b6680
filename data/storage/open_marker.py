"""Open markers: they show that a program has a conversation open, so that it is not erased.

An open conversation holds a shared lock on an empty file in the state folder, whose name is a
digest of the path. The conversation's own files cannot be locked instead: a session that only reads
has no journal yet, and each save replaces the conversation file.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from ..errors import StorageError
from ..system.files.file_errors import read_error
from ..system.files.folder_lock import LOCK_TIMEOUT
from ..system.files.ownership import open_or_make
from ..system.files.private_folder import make_private_folder
from ..system.paths import state_folder

_SUFFIX = ".open"


def mark_open(path: Path) -> FileIO | None:
    """Mark the conversation at `path` as open until the returned file is closed.

    While it is being erased, wait up to LOCK_TIMEOUT seconds, then raise StorageError. Return None
    if no marker can be made: opening does not fail for that.
    """
    end = time.monotonic() + LOCK_TIMEOUT
    while True:
        try:
            return _open_locked(path, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= end:
                timeout = TimeoutError(errno.ETIMEDOUT, "it is being erased")
                raise read_error(path, timeout) from error
        except OSError:
            return None
        time.sleep(0.01)


def unmark(path: Path, marker: FileIO | None) -> None:
    """Close a marker; delete its file if no other program has the conversation open."""
    if marker is None:
        return
    with suppress(OSError):
        fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _marker_file(path).unlink()
    marker.close()


@contextmanager
def try_exclusive_lock(path: Path) -> Iterator[bool]:
    """Try to take the exclusive lock; yield False if any program has the conversation open.

    Nobody can open the conversation inside the block.
    """
    try:
        marker = _open_locked(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    except OSError:
        yield True  # then no program can have made a marker
    else:
        try:
            yield True
        finally:
            unmark(path, marker)


def _open_locked(path: Path, operation: int) -> FileIO:
    """Return the marker, locked and still at its path. Raises OSError."""
    file = _marker_file(path)
    try:
        make_private_folder(file.parent)
    except StorageError as error:
        raise OSError(str(error)) from error
    while True:
        marker = FileIO(open_or_make(file, os.O_RDWR | os.O_NONBLOCK), "r+")
        try:
            fcntl.flock(marker, operation)
            if os.fstat(marker.fileno()).st_nlink:
                return marker
        except BaseException:
            marker.close()
            raise
        marker.close()  # the last one who had it open deleted it meanwhile


def _marker_file(path: Path) -> Path:
    name = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32]
    return state_folder() / f"{name}{_SUFFIX}"
