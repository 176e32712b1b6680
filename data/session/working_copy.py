"""Working copies: the notes as an external editor was given them, until they are taken in.

A working copy is a folder beside the conversation's journals, `<slug>.log/editor-…`; of a locked
conversation it is in memory. In it are `notes.md`, which the editor edits, `base.json`, the text
that it was given, and whatever the editor puts beside. It outlives the program and the editor, and
goes when its text is in the conversation, or nothing was done with it.

A program holds an flock on the folder while it has the copy in use; another one only looks then.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ..errors import StorageError, UsageError
from ..i18n.catalogue import tr
from ..storage.encryption.seal import is_sealed
from ..storage.siblings import journal_folder
from ..system.atomic_files import remove, write_new_file
from ..system.descriptors import close_quietly, open_regular
from ..system.file_errors import display_path, read_error, write_error
from ..system.file_identity import FileIdentity
from ..system.folder_lock import lock_folder
from ..system.memory_folders import memory_folders, new_memory_folder
from ..system.private_folder import make_private_folder
from ..text.decoding import UTF_8, decode
from ..text.sanitize import clean_text

NOTES = "notes.md"
"""A name that tells nothing: other users see it among the processes."""
MAX_BYTES = 1024 * 1024
"""The largest text that is taken in; a very long talk is a fifth of it."""
_MAX_MEGABYTES = MAX_BYTES // (1024 * 1024)
RETENTION_SECONDS = 24 * 3600.0
"""How long an unchanged copy stays of which no program knows whether an editor still has it."""

_BASE = "base.json"
_PREFIX = "editor-"
_RESCUED = re.compile(r"notes\.md\.save(\.\d+)?|#notes\.md#")
"""Where nano and Emacs put what was not saved when their terminal goes away."""
_SWAP = re.compile(r"\.notes\.md\.sw[a-p]")
"""Where Vim puts it; only Vim can read that."""
_OURS = re.compile(r"\..*|#?notes\.md.*|base\.json")
"""What afspraak and editors put there by themselves; all else the user saved there."""
_ATTEMPTS = 5  # to create in a folder that a leaving session is removing


class EditedNotes(NamedTuple):
    """What an editor left. `text` is clean, and is that of the base where nothing was changed."""

    text: str
    changed: bool
    written_at: datetime
    """When it was written (local time)."""
    encoding: str = UTF_8
    problem: str = ""
    """Why it cannot be taken in, in the user's words."""
    missing: bool = False
    """Whether the editor removed the file."""
    has_swap_file: bool = False
    """Whether Vim left a swap file, with what was not saved."""
    other_files: tuple[str, ...] = ()
    """The names of files that the user saved beside the notes."""

    @property
    def has_content(self) -> bool:
        """Whether anything would be lost with it."""
        return self.changed or self.has_other_content or (bool(self.problem) and not self.missing)

    @property
    def has_other_content(self) -> bool:
        """Whether there is something that cannot be taken in, but that the user may want."""
        return self.has_swap_file or bool(self.other_files)


