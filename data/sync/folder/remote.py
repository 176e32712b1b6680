"""Remote in a folder of one machine; no server runs.

Each session appends to a log of its own, `<login>.<client>.afl` (the format of journals), which the
ACLs let the others only read. A log is of the user who owns the file, whatever its name. A log
whose lock is held belongs to a running session.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from ...crdt.admission.limits import MAX_UPDATE_BYTES
from ...errors import StorageError
from ...storage.journal.journal_format import ReadLimits, encode_frame, scan_journal
from ...system.user import login_name, login_of
from ...text.lazy_pattern import lazy_pattern
from ..held.update_set import UpdateSet
from ..remote import (
    CarriedUpdate,
    FilesRemoved,
    HandshakeReply,
    LogOffsets,
    LogsRemoved,
    Presence,
    ReceivedUpdates,
    parse_presence,
)
from ..shares import Restoration
from .hold import FolderHold, folder_error
from .leaving import clear_mark, is_mark, is_of_other
from .own_log import FILE_MODE, OwnLog
from .watcher import watch
from .write_guard import write_guard

_LOG = lazy_pattern(r"[^/]{1,80}\.[0-9]{1,20}\.afl")
_PRESENCE = ".here"
_MAX_PRESENCE_BYTES = 4096
"""Presence files larger than this, in bytes, are not read."""
_MAX_ENDED_LOGS = 16
"""If more logs of ended sessions than this exist, they are condensed into one."""
MAX_SCAN_BYTES = 2 * MAX_UPDATE_BYTES
"""The most bytes of one user's logs that are read at a time."""
_MAX_SCANS = 8
"""The most times that logs are read for a handshake; the rest is read after it."""


class FolderRemote:
    """One session's end of a shared folder. Call `append` and `close` from one thread."""

    def __init__(self, folder: Path, log_id: int, restoration: Restoration | None = None) -> None:
        """`log_id` distinguishes this log from the user's other logs.

        With a `restoration`, this user owns the share: what is lacking of it is made again.
        """
        self._folder = folder
        self._name = _log_name(log_id)
        self._hold = FolderHold(folder, restoration)
        self._log: OwnLog | None = None
        self._last_presence: bytes = b""
        self._has_other_left = False
        self._damaged: dict[str, tuple[int, int]] = {}
        """The size and time of the logs that are damaged at their offset: not read again."""

    def append(self, update: bytes) -> None:
        """Append an update of this session. Raises RemoteError; the log is then unchanged.

        Raises FilesRemoved if the log is not in the folder any more.
        """
        with write_guard(self._folder / self._name):
            log = self._open_log()
            log.append(encode_frame(update))
        if not log.is_in_place:
            raise FilesRemoved("sharing.removed")

    def handshake(self, state_vector: bytes) -> HandshakeReply:
        """Return the updates that a session lacks, from all logs, those of this user included.

        What is lacking of the share is made again first, if this user owns it.
        """
        if self._log is not None and not self._is_in_place:
            self._close_log()
            # Readers of the removed log would go on at their offset in one of the same name.
            self._name = _log_name(random_log_id())
        self._hold.take()
        clear_mark(self._hold.descriptor)
        held, offsets = UpdateSet(), dict[str, int]()
        for _ in range(_MAX_SCANS):
            arrived = self._read(offsets, self._entries(_LOG.fullmatch))
            offsets = dict(arrived.offsets)
            if not arrived.updates:
                break
            held.add(arrived.updates)
        ended = self._ended_logs()
        if len(ended) > _MAX_ENDED_LOGS and held.has_all_own:
            for update in held.condensed():
                self.append(update)
            offsets = self._remove_logs(ended, offsets)
        return HandshakeReply(held.missing(state_vector), held.snapshot, offsets)

    def read_since(self, offsets: LogOffsets) -> ReceivedUpdates:
        """Return the updates in the others' logs after these byte offsets.

        A log, or the end of one, that cannot be read is skipped and read the next time: it may be
        in the middle of a write. What exceeds a bound is left for the next time, too. Raises
        FilesRemoved if this session's log or the folder was removed, or another log.
        """
        if not (self._hold.is_taken or offsets):
            self._hold.take()  # no handshake was made before
        if not self._is_in_place:
            raise FilesRemoved("sharing.removed")
        others = [entry for entry in self._entries(_LOG.fullmatch) if entry.name != self._name]
        if not offsets.keys() <= {self._name, *(entry.name for entry in others)}:
            raise LogsRemoved("sharing.removed")
        return self._read(offsets, others)

    def _read(self, offsets: LogOffsets, entries: Iterable[os.DirEntry[str]]) -> ReceivedUpdates:
        updates: list[CarriedUpdate] = []
        new_offsets = dict(offsets)
        unread: dict[int, int] = {}
        for entry in entries:
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
        folder = self._hold.descriptor
        with write_guard(self._folder):
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
            descriptor = os.open(temporary, flags, FILE_MODE, dir_fd=folder)
            try:
                os.write(descriptor, data)
            finally:
                os.close(descriptor)
            os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        self._last_presence = data

    def read_presence(self) -> Sequence[Presence]:
        """Return the presences of the others whose session is running."""
        found = []
        entries = list(self._entries(lambda name: name.endswith(_PRESENCE) or is_mark(name)))
        self._has_other_left = any(is_mark(entry.name) and is_of_other(entry) for entry in entries)
        for entry in entries:
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

    @property
    def has_other_left(self) -> bool:
        """Whether another user's mark that they left for good was in the folder."""
        return self._has_other_left

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call `on_change`, in a thread, when a file in the folder changes."""
        return watch(
            self._folder,
            on_change,
            self._is_mine,
            lambda: (self._hold.id_at_path, self._is_in_place),
        )

    def close(self) -> None:
        """Release the log and remove the presence; the log stays for later sessions."""
        self._close_log()
        with suppress(OSError):
            (self._folder / (self._name + _PRESENCE)).unlink()
        self._hold.release()

    @property
    def _is_in_place(self) -> bool:
        """Whether the folder, and this session's log if it has one, are where they were made."""
        log = self._log
        return self._hold.is_in_place and (log is None or log.is_in_place)

    def _close_log(self) -> None:
        log, self._log = self._log, None
        if log is not None:
            log.close()
            self._last_presence = b""

    def _open_log(self) -> OwnLog:
        """Return this session's log; make it if there is none."""
        if self._log is None:
            self._log = OwnLog(self._hold.descriptor, Path(self._folder, self._name))
        return self._log

    def _entries(self, wanted: Callable[[str], object]) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(self._folder) as entries:
                found = [entry for entry in entries if wanted(entry.name)]
        except OSError as error:
            raise folder_error(self._folder, error) from error
        for entry in sorted(found, key=lambda entry: entry.name):
            with suppress(OSError):
                if stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
                    yield entry

    def _remove_logs(self, logs: Iterable[os.DirEntry[str]], offsets: LogOffsets) -> dict[str, int]:
        """Remove the logs of ended sessions, unless they grew; return the offsets of the others."""
        left = dict(offsets)
        for entry in logs:
            with suppress(OSError):
                if entry.stat(follow_symlinks=False).st_size == offsets.get(entry.name):
                    Path(entry.path).unlink()
                    left.pop(entry.name, None)
                    Path(entry.path + _PRESENCE).unlink()
        return left

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


def random_log_id() -> int:
    """Return a new log number: each session in a folder writes a log of its own."""
    return secrets.randbits(31) | 1


def _log_name(log_id: int) -> str:
    return f"{login_name()}.{log_id}.afl"


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
