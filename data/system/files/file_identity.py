"""The identity of a file and of its content, from `stat`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from .file_errors import read_error


class FileIdentity(NamedTuple):
    """A file and its content: differs after each replacement of the file and each write to it."""

    device: int
    inode: int
    size: int
    modified_ns: int

    @classmethod
    def from_stat(cls, status: os.stat_result) -> FileIdentity:
        """Return the identity in the result of a `stat` call."""
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def file_identity(path: Path) -> FileIdentity | None:
    """Return the identity of the file at `path` (links followed), or None. Raises StorageError."""
    try:
        return FileIdentity.from_stat(path.stat())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise read_error(path, error) from error
