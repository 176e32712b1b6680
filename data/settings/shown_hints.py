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


def take_hint(name: str) -> bool:
    """Return whether a hint was not shown yet; from now on it was.

    A file that cannot be written means no hint, rather than the same one each time; so does
    $AFSPRAAK_HINTS=0.
    """
    if os.environ.get("AFSPRAAK_HINTS") == "0":
        return False
    path = shown_hints_file()
    seen: list[str] = []
    with suppress(OSError, StorageError):
        seen = read_regular(path, _MAX_BYTES).decode("ascii", "replace").split()
    if name in seen:
        return False
    try:
        make_private_folder(path.parent)
        write_atomically(path, "".join(f"{each}\n" for each in (*seen, name)).encode())
    except StorageError:
        return False
    return True
