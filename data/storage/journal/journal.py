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

from ...crdt.update_validation import anchor, anchored
from ...errors import StoreError
from ...i18n.catalogue import tr
from ...system.atomic_files import (
    Identity,
    close_quietly,
    free_name,
    identity,
    locked,
    open_regular,
    private_folder,
    shown,
    sync_names,
    unreadable,
    unwritable,
)
from ...system.ownership import is_own, set_owner
from ...system.user import login_name
from .journal_format import MAGIC, MAX_FRAME, Scanned, frame, scan, sealed_head

if TYPE_CHECKING:
    from ..encryption.seal import FrameSeal, Seal

__all__ = [
    "MAGIC",
    "MAX_FRAME",
    "Journal",
    "JournalFile",
    "Scanned",
    "abandoned",
    "discard",
    "living",
    "login",
    "read_journals",
    "scan",
]

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
    alive: bool
    damaged: bool
    torn: bool
    named: frozenset[int] = frozenset()


class Journal:
    """The journal of this session. Any thread may call any method.

    Make it with `Journal.create`; as a context manager it closes itself.
    """

    def __init__(
        self, path: Path, client: int, descriptor: int, start: int, frames: FrameSeal | None
    ) -> None:
        self.path = path
        self.client = client
        self._descriptor: int | None = descriptor
        self._start = start
        self._frames = frames
        self._end = start
        self._dropped = 0
        self._torn = False
        self._dirty = True
        self._named = False  # whether the file's name has reached the disk
        self._writing = threading.Lock()
        # Apart from _writing, so that typing never waits for a slow disk. Taken before _writing.
        self._settling = threading.Lock()

    @classmethod
    def create(
        cls, folder: Path, client: int, seal: Seal | None = None, named: Collection[int] = ()
    ) -> Journal:
        """Begin a journal in `folder`, which is made 0700 when needed; the file is 0600.

        `client` is the session's number in the replica, at least 0; `seal` is that of a locked
        conversation; `named` are the clients of the document that the updates belong to, which the
        journal tells first. Raises StoreError; also when there is a journal of this login and
        client.
        """
        frames = seal.frames() if seal is not None else None
        head = sealed_head(frames.head) if frames is not None else MAGIC
        if named:
            told = anchor(named)
            head += frame(told if frames is None else frames.seal(told))
        path = folder / f"{login()}.{client:d}{_SUFFIX}"
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                private_folder(folder)
                # Under the lock nobody can take the journal for abandoned before it is locked.
                with locked(folder) as descriptor:
                    return cls(path, client, _begin(path, descriptor, head), len(head), frames)
            except OSError as error:
                if attempt == _ATTEMPTS or error.errno != errno.ENOENT:
                    raise unwritable(path, error) from error
            except StoreError as error:
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
            if not 0 < len(payload) <= self._largest:
                reason = tr("storage.journal.size", limit=MAX_FRAME // (1024 * 1024))
                raise StoreError(self._message(reason))
        with self._writing:
            data = b"".join(map(self._framed, payloads))
            descriptor = self._open()
            try:
                if self._torn:
                    self._mend(descriptor)
                self._torn = True
                self._dirty = True
                if os.write(descriptor, data) != len(data):
                    raise OSError(errno.ENOSPC, "a short write")
                self._torn = False
            except OSError as error:
                if self._torn:
                    with suppress(OSError):  # if this fails too, the next append begins with it
                        self._mend(descriptor)
                raise unwritable(self.path, error) from error
            self._end += len(data)

    @property
    def _largest(self) -> int:
        if self._frames is None:
            return MAX_FRAME
        from ..encryption.seal import FRAME_COST

        return MAX_FRAME - FRAME_COST

    def _framed(self, payload: bytes) -> bytes:
        return frame(payload if self._frames is None else self._frames.seal(payload))

    def _mend(self, descriptor: int) -> None:
        os.ftruncate(descriptor, self._end)
        self._torn = False

    def sync(self) -> None:
        """Bring what was appended to the disk, if anything was: a power cut does not lose it then.

        Raises StoreError: the disk failed (save the whole conversation elsewhere rather than try
        again, for the kernel may have dropped what it could not write), or the journal was removed.
        """
        with self._settling:
            with self._writing:
                descriptor = self._open()
                if not self._dirty:
                    return
                self._dirty = False
            try:
                os.fdatasync(descriptor)
                if not self._named:
                    sync_names(self.path.parent)
                    self._named = True
                removed = os.fstat(descriptor).st_nlink == 0
            except OSError as error:
                self._dirty = True
                raise unwritable(self.path, error) from error
            if removed:
                self._dirty = True
                raise StoreError(self._message(tr("storage.journal.removed")))

    def position(self) -> int:
        """Where the journal ends now, for a later `cut`. Marks only grow, over cuts too."""
        with self._writing:
            return self._dropped + self._end

    def truncate(self, mark: int) -> None:
        """A save that contains everything before `mark` is on disk: drop those frames.

        Where more was appended since, everything stays until the next save. Raises StoreError.
        """
        with self._writing:
            descriptor = self._open()
            if self._end == self._start or mark != self._dropped + self._end:
                return
            try:
                os.ftruncate(descriptor, self._start)
            except OSError as error:
                if not self._is_cut(descriptor):
                    raise unwritable(self.path, error) from error
            self._dropped += self._end - self._start
            self._end = self._start
            self._torn = False

    def _is_cut(self, descriptor: int) -> bool:
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
        with self._settling, self._writing:
            descriptor, self._descriptor = self._descriptor, None
            if descriptor is None:
                return
            if remove and self._end == self._start:
                with suppress(OSError, StoreError):
                    self._remove(descriptor)
            close_quietly(descriptor)

    def _remove(self, descriptor: int) -> None:
        with locked(self.path.parent) as folder:
            if identity(self.path) == Identity.of(os.fstat(descriptor)):
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

    def _open(self) -> int:
        if self._descriptor is None:
            raise StoreError(self._message(tr("storage.journal.closed")))
        return self._descriptor

    def _message(self, reason: str) -> str:
        return tr("storage.not_written", file=shown(self.path), reason=reason)


def _begin(path: Path, folder: int, head: bytes) -> int:
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


def login() -> str:
    """The login name for a journal's name: letters, digits and `_-.`; the number without one."""
    name = re.sub(r"[^A-Za-z0-9_.-]", "_", login_name())[:_MAX_LOGIN]
    return re.sub(r"^\.", "_", name) or str(os.geteuid())


def abandoned(folder: Path) -> list[Path]:
    """The journals that sessions of ours left behind: nobody holds them any more."""
    return [path for path, _, alive in _found(folder, None) if not alive]


def living(folder: Path, own: Path | None = None) -> list[Path]:
    """The journals of sessions of ours that run now, without `own`."""
    return [path for path, _, alive in _found(folder, own) if alive]


def read_journals(folder: Path, own: Path | None = None) -> list[JournalFile]:
    """Every journal of ours in the folder, by name, without `own`; none where there is no folder.

    What is not ours by owner, a link or not an ordinary file is passed over. One that cannot be
    read comes without frames and as damaged; of a living one, damage may be no more than a cut of
    that moment. Raises StoreError when the folder cannot be read.
    """
    result = []
    for path, client, alive in _found(folder, own):
        try:
            frames, _, damaged, torn = scan(path, keys=True)
        except StoreError:
            if not os.path.lexists(path):
                continue  # its session left meanwhile
            frames, damaged, torn = (), True, False
        named = anchored(frames[0]) if frames else frozenset()
        frames = frames[1:] if named else frames
        result.append(JournalFile(path, client, frames, alive, damaged, torn, named))
    return result


def discard(paths: Iterable[Path]) -> list[Path]:
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
        with locked(path.parent) as folder:
            if _lives(path) is not False:
                continue
            try:
                if scan(path, keys=True).damaged:
                    aside = free_name(path, "damaged")
                    os.rename(path.name, aside.name, src_dir_fd=folder, dst_dir_fd=folder)
                    kept.append(aside)
                else:
                    os.unlink(path.name, dir_fd=folder)
            except OSError as error:
                raise unwritable(path, error) from error
    return kept


def _found(folder: Path, own: Path | None) -> list[tuple[Path, int, bool]]:
    """Each journal of ours but `own`: path, client and whether its session lives."""
    if not folder.is_dir():
        return []
    result = []
    with locked(folder):  # so that none is looked at between its making and its lock
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            raise unreadable(folder, error) from error
        for path in paths:
            match = _NAME.fullmatch(path.name)
            if not match or path == own:
                continue
            alive = _lives(path)
            if alive is not None:
                result.append((path, int(match["client"]), alive))
    return result


def _lives(path: Path) -> bool | None:
    """Whether a session holds the journal; None when it is no journal of ours."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or not is_own(status, path.parent):
            return None
    except OSError:
        return None
    try:
        descriptor, _ = open_regular(path, follow=False)
    except (OSError, StoreError):
        return True  # it cannot be told, and then nobody may take it for dead
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    else:
        return False
    finally:
        close_quietly(descriptor)
