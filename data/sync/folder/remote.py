"""Remote in a folder of one machine; no server runs.

Each session appends to a log of its own, `<login>.<client>.afl` (the format of journals), which the
ACLs let the others only read. A log is of the user who owns the file, whatever its name. A log
whose lock is held belongs to a running session.
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

from ...crdt.admission.limits import MAX_UPDATE_BYTES
from ...errors import RemoteError, StorageError
from ...storage.journal.journal_format import MAGIC, ReadLimits, encode_frame, scan_journal
from ...system.descriptors import close_quietly
from ...system.file_errors import display_path, read_error
from ...system.user import login_name, login_of
from ..held.update_set import UpdateSet
from ..remote import (
    CarriedUpdate,
    HandshakeReply,
    LogOffsets,
    Presence,
    ReceivedUpdates,
    ShareEnded,
    parse_presence,
)
from .watcher import watch
from .write_guard import write_guard

_LOG = re.compile(r"[^/]{1,80}\.[0-9]{1,20}\.afl")
_PRESENCE = ".here"
_MAX_PRESENCE_BYTES = 4096
"""Presence files larger than this, in bytes, are not read."""
_MAX_ENDED_LOGS = 16
"""If more logs of ended sessions than this exist, they are condensed into one."""
MAX_SCAN_BYTES = 2 * MAX_UPDATE_BYTES
"""The most bytes of one user's logs that are read at a time."""
_MAX_SCANS = 8
"""The most times that logs are read for a handshake; the rest is read after it."""
_MODE = 0o640
"""The group's bits are the mask of the access control list: without them nobody else can read."""


