"""File ownership: what is made in another user's folder belongs to that user.

A command that runs as root on somebody's notebook leaves no file there that its owner cannot read.
Who may not give files away does not replace those of another user: they would be locked out.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_ROOT = 0
# Errors that say "this file system has no owners", or that the owner has no number here.
_NO_OWNERS = {errno.EINVAL, errno.EOPNOTSUPP, errno.ENOSYS}


def set_owner(descriptor: int, folder: int, replaced: os.stat_result | None = None) -> None:
    """Give a file that was just made to the owner of the file it replaces, else of its folder.

    `descriptor` and `folder` are open; `replaced` is the status of the file that it replaces. Only
    root can give a file away; other users keep what they make.

    Raises OSError, EPERM where a file of another user would become this user's. In a folder of
    their own users may replace any file, and root reads every file, so nobody is locked out then.
    """
    made, around = os.fstat(descriptor), os.fstat(folder)
    wanted = replaced or around
    if made.st_uid == wanted.st_uid:
        return
    if os.geteuid() == _ROOT:
        try:
            os.fchown(descriptor, wanted.st_uid, wanted.st_gid)
        except OSError as error:
            if error.errno not in _NO_OWNERS:
                raise
    elif replaced is not None:
        refuse_other_users_file(replaced, made, around)


def refuse_other_users_file(
    file: os.stat_result, made: os.stat_result, folder: os.stat_result
) -> None:
    """Raise PermissionError where `file`, in `folder`, is another user's and would become ours.

    `made` is the status of something that was just made beside it: on some network file systems
    that is whose the rest is, whatever our own number.
    """
    if os.geteuid() == _ROOT or folder.st_uid == made.st_uid:
        return
    if file.st_uid not in (_ROOT, made.st_uid):
        raise PermissionError(errno.EPERM, "another user's file")


def refuse_in_other_users_notebook(file: Path) -> bool:
    """Raise PermissionError where a new file beside `file` would be, see `refuse_other_users_file`.

    An unnamed file tells whose a new one is, so nothing is left there, whatever ends the process.
    Return False where the file system has none: then only something that was made can tell.
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
    """Give a folder that was just made to the owner of the one it is in. Raises OSError."""
    if os.geteuid() != _ROOT:
        return
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    parent = os.open(folder.parent, flags & ~os.O_NOFOLLOW)
    try:
        descriptor = os.open(folder.name, flags, dir_fd=parent)
        try:
            # Whoever may write in the parent may have put another folder in its place.
            if os.fstat(descriptor).st_uid == _ROOT:
                set_owner(descriptor, parent)
        finally:
            os.close(descriptor)
    finally:
        os.close(parent)


def open_or_make(path: Path, flags: int) -> int:
    """Open the file at `path`, made 0600 where there is none; links are not followed.

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
    """Whether a file in `folder` is this user's; to root, whether it is the folder's owner's.

    Raises OSError.
    """
    if status.st_uid == os.geteuid():
        return True
    return os.geteuid() == _ROOT and status.st_uid == folder.stat().st_uid


def is_other_users(path: Path) -> bool:
    """Whether a file or a folder of another user stands at `path`; never so for a link."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return not stat.S_ISLNK(status.st_mode) and status.st_uid != os.geteuid()


def is_visited_by_root(path: Path) -> bool:
    """Tell whether this is root at a file of another user; everybody else has their own at hand."""
    return os.geteuid() == _ROOT and is_other_users(path)