class WorkingCopy:
    """One working copy. Make it with `create`, find it with `copies`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base: str | None = None
        """The text that the editor was given, or whose changes were taken in last."""
        self.by = ""
        """The partner who edits it (an id)."""
        self._descriptor: int | None = None
        self._read_base()

    @classmethod
    def create(cls, path: Path, text: str, by: str) -> WorkingCopy:
        """Make a working copy of the notes `text` of the conversation at `path`, and hold it.

        Raises UsageError where the conversation is locked and nothing is kept in memory or the
        notes are too long to come back, and StoreError.
        """
        data = (text if text.endswith("\n") else f"{text}\n").encode()
        if len(data) > MAX_BYTES:
            raise UsageError(tr("external_editor.too_large", limit=_MAX_MEGABYTES))
        # Under the folder's lock nobody locks the conversation just after the look at it.
        with lock_folder(make_private_folder(path.parent)):
            home = new_memory_folder(path) if is_sealed(path) else journal_folder(path)
            for attempt in range(1, _ATTEMPTS + 1):
                folder = home / f"{_PREFIX}{secrets.token_hex(4)}"
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
        """The file that the editor edits."""
        return self.folder / NOTES

    @property
    def identity(self) -> FileIdentity | None:
        """Which file the editor's is now; None where there is none."""
        try:
            return FileIdentity.from_stat(self.notes.lstat())
        except OSError:
            return None

    @property
    def age(self) -> float:
        """Seconds since the base was written."""
        try:
            return time.time() - (self.folder / _BASE).lstat().st_mtime
        except OSError:
            return float("inf")

    def acquire(self) -> bool:
        """Have it in use from now on; False where another program has."""
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
        self._read_base()  # another program may have taken it in since it was found
        return True

    def release(self) -> None:
        """Let go of it; it stays."""
        if self._descriptor is not None:
            close_quietly(self._descriptor)
            self._descriptor = None

    def set_base(self, text: str) -> None:
        """Have `text` as the base: it is in the conversation. Raises StoreError."""
        told = json.dumps({"by": self.by, "text": text})
        self._write(_BASE, told.encode())
        self.base = text

    def read(self, *, rescued: bool = True) -> EditedNotes:
        """Read what the editor left. Never raises, and changes nothing.

        With `rescued` also what it saved of itself as its terminal went away or it was ended, and
        any swap file counts; else only one that is newer than the notes.
        """
        path = self._newest() if rescued else self.notes
        at = _local(_modified_time(path) or self._modified_at())
        base = self.base or ""
        swap = any(
            rescued or _modified_time(file) > _modified_time(self.notes)
            for file in self._swap_files()
        )
        others = tuple(sorted(self._others()))
        found = EditedNotes(base, False, at, has_swap_file=swap, other_files=others)
        try:
            descriptor, _ = open_regular(path, follow=False)
        except FileNotFoundError:
            return found._replace(problem=tr("external_editor.removed"), missing=True)
        except StorageError as error:
            return found._replace(problem=str(error))
        try:
            with os.fdopen(os.dup(descriptor), "rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            return found._replace(problem=str(read_error(path, error)))
        finally:
            close_quietly(descriptor)
        if len(data) > MAX_BYTES:
            trouble = tr("external_editor.large", file=display_path(path), limit=_MAX_MEGABYTES)
            return found._replace(problem=trouble)
        decoded = decode(data)
        text = clean_text(decoded.text)
        if not base.endswith("\n"):
            text = text.removesuffix("\n")
        return found._replace(text=text, changed=text != self.base, encoding=decoded.encoding)

    def restore(self) -> None:
        """Put what an editor rescued last in the place of the notes, for an editor to open.

        Raises StoreError.
        """
        newest = self._newest()
        if newest != self.notes:
            try:
                newest.replace(self.notes)
            except OSError as error:
                raise write_error(self.notes, error) from error

    def files(self) -> list[Path]:
        """Every file in it, whatever the editor put there too."""
        return [Path(at, name) for at, _, names in os.walk(self.folder) for name in sorted(names)]

    def remove(self) -> None:
        """Remove it with all that is in it. What cannot be removed is found the next time."""
        with suppress(OSError):
            self.folder.chmod(0o700)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.release()
        home = self.folder.parent
        with suppress(OSError):  # journals may be there, or another copy
            home.rmdir()
            if home.suffix != ".log":
                home.parent.rmdir()

    def _modified_at(self) -> float:
        """When a file came into it or went, in seconds since 1970; now where it is gone."""
        try:
            return self.folder.lstat().st_mtime
        except OSError:
            return time.time()

    def _newest(self) -> Path:
        return max(self._texts(), key=_modified_time)

    def _swap_files(self) -> list[Path]:
        return [path for path in self.files() if _SWAP.fullmatch(path.name)]

    def _others(self) -> Iterator[str]:
        """The files, not empty, that neither afspraak nor an editor put there by itself."""
        for path in self.files():
            inside = path.relative_to(self.folder)
            if not _OURS.fullmatch(inside.parts[0]) and not _is_empty(path):
                yield os.fspath(inside)

    def _texts(self) -> Iterator[Path]:
        """The files that may hold the text: the notes, and what was rescued of them later."""
        yield self.notes
        for path in self.files():
            if path.parent == self.folder and _RESCUED.fullmatch(path.name):
                yield path

    def _read_base(self) -> None:
        with suppress(OSError, StorageError, ValueError, KeyError, TypeError, RecursionError):
            descriptor, _ = open_regular(self.folder / _BASE, follow=False)
            with os.fdopen(descriptor, "rb") as file:
                told = json.loads(file.read())
            self.base, self.by = clean_text(str(told["text"])), str(told["by"])

    def _write(self, name: str, data: bytes) -> None:
        """Write a file in it: whole or not at all, 0600. Raises StoreError."""
        try:
            descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise write_error(self.folder, error) from error
        temporary = f".{name}.new"
        try:
            remove(temporary, descriptor)
            write_new_file(temporary, data, descriptor, 0o600)
            os.replace(temporary, name, src_dir_fd=descriptor, dst_dir_fd=descriptor)
        except OSError as error:
            raise write_error(self.folder / name, error) from error
        finally:
            close_quietly(descriptor)


def find_working_copies(path: Path) -> list[WorkingCopy]:
    """Find the user's working copies of the conversation at `path`, oldest first.

    Raises StoreError where the working folder is gone and `path` is relative.
    """
    return [
        *find_disk_copies(path),
        *(one for home in memory_folders(path) for one in _copies(home)),
    ]


def find_disk_copies(path: Path) -> list[WorkingCopy]:
    """Those of them that are on the disk."""
    return _copies(journal_folder(path))


def is_in_working_copy(path: Path) -> bool:
    """Whether a file is in a working copy."""
    return any(part.startswith(_PREFIX) for part in path.parts[-3:-1])


def _copies(home: Path) -> list[WorkingCopy]:
    found = []
    try:
        for entry in os.scandir(home):
            own = entry.stat(follow_symlinks=False).st_uid == os.geteuid()
            if own and entry.name.startswith(_PREFIX) and entry.is_dir(follow_symlinks=False):
                found.append(WorkingCopy(Path(entry.path)))
    except OSError:
        return found
    return sorted(found, key=lambda copy: copy.age, reverse=True)


def _is_empty(path: Path) -> bool:
    try:
        return not path.lstat().st_size
    except OSError:
        return True


def _modified_time(path: Path) -> float:
    try:
        status = path.lstat()
    except OSError:
        return 0.0
    return status.st_mtime if stat.S_ISREG(status.st_mode) or path.name == NOTES else 0.0


def _local(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds).astimezone()
