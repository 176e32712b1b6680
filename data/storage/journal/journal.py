"""The journal: what was typed since the last save, on disk within one write.

One file a session, `<login>.<client>.afl` (`frames.py` tells what is in it). Only its session
appends to it, and holds an flock on it for as long as it lives, so that others can tell a journal
in use from one that a killed session left behind.
Updates may be applied twice without harm, so a journal may always hold more than is needed.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import stat
import threading
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from ...crdt.update_validation import decode_client_list, encode_client_list
from ...errors import StorageError
from ...i18n.catalogue import tr
from ...system.atomic_files import (
    FileIdentity,
    close_quietly,
    display_path,
    file_identity,
    free_name,
    fsync_folder,
    lock_folder,
    make_private_folder,
    open_regular,
    read_error,
    write_error,
)
from ...system.ownership import is_own, set_owner
from ...system.user import login_name
from .journal_format import (
    MAGIC,
    MAX_FRAME,
    encode_frame,
    encode_sealed_head,
    scan_journal,
)

if TYPE_CHECKING:
    from ..encryption.seal import FrameSeal, Seal

_SUFFIX = ".afl"
_NAME = re.compile(r"(?P<login>.+)\.(?P<client>[0-9]{1,20})\.afl", re.DOTALL)
_MAX_LOGIN = 64  # keeps the name well under the 255 bytes of NAME_MAX
_ATTEMPTS = 5  # to create in a folder that a leaving session is removing


class JournalFile(NamedTuple):
    """A journal found in a folder. `alive`: its session still runs; the rest as in `Scanned`.

    `named` are the clients of the document that it belongs to; empty where it does not tell.
    """

    path: Path
    client: int
    frames: tuple[bytes, ...]
    in_use: bool
    damaged: bool
    document_clients: frozenset[int] = frozenset()


class Journal:
    """The journal of this session. Any thread may call any method.

    Make it with `Journal.create`; as a context manager it closes itself.
    """

    def __init__(
        self, path: Path, client: int, descriptor: int, start: int, frame_seal: FrameSeal | None
    ) -> None:
        self.path = path
        self.client = client
        self._descriptor: int | None = descriptor
        self._start = start
        self._frame_seal = frame_seal
        self._end = start
        self._dropped_bytes = 0
        self._torn = False
        self._dirty = True
        self._name_synced = False  # whether the file's name has reached the disk
        self._write_lock = threading.Lock()
        # Apart from _writing, so that typing never waits for a slow disk. Taken before _writing.
        self._fsync_lock = threading.Lock()

    @classmethod
    def create(
        cls,
        folder: Path,
        client: int,
        seal: Seal | None = None,
        document_clients: Collection[int] = (),
    ) -> Journal:
        """Begin a journal in `folder`, which is made 0700 when needed; the file is 0600.

        `client` is the session's number in the replica, at least 0; `seal` is that of a locked
        conversation; `named` are the clients of the document that the updates belong to, which the
        journal tells first. Raises StoreError; also when there is a journal of this login and
        client.
        """
        frame_seal = seal.frame_seal() if seal is not None else None
        head = encode_sealed_head(frame_seal.head) if frame_seal is not None else MAGIC
        if document_clients:
            client_list = encode_client_list(document_clients)
            head += encode_frame(
                client_list if frame_seal is None else frame_seal.seal(client_list)
            )
        path = folder / f"{login_for_file_name()}.{client:d}{_SUFFIX}"
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                make_private_folder(folder)
                # Under the lock nobody can take the journal for abandoned before it is locked.
                with lock_folder(folder) as descriptor:
                    return cls(
                        path, client, _create_file(path, descriptor, head), len(head), frame_seal
                    )
            except OSError as error:
                if attempt == _ATTEMPTS or error.errno != errno.ENOENT:
                    raise write_error(path, error) from error
            except StorageError as error:
                if attempt == _ATTEMPTS or not isinstance(error.__cause__, FileNotFoundError):
                    raise
        raise AssertionError("the last attempt returns or raises")

    def append(self, payload: bytes) -> None:
        """Add an update; once this returns, a kill of the session does not lose it.

        `payload` has 1 to MAX_FRAME bytes. Raises StoreError, and then the journal is as before.
        """
        self.append_all((payload,))

    def append_all(self, payloads: Sequence[bytes]) -> None:
        """Add several updates in one write: all of them, or none. As `append`."""
        if not payloads:
            return
        for payload in payloads:
            if not 0 < len(payload) <= self._max_payload:
                reason = tr("storage.journal.size", limit=MAX_FRAME // (1024 * 1024))
                raise StorageError(self._message(reason))
        with self._write_lock:
            data = b"".join(map(self._encode_payload, payloads))
            descriptor = self._require_descriptor()
            try:
                if self._torn:
                    self._drop_torn_frame(descriptor)
                self._torn = True
                self._dirty = True
                if os.write(descriptor, data) != len(data):
                    raise OSError(errno.ENOSPC, "a short write")
                self._torn = False
            except OSError as error:
                if self._torn:
                    with suppress(OSError):  # if this fails too, the next append begins with it
                        self._drop_torn_frame(descriptor)
                raise write_error(self.path, error) from error
            self._end += len(data)

    @property
    def _max_payload(self) -> int:
        if self._frame_seal is None:
            return MAX_FRAME
        from ..encryption.seal import FRAME_OVERHEAD

        return MAX_FRAME - FRAME_OVERHEAD

    def _encode_payload(self, payload: bytes) -> bytes:
        return encode_frame(payload if self._frame_seal is None else self._frame_seal.seal(payload))

    def _drop_torn_frame(self, descriptor: int) -> None:
        os.ftruncate(descriptor, self._end)
        self._torn = False

    def fsync(self) -> None:
        """Bring what was appended to the disk, if anything was: a power cut does not lose it then.

        Raises StoreError: the disk failed (save the whole conversation elsewhere rather than try
        again, for the kernel may have dropped what it could not write), or the journal was removed.
        """
        with self._fsync_lock:
            with self._write_lock:
                descriptor = self._require_descriptor()
                if not self._dirty:
                    return
                self._dirty = False
            try:
                os.fdatasync(descriptor)
                if not self._name_synced:
                    fsync_folder(self.path.parent)
                    self._name_synced = True
                removed = os.fstat(descriptor).st_nlink == 0
            except OSError as error:
                self._dirty = True
                raise write_error(self.path, error) from error
            if removed:
                self._dirty = True
                raise StorageError(self._message(tr("storage.journal.removed")))

    def position(self) -> int:
        """Where the journal ends now, for a later `cut`. Marks only grow, over cuts too."""
        with self._write_lock:
            return self._dropped_bytes + self._end

    def truncate(self, position: int) -> None:
        """A save that contains everything before `mark` is on disk: drop those frames.

        Where more was appended since, everything stays until the next save. Raises StoreError.
        """
        with self._write_lock:
            descriptor = self._require_descriptor()
            if self._end == self._start or position != self._dropped_bytes + self._end:
                return
            try:
                os.ftruncate(descriptor, self._start)
            except OSError as error:
                if not self._is_truncated(descriptor):
                    raise write_error(self.path, error) from error
            self._dropped_bytes += self._end - self._start
            self._end = self._start
            self._torn = False

    def _is_truncated(self, descriptor: int) -> bool:
        """A network file system may have cut the file and lost the answer."""
        try:
            return os.fstat(descriptor).st_size == self._start
        except OSError:
            return False

    def close(self, remove: bool = True) -> None:
        """End the journal; with `remove`, an empty one goes, and its folder when that is empty.

        One that still holds frames stays, for the next session to take in. Never raises: all that
        was acknowledged is in the file already. Closing twice is fine.
        """
        with self._fsync_lock, self._write_lock:
            descriptor, self._descriptor = self._descriptor, None
            if descriptor is None:
                return
            if remove and self._end == self._start:
                with suppress(OSError, StorageError):
                    self._remove(descriptor)
            close_quietly(descriptor)

    def _remove(self, descriptor: int) -> None:
        with lock_folder(self.path.parent) as folder:
            if file_identity(self.path) == FileIdentity.from_stat(os.fstat(descriptor)):
                os.unlink(self.path.name, dir_fd=folder)
            self.path.parent.rmdir()  # refuses where another file is

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _require_descriptor(self) -> int:
        if self._descriptor is None:
            raise StorageError(self._message(tr("storage.journal.closed")))
        return self._descriptor

    def _message(self, reason: str) -> str:
        return tr("storage.not_written", file=display_path(self.path), reason=reason)


def _create_file(path: Path, folder: int, head: bytes) -> int:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path.name, flags, 0o600, dir_fd=folder)
    try:
        set_owner(descriptor, folder)
        os.fchmod(descriptor, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.write(descriptor, head) != len(head):
            raise OSError(errno.ENOSPC, "a short write")
    except BaseException:
        with suppress(OSError):
            os.unlink(path.name, dir_fd=folder)
        close_quietly(descriptor)
        raise
    return descriptor


def login_for_file_name() -> str:
    """The login name for a journal's name: letters, digits and `_-.`; the number without one."""
    name = re.sub(r"[^A-Za-z0-9_.-]", "_", login_name())[:_MAX_LOGIN]
    return re.sub(r"^\.", "_", name) or str(os.geteuid())


