"""Messages for files that could not be read or written."""

from __future__ import annotations

import os
from pathlib import Path

from ...errors import StorageError, UsageError
from ..error_causes import cause_of


def display_path(path: Path | str) -> str:
    """Return a path as text for a message, without control characters."""
    from ...text.sanitize import clean_line

    return clean_line(os.fspath(path))


def read_error(path: Path | str, error: OSError) -> StorageError:
    """Return the error for a file that could not be read."""
    return _storage_error("storage.unreadable", path, error)


def require_file(path: Path, written: str = "") -> Path:
    """Return `path`, which a user wrote, as `written`. Raises UsageError if there is nothing.

    Raises StorageError if that cannot be determined: a name that is too long, a folder that may not
    be entered, a link to itself.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise UsageError("notebook.reference.no_file", path=display_path(written or path)) from None
    except OSError as error:
        raise read_error(path, error) from error
    return path


def write_error(path: Path | str, error: OSError) -> StorageError:
    """Return the error for a file that could not be written."""
    return _storage_error("storage.not_written", path, error)


def _storage_error(key: str, path: Path | str, error: OSError) -> StorageError:
    cause = cause_of(error, path)
    failed = StorageError(key, file=display_path(path), reason=cause)
    failed.cause = cause
    return failed
