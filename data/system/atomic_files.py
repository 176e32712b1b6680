"""Folders and whole files: private, durable, one writer at a time.

A file is never changed in place. Its new content goes to one fixed temporary name in the same
folder, reaches the disk, and then takes the old one's name; so a reader, a crash or a power cut
finds the old content or the new, whole. Everything happens relative to the folder's descriptor,
under the folder's lock (flock on the folder itself, so no lock files lie around).
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from ..errors import StorageError
from ..i18n.catalogue import tr
from .error_causes import cause_of
from .ownership import set_folder_owner, set_owner
from .paths import real_path

LOCK_TIMEOUT = 10.0
"""Seconds to wait for another writer in the folder; a save takes milliseconds."""

# Errors that say "this file system has no hard links", or not for this file.
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
# Errors that say "a folder cannot be synced here": some network and FUSE file systems.
_NO_FOLDER_SYNC = {errno.EINVAL, errno.EOPNOTSUPP, errno.ENOSYS}

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_CHUNK = 1 << 20


class FileIdentity(NamedTuple):
    """Which file this is, and which content: it changes with every replacement and every write."""

    device: int
    inode: int
    size: int
    modified_ns: int

    @classmethod
    def from_stat(cls, status: os.stat_result) -> FileIdentity:
        """The identity that a `stat` tells."""
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


class NotDurable(StorageError):
    """The new file stands in its place, but the disk did not confirm that: a power cut may undo it.

    `identity` is that of the new file.
    """

    def __init__(self, message: str, identity: FileIdentity) -> None:
        super().__init__(message)
        self.identity = identity


def display_path(path: Path | str) -> str:
    """A path as text for a message: harmless on any terminal, whatever the name contains."""
    from ..text.sanitize import clean_line

    return clean_line(os.fspath(path))


def read_error(path: Path | str, error: OSError) -> StorageError:
    """The error, in the user's words, for a file that could not be read."""
    return _storage_error("storage.unreadable", path, error)


def write_error(path: Path | str, error: OSError) -> StorageError:
    """The error, in the user's words, for a file that could not be written."""
    return _storage_error("storage.not_written", path, error)


def _storage_error(key: str, path: Path | str, error: OSError) -> StorageError:
    cause = cause_of(error, path)
    failed = StorageError(tr(key, file=display_path(path), reason=cause))
    failed.cause = cause
    return failed


def make_private_folder(path: Path) -> Path:
    """Make a folder and its missing parents, each 0700 under any umask; existing ones stay as is.

    Returns `path`. Raises StoreError.
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
                continue  # another session was first
            set_folder_owner(folder)
            mode = stat.S_IMODE(folder.stat().st_mode)
            if mode & 0o777 != 0o700:  # the umask took bits of the owner's; setgid may stay
                folder.chmod((mode & ~0o777) | 0o700)
            with suppress(PermissionError):  # a parent that we may not list
                fsync_folder(folder.parent)
    except OSError as error:
        raise write_error(path, error) from error
    return path


class _LockedFolders(threading.local):
    """The folders that this thread holds locked, as (device, inode)."""

    def __init__(self) -> None:
        self.folders: set[tuple[int, int]] = set()


_locked_folders = _LockedFolders()


@contextmanager
def lock_folder(folder: Path, timeout: float = LOCK_TIMEOUT) -> Iterator[int]:
    """Hold the folder against other writers, threads and processes alike; gives its descriptor.

    A thread that holds it already may enter again. `timeout` is in seconds. Raises StoreError when
    the folder cannot be opened, or is not free in time.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise write_error(folder, error) from error
    try:
        try:
            status = os.fstat(descriptor)
            key = (status.st_dev, status.st_ino)
            if taken := key not in _locked_folders.folders:
                _await_lock(descriptor, timeout)
        except OSError as error:
            raise write_error(folder, error) from error
        if not taken:
            yield descriptor
            return
        _locked_folders.folders.add(key)
        try:
            yield descriptor
        finally:
            _locked_folders.folders.discard(key)
    finally:
        close_quietly(descriptor)


def _await_lock(descriptor: int, timeout: float) -> None:
    end = time.monotonic() + timeout
    pause = 0.001
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                raise TimeoutError(errno.ETIMEDOUT, "the folder is locked") from None
            time.sleep(pause)
            pause = min(pause * 2, 0.05)
        else:
            return


def fsync_descriptor(descriptor: int) -> None:
    """Bring the names in a folder to the disk. Raises OSError."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise


def fsync_folder(folder: Path) -> None:
    """As `sync_folder`, for a folder that is not open. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fsync_descriptor(descriptor)
    finally:
        close_quietly(descriptor)


def file_identity(path: Path) -> FileIdentity | None:
    """Which file stands at `path` (links followed), or None. Raises StoreError."""
    try:
        return FileIdentity.from_stat(path.stat())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise read_error(path, error) from error


def resolve_link(path: Path) -> Path:
    """The file itself that `path` leads to: a link is followed once, and its target gets replaced.

    A link made by another user (neither us nor root) is refused with StoreError: in a folder that
    others may write to, it would let them choose which of our files we overwrite.
    """
    try:
        status = path.lstat()
    except OSError:
        return real_path(path)  # what is wrong shows, in words, when it gets opened
    if stat.S_ISLNK(status.st_mode) and status.st_uid not in (os.geteuid(), 0):
        reason = tr("storage.reason.foreign_link")
        raise StorageError(tr("storage.not_written", file=display_path(path), reason=reason))
    return real_path(path)


