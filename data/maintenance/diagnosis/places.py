"""The files and folders of the program: whether they are there, their modes, and who may write."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from ...system.files.ownership import is_other_users
from ...system.hooks.hook_file import hooks_folder
from ...system.paths import cache_folder, exists, is_folder, settings_file, state_folder


class Place(NamedTuple):
    """A file or folder. `kind` is `folder`, `file`, `other`, `absent` or `unknown`.

    `mode` is in octal, "" if unknown. `writable` is whether this user can write it, or make it if
    it is absent; `own` whether it is this user's, or absent.
    """

    name: str
    path: Path
    kind: str
    mode: str
    writable: bool
    readable: bool
    own: bool
    free: int
    """Bytes that this user may still write on its file system; -1 if unknown."""


def read_places(notebook: Path, shared: Path) -> list[Place]:
    """Return the state of every place that the program uses."""
    return [
        read_place("notebook", notebook),
        read_place("settings", settings_file()),
        read_place("hooks", hooks_folder()),
        read_place("state", state_folder()),
        read_place("cache", cache_folder()),
        read_place("shared", shared),
    ]


def read_place(name: str, path: Path) -> Place:
    """Return the state of one place."""
    there = _nearest(path)
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        writable = is_folder(there) and os.access(there, os.W_OK | os.X_OK)
        return Place(name, path, "absent", "", writable, writable, True, _free(there))
    except (OSError, ValueError):
        return Place(name, path, "unknown", "", False, False, True, -1)
    kind = _kind(status.st_mode)
    needed = os.X_OK if kind == "folder" else 0
    return Place(
        name,
        path,
        kind,
        f"{stat.S_IMODE(status.st_mode):04o}",
        os.access(path, os.W_OK | needed),
        os.access(path, os.R_OK | needed),
        not is_other_users(path),
        _free(path),
    )


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else "other"


def _nearest(path: Path) -> Path:
    """Return the path, or the nearest folder above it that is there."""
    while not exists(path) and path != path.parent:
        path = path.parent
    return path


def _free(path: Path) -> int:
    try:
        status = os.statvfs(path)
    except (OSError, ValueError):
        return -1
    return status.f_bavail * status.f_frsize
