"""Atomic, durable writes of whole files, one writer at a time.

A file is never changed in place. Its new content is written to a fixed temporary name in the same
folder, flushed to the disk, and renamed over the old file; so a reader finds the complete old or
the complete new content, also after a crash or a power cut. All this is done relative to the
folder's descriptor, under the folder's lock.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from ...errors import StorageError
from ...i18n.catalogue import Message
from ..paths import real_path
from .descriptors import close_quietly, fsync_descriptor
from .file_errors import display_path, write_error
from .file_identity import FileIdentity
from .folder_lock import lock_folder
from .ownership import set_owner

# With these errors a file system refuses a hard link, to any file or to this one.
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_MODE = 0o600
"""The mode of every written file: only its owner can read it."""
_CHUNK = 1 << 20


class NotDurable(StorageError):
    """The new file is in place, but the disk did not confirm it: a power cut may undo it.

    `identity` is that of the new file.
    """

    def __init__(self, path: Path, identity: FileIdentity) -> None:
        super().__init__("storage.not_durable", file=display_path(path))
        self.identity = identity


def resolve_link(path: Path) -> Path:
    """Return the real path of the file to replace at `path`, links followed.

    Raises StorageError if another user (neither us nor root) made the link: in a folder that others
    may write to, they could choose which of our files we overwrite.
    """
    try:
        status = path.lstat()
    except OSError:
        return real_path(path)  # opening it reports the error
    if stat.S_ISLNK(status.st_mode) and status.st_uid not in (os.geteuid(), 0):
        reason = Message("storage.reason.foreign_link")
        raise StorageError("storage.not_written", file=display_path(path), reason=reason)
    return real_path(path)


def temporary_name(name: str) -> str:
    """Return the temporary name of a file, in the same folder."""
    return f".{name}.new"


def previous_copy(path: Path) -> Path:
    """Return the path of a file's previous content: `<name>~`, as editors do."""
    return path.with_name(f"{path.name}~")


def write_atomically(path: Path, data: bytes, *, keep_previous: bool = False) -> FileIdentity:
    """Replace the file at `path` by `data`, atomically and durably; return its identity.

    The new file has exactly mode 0600, under any umask, and the owner of the old one. With
    `keep_previous` the old file is kept as `<name>~`. If `path` is a link, its target is replaced
    (see `resolve_link`). Raises StorageError; the old file is unchanged then and no temporary file
    is left. Raises NotDurable if the file was replaced but the last flush failed.
    """
    real = resolve_link(path)
    with lock_folder(real.parent) as folder:
        try:
            before = regular_status(real.name, folder)
            written = _replace(real.name, data, folder, before, keep_previous=keep_previous)
        except OSError as error:
            raise write_error(path, error) from error
        try:
            fsync_descriptor(folder)
        except OSError as error:
            raise NotDurable(path, written) from error
    return written


def regular_status(name: str, folder: int) -> os.stat_result | None:
    """Return the status of the file to replace, None if there is none. Raises OSError.

    A FIFO or a device is an error: replacing /dev/null would break other programs.
    """
    try:
        status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "not an ordinary file")
    return status


def _replace(
    name: str,
    data: bytes,
    folder: int,
    before: os.stat_result | None,
    *,
    keep_previous: bool,
) -> FileIdentity:
    temporary = temporary_name(name)
    remove(temporary, folder)
    try:
        written = write_new_file(temporary, data, folder, before)
        if keep_previous:
            link_or_copy(name, f"{name}~", folder)
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            remove(temporary, folder)
        raise
    return written


def write_new_file(
    name: str, data: bytes, folder: int, replaced: os.stat_result | None = None
) -> FileIdentity:
    """Write `data` to a new file of this name and flush it to the disk; return its identity.

    Its owner is that of the file that it will replace (see `set_owner`). Raises OSError; an
    incomplete file may exist then.
    """
    descriptor = os.open(name, _CREATE, _MODE, dir_fd=folder)
    try:
        set_owner(descriptor, folder, replaced)
        os.fchmod(descriptor, _MODE)
        remaining = memoryview(data)
        while remaining:
            written = os.write(descriptor, remaining)
            if not written:
                raise OSError(errno.EIO, "nothing was written")
            remaining = remaining[written:]
        os.fsync(descriptor)
        status = os.fstat(descriptor)
        if status.st_size != len(data):
            raise OSError(errno.EIO, "the file is shorter than what was written")
    except BaseException:
        close_quietly(descriptor)
        raise
    os.close(descriptor)  # not quietly: some file systems report a failed write here
    return FileIdentity.from_stat(status)


def link_or_copy(name: str, target: str, folder: int) -> None:
    """Give the file `name`, if it exists, the name `target` as well. Raises OSError.

    By a hard link, or by a copy on file systems without; `target` is replaced atomically.
    """
    try:
        status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return
    if status.st_mode & 0o777 & ~_MODE and os.geteuid() in (0, status.st_uid):
        os.chmod(name, _MODE, dir_fd=folder)  # made by another program: its copy must be private
    side = temporary_name(target)
    remove(side, folder)
    try:
        try:
            os.link(name, side, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            write_new_file(side, _read_content(name, folder), folder, status)
        os.replace(side, target, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        # Also after success: renaming one link of a file over another does nothing (POSIX), and
        # after a crash `target` may already be a link to the present file.
        with suppress(OSError):
            remove(side, folder)


def _read_content(name: str, folder: int) -> bytes:
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
    try:
        return b"".join(iter(lambda: os.read(descriptor, _CHUNK), b""))
    finally:
        close_quietly(descriptor)


def remove(name: str, folder: int) -> None:
    """Remove `name` from the folder, if it exists. Raises OSError."""
    with suppress(FileNotFoundError):
        os.unlink(name, dir_fd=folder)


def free_name(path: Path) -> Path:
    """Return `<name>.damaged`, or the first of `<name>.damaged.2`, `.3` ... that is free."""
    candidate = path.with_name(f"{path.name}.damaged")
    number = 1
    while os.path.lexists(candidate):
        number += 1
        candidate = path.with_name(f"{path.name}.damaged.{number}")
    return candidate
