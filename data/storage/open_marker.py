"""Which conversations are open in a program now, so that none is erased under its hands.

An open conversation holds a shared lock on an empty file in the state folder, whose name tells of
its path no more than a digest. Nothing else would tell: who only reads has no journal yet, and the
conversation's own file is another one after every save.
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
from ..system.file_errors import read_error
from ..system.folder_lock import LOCK_TIMEOUT
from ..system.ownership import open_or_make
from ..system.paths import state_folder
from ..system.private_folder import make_private_folder

_SUFFIX = ".open"


def mark_open(path: Path) -> FileIO | None:
    """Tell that the conversation at `path` is open for as long as the answer is not closed.

    It waits a while where that is being erased, and then raises StoreError. None where no such file
    can be kept: opening does not fail for that.
    """
    end = time.monotonic() + LOCK_TIMEOUT
    while True:
        try:
            return _open_locked(path, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= end:
                busy = TimeoutError(errno.ETIMEDOUT, "it is being erased")
                raise read_error(path, busy) from error
        except OSError:
            return None
        time.sleep(0.01)


def unmark(path: Path, marker: FileIO | None) -> None:
    """The conversation at `path` is closed; the file goes with the last who had it open."""
    if marker is None:
        return
    with suppress(OSError):
        fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _marker_file(path).unlink()
    marker.close()


@contextmanager
def try_exclusive_lock(path: Path) -> Iterator[bool]:
    """Whether the conversation at `path` is open nowhere; while this lasts nobody can open it."""
    try:
        mark = _open_locked(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    except OSError:
        yield True  # then no program can have told that it has it open
    else:
        try:
            yield True
        finally:
            unmark(path, mark)


def _open_locked(path: Path, operation: int) -> FileIO:
    """The file, locked, and surely the one that others find. Raises OSError."""
    file = _marker_file(path)
    try:
        make_private_folder(file.parent)
    except StorageError as error:
        raise OSError(str(error)) from error
    while True:
        mark = FileIO(open_or_make(file, os.O_RDWR | os.O_NONBLOCK), "r+")
        try:
            fcntl.flock(mark, operation)
            if os.fstat(mark.fileno()).st_nlink:
                return mark
        except BaseException:
            mark.close()
            raise
        mark.close()  # who had it open last took it away meanwhile


def _marker_file(path: Path) -> Path:
    name = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32]
    return state_folder() / f"{name}{_SUFFIX}"