def open_regular(path: Path, *, follow: bool = True) -> tuple[int, os.stat_result]:
    """Open a file for reading: (descriptor, stat). It never hangs: no FIFO, device, socket, folder.

    Raises StoreError for those, for a link where `follow` is false, and when it cannot be opened;
    FileNotFoundError when nothing is there.
    """
    # O_NONBLOCK: a FIFO without a writer would wait for ever; O_NOCTTY: a terminal stays nobody's.
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
    try:
        descriptor = os.open(path, flags if follow else flags | os.O_NOFOLLOW)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise read_error(path, error) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, "not an ordinary file")
    except OSError as error:
        close_quietly(descriptor)
        raise read_error(path, error) from error
    return descriptor, status


def close_quietly(descriptor: int) -> None:
    """Close a descriptor that nothing was written through: then an error says nothing."""
    with suppress(OSError):
        os.close(descriptor)


def temporary_name(name: str) -> str:
    """The one temporary name of a file, in the same folder."""
    return f".{name}.new"


def previous_copy(path: Path) -> Path:
    """Where the previous content of a file is kept: `<name>~`, as editors do."""
    return path.with_name(f"{path.name}~")


def write_atomically(
    path: Path, data: bytes, *, keep_previous: bool = False, mode: int = 0o600
) -> FileIdentity:
    """Put `data` at `path`, durably: afterwards the file is the old one or the new one, whole.

    The new file has exactly `mode`, under any umask, and the owner of the old one. With
    `keep_previous` the present file stays as `<name>~`. A link at `path` stays a link: its target
    is replaced (see `resolved`). Returns the identity of the new file. Raises StoreError, and then
    the old file stands and no temporary is left; or Unsettled when only the very last step failed.
    """
    real = resolve_link(path)
    with lock_folder(real.parent) as folder:
        try:
            before = regular_status(real.name, folder)
            written = _replace(
                real.name, data, folder, before, keep_previous=keep_previous, mode=mode
            )
        except OSError as error:
            raise write_error(path, error) from error
        try:
            fsync_descriptor(folder)
        except OSError as error:
            raise NotDurable(tr("storage.not_durable", file=display_path(path)), written) from error
    return written


def regular_status(name: str, folder: int) -> os.stat_result | None:
    """The status of the file that is to be replaced, None where there is none. Raises OSError.

    Replacing works on FIFOs and devices too: it would take /dev/null from everybody.
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
    mode: int,
    *,
    keep_previous: bool,
) -> FileIdentity:
    temporary = temporary_name(name)
    remove(temporary, folder)
    try:
        written = write_new_file(temporary, data, folder, mode, before)
        if keep_previous:
            link_or_copy(name, f"{name}~", folder, mode)
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            remove(temporary, folder)
        raise
    return written


def write_new_file(
    name: str, data: bytes, folder: int, mode: int, replaced: os.stat_result | None = None
) -> FileIdentity:
    """Put `data` in a new file of this name, and on the disk. Raises OSError; it may be there.

    Its owner is that of the file that it is going to replace (see `set_owner`).
    """
    descriptor = os.open(name, _NEW, 0o600, dir_fd=folder)
    try:
        set_owner(descriptor, folder, replaced)
        os.fchmod(descriptor, mode)
        rest = memoryview(data)
        while rest:
            taken = os.write(descriptor, rest)
            if not taken:
                raise OSError(errno.EIO, "nothing was written")
            rest = rest[taken:]
        os.fsync(descriptor)
        status = os.fstat(descriptor)
        if status.st_size != len(data):
            raise OSError(errno.EIO, "the file is shorter than what was written")
    except BaseException:
        close_quietly(descriptor)
        raise
    os.close(descriptor)  # here an error counts: some file systems tell of a failed write only now
    return FileIdentity.from_stat(status)


def link_or_copy(name: str, target: str, folder: int, mode: int) -> None:
    """Give the present content of `name`, if any, the name `kept` as well. Raises OSError.

    By a hard link, or by a copy on file systems without; `kept` is replaced at once, not emptied.
    """
    try:
        status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return
    if status.st_mode & 0o777 & ~mode and os.geteuid() in (0, status.st_uid):
        os.chmod(name, mode, dir_fd=folder)  # a file from elsewhere: its copy must be private too
    side = temporary_name(target)
    remove(side, folder)
    try:
        try:
            os.link(name, side, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            write_new_file(side, _read_content(name, folder), folder, mode, status)
        os.replace(side, target, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        # Also after success: renaming between two links to one file does nothing (POSIX), and
        # after a crash halfway `kept` may already be a link to the present file.
        with suppress(OSError):
            remove(side, folder)


def _read_content(name: str, folder: int) -> bytes:
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
    try:
        return b"".join(iter(lambda: os.read(descriptor, _CHUNK), b""))
    finally:
        close_quietly(descriptor)


def remove(name: str, folder: int) -> None:
    """Remove `name` from the folder, if it is there. Raises OSError."""
    with suppress(FileNotFoundError):
        os.unlink(name, dir_fd=folder)


def free_name(path: Path) -> Path:
    """`<name>.damaged`, or the first of `<name>.damaged.2`, `.3` ... that is not taken."""
    candidate = path.with_name(f"{path.name}.damaged")
    number = 1
    while os.path.lexists(candidate):
        number += 1
        candidate = path.with_name(f"{path.name}.damaged.{number}")
    return candidate
