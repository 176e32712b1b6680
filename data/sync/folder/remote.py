"""A folder on one machine as the place for shared updates: nobody runs a server.

Each session appends to a log of its own, `<login>.<client>.afl` (the format of journals), which the
access control lists let the others read and nobody else write. Whose log it is says the file's
owner, never its name. A log whose lock is held belongs to a session that is running.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from ...errors import StorageError
from ...i18n.catalogue import tr
from ...storage.journal.journal_format import MAGIC, encode_frame, scan_journal
from ...system.descriptors import close_quietly
from ...system.file_errors import display_path, read_error, write_error
from ...system.user import login_name, login_of
from ...text.sanitize import clean_line
from ..handshake import missing_updates, replica_from_updates
from ..remote import HandshakeReply, LogOffsets, Presence, ReceivedUpdates
from .watcher import watch

_LOG = re.compile(r"[^/]{1,80}\.[0-9]{1,20}\.afl")
_HERE = ".here"
_MAX_HERE = 4096
"""Bytes of a presence; a larger one is not read."""
_MAX_ENDED_LOGS = 16
"""More logs than this of sessions that have ended are put together."""
_MODE = 0o640
"""The group's bits are the mask of the access control list: those who may read, may."""


class FolderRemote:
    """One session's end of a shared folder. `append` and `close` belong to one thread."""

    def __init__(self, folder: Path, log_id: int) -> None:
        """`client` tells the log apart from all others of this user's."""
        self._folder = folder
        self._name = f"{login_name()}.{log_id}.afl"
        self._log: int | None = None
        self._end = 0
        self._last_presence: bytes = b""

    def append(self, update: bytes) -> None:
        """Keep an own update. Raises StoreError; then the log is as before."""
        data = encode_frame(update)
        try:
            log = self._open_log()
            if os.write(log, data) != len(data):
                with suppress(OSError):
                    os.ftruncate(log, self._end)
                raise OSError(errno.ENOSPC, "a short write")
        except OSError as error:
            raise write_error(self._folder / self._name, error) from error
        self._end += len(data)

    def handshake(self, state_vector: bytes) -> HandshakeReply:
        """What a session lacks of all logs, its own and the user's earlier ones among them."""
        arrived = self._read({}, _LOG.fullmatch)
        there = replica_from_updates(arrived.updates)
        left = self._ended_logs()
        if len(left) > _MAX_ENDED_LOGS and there.is_complete:
            self.append(there.document())
            self._remove_logs(left, arrived.offsets)
        return HandshakeReply(
            missing_updates(state_vector, there, arrived.updates), there.snapshot, arrived.offsets
        )

    def read_since(self, offsets: LogOffsets) -> ReceivedUpdates:
        """What stands in the others' logs since a vector of file offsets.

        What cannot be read in a log is left for the next time: it may just be written.
        """
        return self._read(offsets, lambda name: name != self._name and _LOG.fullmatch(name))

    def _read(self, seen: LogOffsets, wanted: Callable[[str], object]) -> ReceivedUpdates:
        updates: list[bytes] = []
        after = dict(seen)
        for entry in self._entries(wanted):
            with suppress(StorageError, FileNotFoundError):
                found = scan_journal(Path(entry.path), after.get(entry.name, 0))
                updates += found.frames
                after[entry.name] = found.valid_end
        return ReceivedUpdates(updates, after)

    def announce(self, presence: Presence) -> None:
        """Tell the others where one is. Raises StoreError."""
        told = json.dumps([presence.partner, presence.pane, presence.position, presence.row])
        data = told.encode()
        if data == self._last_presence:
            return
        try:
            self._open_log()  # its lock tells that the session is running
        except OSError as error:
            raise write_error(self._folder / self._name, error) from error
        name = self._name + _HERE
        temporary = f".{name}"
        try:
            with self._open_folder() as folder:
                flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
                descriptor = os.open(temporary, flags, _MODE, dir_fd=folder)
                try:
                    os.write(descriptor, data)
                finally:
                    os.close(descriptor)
                os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        except OSError as error:
            raise write_error(self._folder, error) from error
        self._last_presence = data

    def read_presence(self) -> Sequence[Presence]:
        """Where the others are whose session is running."""
        found = []
        for entry in self._entries(lambda name: name.endswith(_HERE)):
            log = entry.name.removesuffix(_HERE)
            if log == self._name or not _LOG.fullmatch(log):
                continue
            with suppress(OSError, ValueError, TypeError, RecursionError):
                owner = entry.stat(follow_symlinks=False).st_uid
                if not _is_locked(Path(self._folder, log), owner):
                    continue
                partner, pane, position, row = json.loads(_read_presence_file(Path(entry.path)))
                if isinstance(position, int):
                    words = (clean_line(str(word)) for word in (partner, pane, row))
                    partner, pane, row = words
                    found.append(Presence(login_of(owner), partner, pane, max(0, position), row))
        return found

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Have something called, in a thread, when a file in the folder changes."""
        return watch(self._folder, on_change, self._is_mine)

    def close(self) -> None:
        """Let go of the log and take the presence away; the log stays for who was not here."""
        if self._log is not None:
            close_quietly(self._log)
            self._log = None
        with suppress(OSError):
            (self._folder / (self._name + _HERE)).unlink()

    def _open_log(self) -> int:
        """The log of this session, made when there is something to put into it."""
        if self._log is None:
            with self._open_folder() as folder:
                flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK
                log = os.open(self._name, flags | os.O_CLOEXEC, _MODE, dir_fd=folder)
            try:
                self._end = _claim_log(log, Path(self._folder, self._name))
            except BaseException:
                close_quietly(log)
                raise
            self._log = log
        return self._log

    def _entries(self, wanted: Callable[[str], object]) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(self._folder) as entries:
                found = [entry for entry in entries if wanted(entry.name)]
        except OSError as error:
            raise self._folder_error(error) from error
        for entry in sorted(found, key=lambda entry: entry.name):
            with suppress(OSError):
                if stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
                    yield entry

    def _remove_logs(self, left: Iterable[os.DirEntry[str]], seen: LogOffsets) -> None:
        """Take away the logs of sessions that ended: this one's holds all that was read of them."""
        for entry in left:
            with suppress(OSError):
                if entry.stat(follow_symlinks=False).st_size == seen.get(entry.name):
                    Path(entry.path).unlink()
                    Path(entry.path + _HERE).unlink()

    def _ended_logs(self) -> list[os.DirEntry[str]]:
        """The logs of this user's that no running session writes."""
        me = os.geteuid()
        left = []
        for entry in self._entries(lambda name: name != self._name and _LOG.fullmatch(name)):
            with suppress(OSError):  # another session of this user's was first to take it away
                mine = entry.stat(follow_symlinks=False).st_uid == me
                if mine and not _is_locked(Path(entry.path), me):
                    left.append(entry)
        return left

    def _is_mine(self, name: str) -> bool:
        return name.lstrip(".").startswith(self._name)

    def _open_folder(self) -> _OpenFolder:
        return _OpenFolder(self._folder, self._folder_error)

    def _folder_error(self, error: OSError) -> StorageError:
        if isinstance(error, FileNotFoundError | PermissionError):
            return StorageError(tr("sharing.ended", folder=display_path(self._folder)))
        return read_error(self._folder, error)


