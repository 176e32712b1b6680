"""Working copies: the notes that an external editor edits, until they are imported.

A working copy is a folder beside the conversation's journals, `<slug>.log/editor-…`; that of an
encrypted conversation is in memory. It contains `notes.md`, which the editor edits, `base.json`,
the text that the editor was given, and the editor's own files. It remains after the program and the
editor have ended. It is removed when its text is in the conversation or was not changed.

A program holds an flock on the folder while it uses the copy; other programs only read it then.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ...errors import StorageError, UsageError
from ...i18n.catalogue import Message
from ...ids import NOBODY, PartnerId
from ...storage.encryption.seal import is_sealed
from ...storage.siblings import journal_folder
from ...system.files.atomic_files import remove, write_new_file
from ...system.files.descriptors import close_quietly, read_regular
from ...system.files.file_errors import display_path, write_error
from ...system.files.file_identity import FileIdentity
from ...system.files.folder_lock import lock_folder
from ...system.files.memory_folders import new_memory_folder
from ...system.files.private_folder import make_private_folder
from ...text.decoding import decode
from ...text.sanitize import clean_text
from .edited_notes import EditedNotes
from .working_copy_files import (
    BASE,
    NOTES,
    PREFIX,
    all_files,
    modified_time,
    newest_text,
    swap_files,
    user_files,
)

MAX_BYTES = 1024 * 1024
"""The largest text that is imported, in bytes: five times that of a very long conversation."""
_MAX_MEGABYTES = MAX_BYTES // (1024 * 1024)
_ATTEMPTS = 5  # to create in a folder that an ending session removes


class WorkingCopy:
    """One working copy, made by `create` or found by `find_working_copies`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base: str | None = None
        """The text that the editor was given, or that was imported last."""
        self.by = NOBODY
        """The id of the partner who edits it."""
        self._descriptor: int | None = None
        self._read_base()

    @classmethod
    def create(cls, path: Path, text: str, by: PartnerId) -> WorkingCopy:
        """Make a working copy of the notes `text` of the conversation at `path`, and acquire it.

        Raises StorageError. Raises UsageError if the notes are too long to be imported again, or if
        the conversation is encrypted and there is no file system in memory.
        """
        data = (text if text.endswith("\n") else f"{text}\n").encode()
        if len(data) > MAX_BYTES:
            raise UsageError("external_editor.too_large", limit=_MAX_MEGABYTES)
        # Under the folder's lock, so that the conversation cannot be encrypted meanwhile.
        with lock_folder(make_private_folder(path.parent)):
            home = new_memory_folder(path) if is_sealed(path) else journal_folder(path)
            for attempt in range(1, _ATTEMPTS + 1):
                folder = home / f"{PREFIX}{secrets.token_hex(4)}"
                try:
                    make_private_folder(home)
                    make_private_folder(folder)
                    break
                except StorageError as error:
                    gone = isinstance(error.__cause__, FileNotFoundError)
                    if attempt == _ATTEMPTS or not gone:
                        raise
        copy = cls(folder)
        copy.by = by
        try:
            copy.acquire()
            copy.set_base(text)
            copy._write(NOTES, data)
        except BaseException:
            copy.remove()
            raise
        return copy

    @property
    def notes(self) -> Path:
        """The path of the file that the editor edits."""
        return self.folder / NOTES

    @property
    def identity(self) -> FileIdentity | None:
        """The identity of the file that the editor edits, None if there is none."""
        try:
            return FileIdentity.from_stat(self.notes.lstat())
        except OSError:
            return None

    @property
    def age(self) -> float:
        """Seconds since the base was written."""
        try:
            return time.time() - (self.folder / BASE).lstat().st_mtime
        except OSError:
            return float("inf")

    def acquire(self) -> bool:
        """Lock it for this program; return False if another program has it locked."""
        if self._descriptor is not None:
            return True
        try:
            descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            close_quietly(descriptor)
            return False
        self._descriptor = descriptor
        self._read_base()  # another program may have imported it meanwhile
        return True

    def release(self) -> None:
        """Unlock it, without removing it."""
        if self._descriptor is not None:
            close_quietly(self._descriptor)
            self._descriptor = None

    def set_base(self, text: str) -> None:
        """Make `text`, which is in the conversation, the base. Raises StorageError."""
        values = json.dumps({"by": self.by, "text": text})
        self._write(BASE, values.encode())
        self.base = text

    def read(self, *, rescued: bool = True) -> EditedNotes:
        """Read the content of the working copy. Never raises, and changes nothing.

        `rescued`: read the text that the editor saved when its terminal closed, if that is newer,
        and report any swap file; else report only a swap file that is newer than the notes.
        """
        path = newest_text(self.folder) if rescued else self.notes
        changed_at = modified_time(path) or self._modified_at()
        at = datetime.fromtimestamp(changed_at).astimezone()
        base = self.base or ""
        swap = any(
            rescued or modified_time(file) > modified_time(self.notes)
            for file in swap_files(self.folder)
        )
        others = tuple(sorted(user_files(self.folder)))
        found = EditedNotes(base, False, at, has_swap_file=swap, other_files=others)
        try:
            data = read_regular(path, MAX_BYTES + 1, follow=False)
        except FileNotFoundError:
            return found._replace(problem=Message("external_editor.removed"), missing=True)
        except StorageError as error:
            return found._replace(problem=error.message)
        if len(data) > MAX_BYTES:
            trouble = Message(
                "external_editor.large", file=display_path(path), limit=_MAX_MEGABYTES
            )
            return found._replace(problem=trouble)
        decoded = decode(data)
        text: str = clean_text(decoded.text)
        if not base.endswith("\n"):
            text = text.removesuffix("\n")
        return found._replace(text=text, changed=text != self.base, encoding=decoded.encoding)

    def restore(self) -> None:
        """Replace the notes by the newest text that an editor rescued, for an editor to open.

        Raises StorageError.
        """
        newest = newest_text(self.folder)
        if newest != self.notes:
            try:
                newest.replace(self.notes)
            except OSError as error:
                raise write_error(self.notes, error) from error

    def files(self) -> list[Path]:
        """Return every file in it, the editor's own too."""
        return all_files(self.folder)

    def remove(self) -> None:
        """Remove it with all its files, as far as possible; never raises."""
        with suppress(OSError):
            self.folder.chmod(0o700)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.release()
        home = self.folder.parent
        with suppress(OSError):  # not empty: journals, or another copy
            home.rmdir()
            if home.suffix != ".log":
                home.parent.rmdir()

    def _modified_at(self) -> float:
        """Return the folder's modification time, in seconds since 1970; now if it is missing."""
        try:
            return self.folder.lstat().st_mtime
        except OSError:
            return time.time()

    def _read_base(self) -> None:
        with suppress(OSError, StorageError, ValueError, KeyError, TypeError, RecursionError):
            values = json.loads(read_regular(self.folder / BASE, follow=False))
            self.base, self.by = clean_text(str(values["text"])), PartnerId(str(values["by"]))

    def _write(self, name: str, data: bytes) -> None:
        """Write a file in it atomically, with mode 0600. Raises StorageError."""
        try:
            descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise write_error(self.folder, error) from error
        temporary = f".{name}.new"
        try:
            remove(temporary, descriptor)
            write_new_file(temporary, data, descriptor)
            os.replace(temporary, name, src_dir_fd=descriptor, dst_dir_fd=descriptor)
        except OSError as error:
            raise write_error(self.folder / name, error) from error
        finally:
            close_quietly(descriptor)
