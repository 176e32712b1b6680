"""Check whether other users of this machine can read a notebook; warn, but change nothing."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ..i18n.catalogue import Message
from ..system.files.file_errors import display_path

_OTHERS = 0o077
_ENTER = 0o011
_MAX_NAMED = 3
"""The most files that are named; the others are counted."""


def permission_warnings(folder: Path) -> list[Message]:
    """Return messages about what others may list or read in a folder; empty if nothing.

    Files in a folder that others cannot enter are out of reach, whatever their modes.
    """
    try:
        mode = stat.S_IMODE(folder.stat().st_mode)
    except OSError:
        return []
    if not mode & _OTHERS:
        return []
    lines = [Message("privacy.permissions.folder", folder=display_path(folder), mode=f"{mode:04o}")]
    if mode & _ENTER and (found := _files(folder)):
        files = ", ".join(display_path(path.name) for path in found[:_MAX_NAMED])
        lines.append(Message("privacy.permissions.files", count=len(found), files=files))
    return lines


def _files(folder: Path) -> list[Path]:
    """Return the conversations' files that others may read or write, by their names."""
    try:
        found = [path for path in folder.iterdir() if ".json" in path.name]
    except OSError:
        return []
    return sorted(path for path in found if _mode(path) & _OTHERS)


def _mode(path: Path) -> int:
    try:
        status = os.lstat(path)
    except OSError:
        return 0
    return 0 if stat.S_ISLNK(status.st_mode) else stat.S_IMODE(status.st_mode)
