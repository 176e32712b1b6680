"""File descriptors: opening ordinary files, flushing folders, closing."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from .file_errors import read_error

# Errors of file systems that cannot flush a folder: some network and FUSE file systems.
_NO_FOLDER_SYNC = {errno.EINVAL, errno.EOPNOTSUPP, errno.ENOSYS}


def open_regular(path: Path, *, follow: bool = True) -> tuple[int, os.stat_result]:
    """Open an ordinary file for reading, without ever blocking; return (descriptor, stat).

    Raises FileNotFoundError if there is no such file. Raises StorageError if it cannot be opened,
    is a FIFO, device, socket or folder, or is a link and `follow` is false.
    """
    # O_NONBLOCK: opening a FIFO without a writer would block. O_NOCTTY: a terminal must not become
    # ours.
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
    try:
        descriptor = os.open(path, flags if follow else flags | os.O_NOFOLLOW)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise read_error(path, error) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, "not an ordinary file")
    except OSError as error:
        close_quietly(descriptor)
        raise read_error(path, error) from error
    return descriptor, status


def read_regular(path: Path, limit: int = -1, *, follow: bool = True) -> bytes:
    """Return the content of an ordinary file, at most `limit` bytes; -1 is all.

    Raises FileNotFoundError and StorageError as `open_regular`.
    """
    descriptor, _ = open_regular(path, follow=follow)
    try:
        with os.fdopen(descriptor, "rb") as file:
            return file.read(limit)
    except OSError as error:
        raise read_error(path, error) from error


def close_quietly(descriptor: int) -> None:
    """Close a descriptor through which nothing was written, so that errors do not matter."""
    with suppress(OSError):
        os.close(descriptor)


def fsync_descriptor(descriptor: int) -> None:
    """Flush the file names in an open folder to the disk. Raises OSError."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise


def fsync_folder(folder: Path) -> None:
    """Flush the file names in a folder to the disk. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fsync_descriptor(descriptor)
    finally:
        close_quietly(descriptor)