class FolderRemote:
    """One session's end of a shared folder. Call `append` and `close` from one thread."""

    def __init__(self, folder: Path, log_id: int) -> None:
        """`log_id` distinguishes this log from the user's other logs."""
        self._folder = folder
        self._name = f"{login_name()}.{log_id}.afl"
        self._log: int | None = None
        self._end = 0
        self._last_presence: bytes = b""
        self._damaged: dict[str, tuple[int, int]] = {}
        """The size and time of the logs that are damaged at their offset: not read again."""

    def append(self, update: bytes) -> None:
        """Append an update of this session. Raises RemoteError; the log is then unchanged."""
        data = encode_frame(update)
        with write_guard(self._folder / self._name):
            log = self._open_log()
            if os.write(log, data) != len(data):
                with suppress(OSError):
                    os.ftruncate(log, self._end)
                raise OSError(errno.ENOSPC, "a short write")
        self._end += len(data)

    def handshake(self, state_vector: bytes) -> HandshakeReply:
        """Return the updates that a session lacks, from all logs, those of this user included."""
        held, offsets = UpdateSet(), dict[str, int]()
        for _ in range(_MAX_SCANS):
            arrived = self._read(offsets, _LOG.fullmatch)
            offsets = dict(arrived.offsets)
            if not arrived.updates:
                break
            held.add(arrived.updates)
        ended = self._ended_logs()
        if len(ended) > _MAX_ENDED_LOGS and held.has_all_own:
            for update in held.condensed():
                self.append(update)
            self._remove_logs(ended, offsets)
        return HandshakeReply(held.missing(state_vector), held.snapshot, offsets)

    def read_since(self, offsets: LogOffsets) -> ReceivedUpdates:
        """Return the updates in the others' logs after these byte offsets.

        A log, or the end of one, that cannot be read is skipped and read the next time: it may be
        in the middle of a write. What exceeds a bound is left for the next time, too.
        """
        return self._read(offsets, lambda name: name != self._name and _LOG.fullmatch(name))

    def _read(self, offsets: LogOffsets, wanted: Callable[[str], object]) -> ReceivedUpdates:
        updates: list[CarriedUpdate] = []
        new_offsets = dict(offsets)
        unread: dict[int, int] = {}
        for entry in self._entries(wanted):
            with suppress(StorageError, OSError):
                status = entry.stat(follow_symlinks=False)
                version = status.st_size, status.st_mtime_ns
                if self._damaged.get(entry.name) == version:
                    continue
                limits = ReadLimits(
                    MAX_UPDATE_BYTES, unread.setdefault(status.st_uid, MAX_SCAN_BYTES)
                )
                scan = scan_journal(Path(entry.path), new_offsets.get(entry.name, 0), limits=limits)
                is_own = status.st_uid == os.geteuid()
                updates += (CarriedUpdate(frame, is_own) for frame in scan.frames)
                unread[status.st_uid] -= max(0, scan.valid_end - new_offsets.get(entry.name, 0))
                new_offsets[entry.name] = scan.valid_end
                if scan.damaged and not scan.frames and limits.scan == MAX_SCAN_BYTES:
                    self._damaged[entry.name] = version
        return ReceivedUpdates(updates, new_offsets)

    def announce(self, presence: Presence) -> None:
        """Write the presence of this session for the others. Raises RemoteError."""
        data = json.dumps(presence[1:]).encode()  # the owner of the file shows the login
        if data == self._last_presence:
            return
        with write_guard(self._folder / self._name):
            self._open_log()  # its lock shows that the session is running
        name = self._name + _PRESENCE
        temporary = f".{name}"
        with write_guard(self._folder), self._open_folder() as folder:
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
            descriptor = os.open(temporary, flags, _MODE, dir_fd=folder)
            try:
                os.write(descriptor, data)
            finally:
                os.close(descriptor)
            os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        self._last_presence = data

    def read_presence(self) -> Sequence[Presence]:
        """Return the presences of the others whose session is running."""
        found = []
        for entry in self._entries(lambda name: name.endswith(_PRESENCE)):
            log = entry.name.removesuffix(_PRESENCE)
            if log == self._name or not _LOG.fullmatch(log):
                continue
            with suppress(OSError, ValueError, TypeError, RecursionError):
                owner = entry.stat(follow_symlinks=False).st_uid
                if not _is_locked(Path(self._folder, log), owner):
                    continue
                at = json.loads(_read_presence_file(Path(entry.path)))
                if (presence := parse_presence(login_of(owner), at)) is not None:
                    found.append(presence)
        return found

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call `on_change`, in a thread, when a file in the folder changes."""
        return watch(self._folder, on_change, self._is_mine)

    def close(self) -> None:
        """Release the log and remove the presence; the log stays for later sessions."""
        if self._log is not None:
            close_quietly(self._log)
            self._log = None
        with suppress(OSError):
            (self._folder / (self._name + _PRESENCE)).unlink()

    def _open_log(self) -> int:
        """Return the descriptor of this session's log; make the log if there is none."""
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

    def _remove_logs(self, logs: Iterable[os.DirEntry[str]], offsets: LogOffsets) -> None:
        """Remove the logs of ended sessions, unless they grew since they were read."""
        for entry in logs:
            with suppress(OSError):
                if entry.stat(follow_symlinks=False).st_size == offsets.get(entry.name):
                    Path(entry.path).unlink()
                    Path(entry.path + _PRESENCE).unlink()

    def _ended_logs(self) -> list[os.DirEntry[str]]:
        """Return this user's logs that no running session writes."""
        me = os.geteuid()
        found = []
        for entry in self._entries(lambda name: name != self._name and _LOG.fullmatch(name)):
            with suppress(OSError):  # another session of this user has removed it
                mine = entry.stat(follow_symlinks=False).st_uid == me
                if mine and not _is_locked(Path(entry.path), me):
                    found.append(entry)
        return found

    def _is_mine(self, name: str) -> bool:
        return name.lstrip(".").startswith(self._name)

    def _open_folder(self) -> _OpenFolder:
        return _OpenFolder(self._folder, self._folder_error)

    def _folder_error(self, error: OSError) -> RemoteError:
        if isinstance(error, FileNotFoundError | PermissionError):
            return ShareEnded("sharing.ended", folder=display_path(self._folder))
        return RemoteError(read_error(self._folder, error).message)


class _OpenFolder:
    """Context manager: a descriptor of a folder; a symbolic link at its path is an error."""

    def __init__(self, folder: Path, failed: Callable[[OSError], RemoteError]) -> None:
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
    """Lock a log for as long as it is open, and return its end in bytes.

    The log exists if the session was connected before: then its complete frames stay. Raises
    OSError, and RemoteError if the log cannot be read.
    """
    status = os.fstat(log)
    if status.st_uid != os.geteuid() or not stat.S_ISREG(status.st_mode):
        raise PermissionError(errno.EPERM, "another's")
    fcntl.flock(log, fcntl.LOCK_EX)  # waits only as long as another process tests the lock
    if status.st_size:
        try:
            valid_end = scan_journal(path).valid_end
        except StorageError as error:
            raise RemoteError(error.message) from error
        if valid_end:
            os.ftruncate(log, valid_end)
            return valid_end
        os.ftruncate(log, 0)
    os.write(log, MAGIC)
    return len(MAGIC)


def _is_locked(log: Path, owner: int) -> bool:
    """Return whether the log's session is running, that is: holds its lock."""
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
        return os.read(descriptor, _MAX_PRESENCE_BYTES)
    finally:
        os.close(descriptor)