def orphaned_journals(folder: Path) -> list[Path]:
    """The journals that sessions of ours left behind: nobody holds them any more."""
    return [path for path, _, alive in _list_journals(folder) if not alive]


def journals_in_use(folder: Path) -> list[Path]:
    """The journals of sessions of ours that run now."""
    return [path for path, _, alive in _list_journals(folder) if alive]


def read_journals(folder: Path) -> list[JournalFile]:
    """Every journal of ours in the folder, by name; none where there is no folder.

    What is not ours by owner, a link or not an ordinary file is passed over. One that cannot be
    read comes without frames and as damaged; of a living one, damage may be no more than a cut of
    that moment. Raises StoreError when the folder cannot be read.
    """
    result = []
    for path, client, alive in _list_journals(folder):
        try:
            frames, _, damaged, _ = scan_journal(path, decrypt=True)
        except StorageError:
            if not os.path.lexists(path):
                continue  # its session left meanwhile
            frames, damaged = (), True
        named = decode_client_list(frames[0]) if frames else frozenset()
        frames = frames[1:] if named else frames
        result.append(JournalFile(path, client, frames, alive, damaged, named))
    return result


def discard_orphaned(paths: Iterable[Path]) -> list[Path]:
    """Remove journals of dead sessions, once a save with their frames is on disk.

    Give it only those that were dead when they were read: no session takes up another's journal, so
    a dead one does not change. One that lives now is left alone. One that is damaged is kept beside
    as `<name>.damaged`, for it may hold more than could be read, and is not looked at again.
    Returns where those went. Raises StoreError.
    """
    kept = []
    for path in paths:
        if not path.parent.is_dir():
            continue
        with lock_folder(path.parent) as folder:
            if _is_in_use(path) is not False:
                continue
            try:
                if scan_journal(path, decrypt=True).damaged:
                    aside = free_name(path)
                    os.rename(path.name, aside.name, src_dir_fd=folder, dst_dir_fd=folder)
                    kept.append(aside)
                else:
                    os.unlink(path.name, dir_fd=folder)
            except OSError as error:
                raise write_error(path, error) from error
    return kept


def _list_journals(folder: Path) -> list[tuple[Path, int, bool]]:
    """Each journal of ours: path, client and whether its session lives."""
    if not folder.is_dir():
        return []
    result = []
    with lock_folder(folder):  # so that none is looked at between its making and its lock
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            raise read_error(folder, error) from error
        for path in paths:
            match = _NAME.fullmatch(path.name)
            if not match:
                continue
            alive = _is_in_use(path)
            if alive is not None:
                result.append((path, int(match["client"]), alive))
    return result


def _is_in_use(path: Path) -> bool | None:
    """Whether a session holds the journal; None when it is no journal of ours."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or not is_own(status, path.parent):
            return None
    except OSError:
        return None
    try:
        descriptor, _ = open_regular(path, follow=False)
    except (OSError, StorageError):
        return True  # it cannot be told, and then nobody may take it for dead
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    else:
        return False
    finally:
        close_quietly(descriptor)
