"""The mark in a shared folder that one who joined has left it for good."""

from __future__ import annotations

import os
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


def is_mark(name: str) -> bool:
    """Return whether a file of this name is the mark of somebody who left."""
    return name.endswith(_LEFT)


def has_other(folder: Path) -> bool:
    """Return whether another user took part in a shared folder, and did not leave it for good."""
    with suppress(OSError), os.scandir(folder) as entries:
        names = [entry.name for entry in entries if is_of_other(entry)]
        return bool(names) and not any(map(is_mark, names))
    return False


def is_of_other(mark: os.DirEntry[str]) -> bool:
    """Return whether a mark is another user's; False if that cannot be seen."""
    with suppress(OSError):
        return mark.stat(follow_symlinks=False).st_uid != os.geteuid()
    return False
