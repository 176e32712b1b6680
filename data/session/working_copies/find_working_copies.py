"""Finding the working copies of a conversation."""

from __future__ import annotations

import os
from pathlib import Path

from ...storage.siblings import journal_folder
from ...system.files.memory_folders import memory_folders
from .working_copy import WorkingCopy
from .working_copy_files import PREFIX

RETENTION_SECONDS = 24 * 3600.0
"""Seconds after which an unchanged copy is removed though its editor may still be running."""


def find_working_copies(path: Path) -> list[WorkingCopy]:
    """Return the user's working copies of the conversation at `path`, oldest first.

    Raises StorageError if the working folder is missing and `path` is relative.
    """
    return [
        *find_disk_copies(path),
        *(copy for home in memory_folders(path) for copy in _copies(home)),
    ]


def find_disk_copies(path: Path) -> list[WorkingCopy]:
    """Return the working copies that are on the disk, not in memory."""
    return _copies(journal_folder(path))


def is_in_working_copy(path: Path) -> bool:
    """Return whether a file is in a working copy."""
    return any(part.startswith(PREFIX) for part in path.parts[-3:-1])


def _copies(home: Path) -> list[WorkingCopy]:
    found = []
    try:
        for entry in os.scandir(home):
            own = entry.stat(follow_symlinks=False).st_uid == os.geteuid()
            if own and entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False):
                found.append(WorkingCopy(Path(entry.path)))
    except OSError:
        return found
    return sorted(found, key=lambda copy: copy.age, reverse=True)
