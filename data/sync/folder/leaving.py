"""The mark in a shared folder that one who joined has left it for good."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from ...system.user import login_name
from .own_log import FILE_MODE
from .shared_folders import is_owner

_LEFT = ".left"


def mark_left(folder: Path) -> None:
    """Leave the mark of this user in another's folder, if that is possible."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with suppress(OSError):
        if not is_owner(folder):
            os.close(os.open(folder / (login_name() + _LEFT), flags, FILE_MODE))


def clear_mark(folder: int) -> None:
    """Remove the mark of this user from a folder (a descriptor): they are back."""
    with suppress(OSError):
        os.unlink(login_name() + _LEFT, dir_fd=folder)


def has_other_left(folder: Path) -> bool:
    """Return whether another user left the folder for good; False if that cannot be seen."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_LEFT):
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode) and status.st_uid != os.geteuid():
                    return True
    return False
