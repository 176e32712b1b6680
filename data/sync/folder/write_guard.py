"""Report failed writes to a shared folder as a remote's errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...errors import RemoteError
from ...system.files.file_errors import write_error


@contextmanager
def write_guard(path: Path) -> Iterator[None]:
    """Context manager for a write to `path`. Raises RemoteError for an OSError."""
    try:
        yield
    except OSError as error:
        raise RemoteError(write_error(path, error).message) from error
