"""Folders that only their owner can enter."""

from __future__ import annotations

import errno
import stat
from contextlib import suppress
from pathlib import Path

from .descriptors import fsync_folder
from .file_errors import write_error
from .ownership import set_folder_owner


def make_private_folder(path: Path) -> Path:
    """Make a folder and its missing parents, with mode 0700 under any umask.

    Existing folders are unchanged. Returns `path`. Raises StorageError.
    """
    missing = []
    at = path
    try:
        while not at.is_dir():
            missing.append(at)
            if at == at.parent:
                break
            at = at.parent
        for folder in reversed(missing):
            try:
                folder.mkdir(mode=0o700)
            except FileExistsError:
                if not folder.is_dir():
                    raise NotADirectoryError(errno.ENOTDIR, "not a folder") from None
                continue  # another process made it first
            set_folder_owner(folder)
            mode = stat.S_IMODE(folder.stat().st_mode)
            if mode & 0o777 != 0o700:  # the umask cleared bits of the owner's; setgid may stay
                folder.chmod((mode & ~0o777) | 0o700)
            with suppress(PermissionError):  # a parent that we may not read
                fsync_folder(folder.parent)
    except OSError as error:
        raise write_error(path, error) from error
    return path
