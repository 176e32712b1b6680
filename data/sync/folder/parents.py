"""The folders in which shared folders are: few lines, since `afspraak list` looks there too."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

PARENT_FOLDERS = (Path("/var/lib/afspraak"), Path("/var/tmp"))  # noqa: S108 - meant for all users
"""The parents of shared folders: one that an administrator makes, and one that always exists."""

PREFIX = "afspraak-"
"""The beginning of the name of a shared folder."""


def parent_folders() -> tuple[Path, ...]:
    """Return the parents in which to search: only $AFSPRAAK_SHARED if that is set."""
    chosen = os.environ.get("AFSPRAAK_SHARED")
    return (Path(chosen),) if chosen else PARENT_FOLDERS


def any_shared_folders() -> bool:
    """Return whether anybody shares anything on this machine."""
    for parent in parent_folders():
        with suppress(OSError), os.scandir(parent) as entries:
            if any(entry.name.startswith(PREFIX) for entry in entries):
                return True
    return False