class _OpenFolder:
    """A folder's descriptor; a link in its place is not followed."""

    def __init__(self, folder: Path, failed: Callable[[OSError], StorageError]) -> None:
        self._folder, self._failed = folder, failed

    def __enter__(self) -> int:
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            self._descriptor = os.open(self._folder, flags)
        except OSError as error:
            raise self._failed(error) from error
        return self._descriptor

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)


def _claim_log(log: int, path: Path) -> int:
    """Make a log ours for as long as it is open; returns where it ends. Raises OSError.

    It is there already where the session was connected before: then what is whole of it stays.
    """
    status = os.fstat(log)
    if status.st_uid != os.geteuid() or not stat.S_ISREG(status.st_mode):
        raise PermissionError(errno.EPERM, "another's")
    fcntl.flock(log, fcntl.LOCK_EX)  # waits no longer than another looks whether it is locked
    if status.st_size:
        good = scan_journal(path).valid_end
        if good:
            os.ftruncate(log, good)
            return good
        os.ftruncate(log, 0)
    os.write(log, MAGIC)
    return len(MAGIC)


def _is_locked(log: Path, owner: int) -> bool:
    """Whether the session that writes a log is running: it holds a lock on it."""
    descriptor = os.open(log, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if os.fstat(descriptor).st_uid != owner:
            return False
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _read_presence_file(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        return os.read(descriptor, _MAX_HERE)
    finally:
        os.close(descriptor)
