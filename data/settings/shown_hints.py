"""The hints of the first talk that were shown on this machine: each is shown once."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ..errors import StorageError
from ..system.files.atomic_files import write_atomically
from ..system.files.descriptors import read_regular
from ..system.files.private_folder import make_private_folder
from ..system.paths import state_folder

_MAX_BYTES = 1024


def shown_hints_file() -> Path:
    """Return the file with the names of the hints that were shown, one a line."""
    return state_folder() / "hints"


def is_hint_due(name: str) -> bool:
    """Return whether a hint was not shown yet; none is due with $AFSPRAAK_HINTS=0."""
    return os.environ.get("AFSPRAAK_HINTS") != "0" and name not in _seen()


def take_hint(name: str) -> bool:
    """Return whether a hint was not shown yet; from now on it was.

    A file that cannot be written means no hint, rather than the same one each time.
    """
    if not is_hint_due(name):
        return False
    path, seen = shown_hints_file(), _seen()
    try:
        make_private_folder(path.parent)
        write_atomically(path, "".join(f"{each}\n" for each in (*seen, name)).encode())
    except StorageError:
        return False
    return True


def _seen() -> list[str]:
    """Return the names of the hints that were shown."""
    with suppress(OSError, StorageError):
        return read_regular(shown_hints_file(), _MAX_BYTES).decode("ascii", "replace").split()
    return []
