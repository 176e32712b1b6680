"""File ownership: a file that root makes in a user's folder belongs to that user.

So a command that runs as root on a notebook leaves no file there that its owner cannot read. Other
users cannot give files away; they may not replace another user's file, who would be locked out.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_ROOT = 0
# With these errors a file system has no owners, or the owner has no user id on it.
_NO_OWNERS = {errno.EINVAL, errno.EOPNOTSUPP, errno.ENOSYS}


def set_owner(descriptor: int, folder: int, replaced: os.stat_result | None = None) -> None:
    """Give a new file to the owner of the file that it replaces, else of its folder.

    `descriptor` and `folder` are open; `replaced` is the status of the replaced file. Only root can
    give a file away; other users keep what they make. Raises OSError, EPERM if a file of another
    user would become this user's. Files of root, and any file in the user's own folder, may.
    """
    new_status, folder_status = os.fstat(descriptor), os.fstat(folder)
    target = replaced or folder_status
    if new_status.st_uid == target.st_uid:
        return
    if os.geteuid() == _ROOT:
        try:
            os.fchown(descriptor, target.st_uid, target.st_gid)
        except OSError as error:
            if error.errno not in _NO_OWNERS:
                raise
    elif replaced is not None:
        refuse_other_users_file(replaced, new_status, folder_status)


def refuse_other_users_file(
    file: os.stat_result, made: os.stat_result, folder: os.stat_result
) -> None:
    """Raise PermissionError if `file`, in `folder`, is another user's and would become ours.

    `made` is the status of a new file beside it: some network file systems give new files another
    owner than our user id.
    """
    if os.geteuid() == _ROOT or folder.st_uid == made.st_uid:
        return
    if file.st_uid not in (_ROOT, made.st_uid):
        raise PermissionError(errno.EPERM, "another user's file")


def refuse_in_other_users_notebook(file: Path) -> bool:
    """Raise PermissionError if a new file could not replace `file`.

    See `refuse_other_users_file`. An unnamed file (O_TMPFILE) shows the owner of new files, and
    vanishes with the process. Return False if the file system has none: then only a named file
    can show it.
    """
    try:
        unnamed = getattr(os, "O_TMPFILE") | os.O_WRONLY | os.O_CLOEXEC  # noqa: B009 - Linux alone
        descriptor = os.open(file.parent, unnamed, 0o600)
    except (AttributeError, OSError):
        return False
    try:
        refuse_other_users_file(file.stat(), os.fstat(descriptor), file.parent.stat())
    finally:
        os.close(descriptor)
    return True


def set_folder_owner(folder: Path) -> None:
    """Give a new folder to the owner of its parent. Raises OSError."""
    if os.geteuid() != _ROOT:
        return
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    parent = os.open(folder.parent, flags & ~os.O_NOFOLLOW)
    try:
        descriptor = os.open(folder.name, flags, dir_fd=parent)
        try:
            # Another user who may write in the parent may have replaced the new folder.
            if os.fstat(descriptor).st_uid == _ROOT:
                set_owner(descriptor, parent)
        finally:
            os.close(descriptor)
    finally:
        os.close(parent)


def open_or_make(path: Path, flags: int) -> int:
    """Open the file at `path`; make it (0600) if there is none. Symbolic links are not followed.

    Raises OSError.
    """
    flags |= os.O_NOFOLLOW | os.O_CLOEXEC
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        while True:
            try:
                return os.open(path.name, flags, dir_fd=folder)
            except FileNotFoundError:
                pass
            try:
                descriptor = os.open(
                    path.name, flags | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=folder
                )
            except FileExistsError:
                continue  # another session was first
            try:
                set_owner(descriptor, folder)
            except BaseException:
                os.close(descriptor)
                raise
            return descriptor
    finally:
        os.close(folder)


def is_own(status: os.stat_result, folder: Path) -> bool:
    """Return whether a file in `folder` is this user's; for root, whether it is the owner's.

    Raises OSError.
    """
    if status.st_uid == os.geteuid():
        return True
    return os.geteuid() == _ROOT and status.st_uid == folder.stat().st_uid


def is_other_users(path: Path) -> bool:
    """Return whether `path` is a file or folder of another user; False for a symbolic link."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return not stat.S_ISLNK(status.st_mode) and status.st_uid != os.geteuid()


def is_visited_by_root(path: Path) -> bool:
    """Return whether this process is root and `path` is another user's."""
    return os.geteuid() == _ROOT and is_other_users(path)
