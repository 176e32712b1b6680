"""The TinyDB storage of a conversation file: readable JSON, written durably and read strictly.

TinyDB's own JSONStorage writes in place (half a file after a kill) and reads leniently (an empty
file is an empty database, a duplicate key drops data); this storage does neither. If another
program changed the file after it was read, `write` refuses to replace it.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from ..errors import StorageError
from ..i18n.catalogue import Message
from ..system.files.atomic_files import NotDurable, previous_copy, resolve_link, write_atomically
from ..system.files.descriptors import close_quietly, open_regular
from ..system.files.file_errors import display_path, read_error
from ..system.files.file_identity import FileIdentity, file_identity
from ..system.files.folder_lock import lock_folder
from ..system.files.ownership import is_other_users
from ..system.paths import is_file
from .encryption.keyring import USUAL_KEYS, Keyring
from .encryption.seal import BrokenSeal, NoMatchingKey, Seal, unseal_if_sealed
from .strict_json import MAX_BYTES, Damage, Tables, parse_tables, refuse

_CHUNK = 1 << 20
_READ_ATTEMPTS = 3


class DamagedFile(StorageError):
    """The content of the file is not a conversation.

    `path` is the file, `reason` the message about its damage, and `previous` the previous copy if
    there is one (see `previous_copy.py`).
    """

    def __init__(self, path: Path, reason: Message, previous: Path | None = None) -> None:
        values: dict[str, object] = {"file": display_path(path), "reason": reason}
        if previous is None:
            super().__init__("storage.damaged", **values)
        else:
            super().__init__("storage.damaged.previous", previous=display_path(previous), **values)
        self.path = path
        self.reason = reason
        self.previous = previous


class ChangedOnDisk(StorageError):
    """The file is not the one that was read last; nothing was written. `path` is the file."""

    def __init__(self, path: Path) -> None:
        super().__init__("storage.changed", file=display_path(path))
        self.path = path


def damaged(path: Path, reason: Message) -> DamagedFile:
    """Return the error for a file that cannot be used; it offers the previous copy, if any."""
    previous = previous_copy(path)
    return DamagedFile(path, reason, previous if is_file(previous) else None)


def read_bytes(path: Path) -> tuple[bytes, FileIdentity]:
    """Return content and identity of a file. Raises FileNotFoundError, Damage, StorageError."""
    for attempt in range(_READ_ATTEMPTS):
        descriptor, status = open_regular(path)
        try:
            if status.st_size > MAX_BYTES:
                refuse("large", limit=MAX_BYTES // (1024 * 1024))
            parts: list[bytes] = []
            size = 0
            while size <= MAX_BYTES and (part := os.read(descriptor, _CHUNK)):
                parts.append(part)
                size += len(part)
            before, after = (
                FileIdentity.from_stat(status),
                FileIdentity.from_stat(os.fstat(descriptor)),
            )
        except OSError as error:
            raise read_error(path, error) from error
        finally:
            close_quietly(descriptor)
        if before == after and size == after.size:
            return b"".join(parts), after
        if attempt + 1 < _READ_ATTEMPTS:
            continue  # a program is writing it in place at this moment
    raise read_error(path, TimeoutError(errno.ETIMEDOUT, "the file keeps changing"))


@contextmanager
def unreadable_as_damaged(path: Path) -> Iterator[None]:
    """Raise DamagedFile in the block if the file at `path` is another user's and unreadable.

    If the folder is this user's own, the previous copy can replace it.
    """
    try:
        yield
    except StorageError as error:
        denied = isinstance(error.__cause__, PermissionError) and is_other_users(path)
        if not denied or not os.access(path.parent, os.W_OK):
            raise
        previous = previous_copy(path)
        readable_copy = previous if os.access(previous, os.R_OK) else None
        assert error.cause is not None, "the system refused"
        raise DamagedFile(path, error.cause, readable_copy) from error


class DurableStorage(Storage):
    """A TinyDB storage that loses nothing: `DurableStorage(path)`.

    A symbolic link at `path` is followed once; its target is read and replaced. `file_identity` is
    that of the file that was read or written last, None if there was none. `seal` is that of a
    locked conversation; once there is one, nothing is written plain any more.
    """

    def __init__(
        self, path: Path | str, seal: Seal | None = None, *, keyring: Keyring = USUAL_KEYS
    ) -> None:
        self.path = resolve_link(Path(path))
        self.file_identity: FileIdentity | None = None
        self.seal = seal
        self.keyring = keyring

    def read(self) -> Tables | None:
        """Return the tables, or None if there is no file (its previous copy may exist anyway).

        Raises DamagedFile, or StorageError if the file cannot be read. After a failure
        `file_identity` is None, so that nothing overwrites the file.
        """
        self.file_identity = None
        try:
            with unreadable_as_damaged(self.path):
                data, identity = read_bytes(self.path)
            plain, seal = unseal_if_sealed(data, self.path, keyring=self.keyring)
            tables = parse_tables(plain)
        except FileNotFoundError:
            return None
        except (Damage, BrokenSeal) as damage:
            raise damaged(self.path, damage.message) from None
        except NoMatchingKey:
            if self._previous_copy_opens():
                reason = Message("lock.broken")
                raise DamagedFile(self.path, reason, previous_copy(self.path)) from None
            raise
        self.file_identity = identity
        self.seal = seal or self.seal
        return tables

    def _previous_copy_opens(self) -> bool:
        """Return whether one of the user's keys opens the previous copy, for the same recipients.

        If so, the file itself is damaged, in the lines that name its recipients.
        """
        try:
            data, _ = read_bytes(previous_copy(self.path))
            return unseal_if_sealed(data, self.path, keyring=self.keyring)[1] is not None
        except (OSError, ValueError, StorageError):
            return False

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace the file by these tables; the present file becomes the previous copy.

        Writes nothing that `read` would refuse. Raises ChangedOnDisk if the file is not the one
        read or written last, StorageError if it cannot be written; the old file then stays.
        """
        body = self.encode(data)
        with lock_folder(self.path.parent):
            if file_identity(self.path) != self.file_identity:
                raise ChangedOnDisk(self.path)
            try:
                self.file_identity = write_atomically(self.path, body, keep_previous=True)
            except NotDurable as error:
                self.file_identity = error.identity
                raise

    def encode(self, data: Mapping[str, Mapping[str, Any]]) -> bytes:
        """Return these tables as bytes of a file. Raises StorageError if `read` would refuse it."""
        try:
            text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
            body = f"{text}\n".encode()
            parse_tables(body)
        except (TypeError, ValueError, RecursionError) as error:
            reason = error.message if isinstance(error, Damage) else display_path(str(error))
            raise StorageError(
                "storage.not_written", file=display_path(self.path), reason=reason
            ) from error
        if self.seal is None:
            return body
        sealed = self.seal.seal(body)
        if len(sealed) > MAX_BYTES:
            reason = Message("storage.damage.large", limit=MAX_BYTES // (1024 * 1024))
            raise StorageError("storage.not_written", file=display_path(self.path), reason=reason)
        return sealed
