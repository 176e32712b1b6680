"""The journal of one session: its updates since the last save, each on disk within one write.

Only its session appends to the file (`journal_format.py`), and holds an flock on it while it runs:
that distinguishes a journal in use from one that a killed session left.
An update may be applied twice without harm, so a journal may hold more than is needed.
"""

from __future__ import annotations

import errno
import fcntl
import os
import threading
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ...crdt.update_clients import encode_client_list
from ...errors import StorageError
from ...i18n.catalogue import Message
from ...system.files.descriptors import close_quietly, fsync_folder
from ...system.files.file_errors import display_path, write_error
from ...system.files.file_identity import FileIdentity, file_identity
from ...system.files.folder_lock import lock_folder
from ...system.files.ownership import set_owner
from ...system.files.private_folder import make_private_folder
from .journal_files import journal_name
from .journal_format import MAGIC, MAX_FRAME, encode_frame, encode_sealed_head

if TYPE_CHECKING:
    from ..encryption.seal import FrameSeal, Seal

_ATTEMPTS = 5  # to create in a folder that an ending session removes


class Journal:
    """The journal of this session. Any thread may call any method.

    Make it with `Journal.create`. As a context manager it closes itself.
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
        self._has_partial_frame = False
        self._dirty = True
        self._name_synced = False  # whether the folder was flushed to the disk
        self._write_lock = threading.Lock()
        # A lock of its own, so that an append never waits for a slow disk. Take it first.
        self._fsync_lock = threading.Lock()

    @classmethod
    def create(
        cls,
        folder: Path,
        client: int,
        seal: Seal | None = None,
        document_clients: Collection[int] = (),
    ) -> Journal:
        """Create a journal (mode 0600) in `folder`, which is made (mode 0700) if it is missing.

        `client` is the session's client number in the replica, at least 0. `seal` is that of an
        encrypted conversation. `document_clients` are the clients of the document that the updates
        belong to; they become the first frame. Raises StorageError, also if there is a journal of
        this login and client.
        """
        frame_seal = seal.frame_seal() if seal is not None else None
        head = encode_sealed_head(frame_seal.head) if frame_seal is not None else MAGIC
        if document_clients:
            client_list = encode_client_list(document_clients)
            head += encode_frame(
                client_list if frame_seal is None else frame_seal.seal(client_list)
            )
        path = folder / journal_name(client)
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                make_private_folder(folder)
                # Under the folder's lock, or others could see the journal before its own lock.
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
        """Append an update; once this returns, killing the process does not lose it.

        `payload` has 1 to MAX_FRAME bytes. Raises StorageError; the journal is unchanged then.
        """
        self.append_all((payload,))

    def append_all(self, payloads: Sequence[bytes]) -> None:
        """Append several updates in one write: all of them or none. See `append`."""
        if not payloads:
            return
        for payload in payloads:
            if not 0 < len(payload) <= self._max_payload:
                reason = Message("storage.journal.size", limit=MAX_FRAME // (1024 * 1024))
                raise self._not_written(reason)
        with self._write_lock:
            data = b"".join(map(self._encode_payload, payloads))
            descriptor = self._require_descriptor()
            try:
                if self._has_partial_frame or os.fstat(descriptor).st_size > self._end:
                    self._drop_rest(descriptor)  # after bytes that are no frame nothing is read
                self._has_partial_frame = True
                self._dirty = True
                if os.write(descriptor, data) != len(data):
                    raise OSError(errno.ENOSPC, "a short write")
                self._has_partial_frame = False
            except OSError as error:
                if self._has_partial_frame:
                    with suppress(OSError):  # the next append tries again
                        self._drop_rest(descriptor)
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

    def _drop_rest(self, descriptor: int) -> None:
        os.ftruncate(descriptor, self._end)
        self._has_partial_frame = False

    @property
    def is_removed(self) -> bool:
        """Whether the file is in no folder any more, so that nobody can read what is appended."""
        with self._write_lock:
            try:
                return self._descriptor is not None and os.fstat(self._descriptor).st_nlink == 0
            except OSError:
                return True

    def fsync(self) -> None:
        """Flush appended updates to the disk, so that a power cut does not lose them.

        Raises StorageError if the journal was removed or the disk failed. Do not retry then, but
        save the whole conversation: the kernel may have dropped the data it could not write.
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
                raise self._not_written(Message("storage.journal.removed"))

    def position(self) -> int:
        """Return the end of the journal, for `truncate`. It grows even across truncations."""
        with self._write_lock:
            return self._dropped_bytes + self._end

    def truncate(self, position: int) -> None:
        """Drop the frames before `position`, after a save that contains them.

        If more was appended since, drop nothing until the next save. Raises StorageError.
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
            self._has_partial_frame = False

    def _is_truncated(self, descriptor: int) -> bool:
        """Return whether the file was truncated although its file system reported an error."""
        try:
            return os.fstat(descriptor).st_size == self._start
        except OSError:
            return False

    def close(self, remove: bool = True) -> None:
        """Close the journal; with `remove`, remove it if it is empty, and its folder likewise.

        A journal with frames stays, for the next session to replay. Never raises: every update
        that was acknowledged is in the file. Does nothing if it is closed already.
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
            self.path.parent.rmdir()  # fails if another file is in it

    def _require_descriptor(self) -> int:
        if self._descriptor is None:
            raise self._not_written(Message("storage.journal.closed"))
        return self._descriptor

    def _not_written(self, reason: Message) -> StorageError:
        return StorageError("storage.not_written", file=display_path(self.path), reason=reason)


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
