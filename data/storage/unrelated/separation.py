"""Separate the files of two conversations at one path: each gets a name of its own.

Nothing is merged here; files are only renamed, never to the name of another file.
"""

from __future__ import annotations

import base64
import errno
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ...crdt.replica import Replica
from ...crdt.snapshot import decode_snapshot
from ...crdt.update_clients import first_struct_id
from ...errors import StorageError
from ...model.fields import CREATED_KEY
from ...system.files.atomic_files import (
    previous_copy,
    remove,
    resolve_link,
    temporary_name,
    write_new_file,
)
from ...system.files.descriptors import fsync_folder, read_regular
from ...system.files.file_errors import display_path, write_error
from ...system.files.file_identity import FileIdentity, file_identity
from ...system.files.folder_lock import lock_folder
from ...system.files.private_folder import make_private_folder
from ...system.paths import is_file, is_folder
from ..conversation_file import ConversationFile
from ..encryption.keyring import USUAL_KEYS, Keyring
from ..encryption.seal import is_sealed
from ..journal.journal_files import orphaned_journals
from ..journal.journal_reader import JournalFile
from ..json_storage import ChangedOnDisk
from ..loader import is_private
from ..open_marker import try_exclusive_lock
from ..siblings import free_path, journal_folder, private_path
from .ancestry import Ancestry, ancestry, shares_history

_DOCUMENT_PREFIX = b'"document": "'
"""The bytes before the document in a file of this program; no quoted text can contain them."""
_HEAD_CHARACTERS = 64
"""The characters of base64 that are enough for the first numbers of a document."""
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
"""With these errors a file system refuses a hard link, to any file or to this one."""
_MAX_SIBLINGS = 50
"""The most conversations with similar names that are searched for the one of a file."""


class UnrelatedFiles(NamedTuple):
    """Files beside a conversation's file that belong to another one."""

    previous: Replica | None = None
    """The previous copy of the file."""
    journals: tuple[JournalFile, ...] = ()
    private: Replica | None = None
    """The private preparation; its previous copy and journals belong to it."""
    private_journals: tuple[JournalFile, ...] = ()

    def __bool__(self) -> bool:
        return bool(
            self.previous or self.journals or self.private is not None or self.private_journals
        )

    def paths(self, path: Path) -> Iterator[Path]:
        """Yield the paths of these files, beside the conversation's file at `path`."""
        if self.previous is not None:
            yield previous_copy(resolve_link(path))
        yield from (journal.path for journal in self.journals)
        if self.private is not None:
            yield private_path(path)
        yield from (journal.path for journal in self.private_journals)

    @property
    def clients(self) -> frozenset[int]:
        """The clients of the conversation that they belong to."""
        found = [entry.document_clients for entry in (*self.journals, *self.private_journals)]
        found += [
            ancestry(entry).clients for entry in (self.previous, self.private) if entry is not None
        ]
        return frozenset().union(*found)


def unrelated_previous_copy(
    path: Path,
    own: Replica,
    created: str,
    *,
    private_is_linked: bool,
    rebuilt: bool,
    keyring: Keyring = USUAL_KEYS,
) -> Replica | None:
    """Return the previous copy of the file at `path` if it is of another conversation; else None.

    `own` is the file's document, `created` its time of creation (to the second). With
    `private_is_linked`, private preparation belongs to it: then a locked previous copy is not
    opened. If the file (`rebuilt`) or the previous copy was rebuilt from its tables, it has lost
    its history, and the time of creation decides.
    """
    previous = previous_copy(resolve_link(path))
    with suppress(OSError, StorageError):
        if not is_file(previous):
            return None
        sealed = is_sealed(previous)
        if (
            private_is_linked
            if sealed
            else _first_client(previous.read_bytes()) in own.clocks_by_client
        ):
            return None
        file = ConversationFile(previous, keyring=keyring)
        other, _ = file.load()
        other_created = other.fields.get(CREATED_KEY)
        if (rebuilt or file.rebuilt) and created and other_created == created:
            return None  # somebody removed the document from one of them
        if rebuilt and not (created and other_created):
            return None  # nothing to compare
        return None if shares_history(ancestry(own), ancestry(other)) else other
    return None  # damaged, or locked for others: `check` reports it


def _first_client(data: bytes) -> int:
    """Return one client of the document in a conversation file, without parsing it; 0 for none."""
    index = data.rfind(_DOCUMENT_PREFIX)
    if index < 0:
        return 0
    start = index + len(_DOCUMENT_PREFIX)
    try:
        return first_struct_id(
            base64.b64decode(data[start : start + _HEAD_CHARACTERS], validate=True)
        )[0]
    except ValueError:
        return 0


def separate_unrelated_files(
    path: Path, unrelated: UnrelatedFiles, *, keyring: Keyring = USUAL_KEYS
) -> Path:
    """Rename the files beside `path` that belong to another conversation; return its path.

    They are renamed to match their own conversation if it has a similar name, else to a free name.
    Raises StorageError, also while a program has a conversation there open.
    """
    with try_exclusive_lock(path) as closed:
        alive = any(
            journal.in_use for journal in (*unrelated.journals, *unrelated.private_journals)
        )
        if alive or not closed:
            raise StorageError("unrelated_history.open", file=display_path(path))
        return _separate(path, unrelated, keyring=keyring)


def _separate(path: Path, unrelated: UnrelatedFiles, *, keyring: Keyring) -> Path:
    home, conversation = _find_conversation(path, unrelated.clients, keyring=keyring)
    if unrelated.previous is not None:
        previous = previous_copy(resolve_link(path))
        if conversation is None:
            _move(previous, home)
        elif decode_snapshot(unrelated.previous.snapshot).difference(
            decode_snapshot(conversation.snapshot)
        ):
            _move(previous, free_path(home))
        else:
            previous.unlink(missing_ok=True)  # that conversation has all of it
    _move_journals(unrelated.journals, home)
    own, private_target = private_path(path), _free_private_path(home)
    if unrelated.private is not None:
        for file in (own, previous_copy(own)):
            if os.path.lexists(file):
                _move(file, previous_copy(private_target) if file != own else private_target)
        folder = journal_folder(own)
        if is_folder(folder) and not os.path.lexists(journal_folder(private_target)):
            _rename_folder(folder, journal_folder(private_target))
    else:
        _move_journals(unrelated.private_journals, private_target)
    return home


def move_document_aside(
    path: Path, expected: FileIdentity | None, other: Replica, *, keyring: Keyring = USUAL_KEYS
) -> Path:
    """Rename the unrelated document `other` at `path` to a free name; return that path.

    Raises ChangedOnDisk if the file is not the `expected` one any more, and StorageError.
    """
    if is_private(other.fields):
        home, conversation = _find_conversation(
            _conversation_path(path), ancestry(other).clients, keyring=keyring
        )
        target = (
            _free_private_path(home)
            if conversation is not None
            else _free_private_path(_conversation_path(path))
        )
    else:
        target = free_path(path if ".private" not in path.name else _conversation_path(path))
    real = resolve_link(path)
    with lock_folder(real.parent):
        if file_identity(path) != expected:
            raise ChangedOnDisk(path)
        _move(real, target)
    return target


def _conversation_path(path: Path) -> Path:
    """Return the path of the conversation file; `path` is that file or its private file."""
    return path.with_name(path.name.removesuffix(".private.json").removesuffix(".json") + ".json")


def _free_private_path(home: Path) -> Path:
    """Return a free path for private preparation of `home`: its usual one, or a numbered one."""
    own = private_path(home)
    candidates = [own, *(own.with_name(f"{home.stem}.private-{n}.json") for n in range(2, 1000))]
    for candidate in candidates:
        if not any(
            map(os.path.lexists, (candidate, previous_copy(candidate), journal_folder(candidate)))
        ):
            return candidate
    return own


def _find_conversation(
    path: Path, clients: Collection[int], *, keyring: Keyring
) -> tuple[Path, Replica | None]:
    """Return the conversation with these clients and a similar name, or a free name and None."""
    wanted = Ancestry(frozenset(clients))
    for sibling in _siblings(path) if clients else ():
        with suppress(StorageError, OSError):
            replica, _ = ConversationFile(sibling, keyring=keyring).load()
            if not is_private(replica.fields) and shares_history(wanted, ancestry(replica)):
                return sibling, replica
    return free_path(path), None


def _siblings(path: Path) -> Iterator[Path]:
    found = sorted(path.parent.glob("*.json"))
    similar = [file for file in found if file.name.startswith(f"{path.stem}-") and file != path]
    yield from (file for file in similar[:_MAX_SIBLINGS] if ".private" not in file.name)


def _move_journals(journals: Collection[JournalFile], home: Path) -> None:
    for journal in journals:
        folder = make_private_folder(journal_folder(home))
        with lock_folder(journal.path.parent):
            if journal.path not in orphaned_journals(journal.path.parent):
                raise StorageError("unrelated_history.open", file=display_path(home))
            _move(journal.path, folder / journal.path.name)
        with suppress(OSError):
            journal.path.parent.rmdir()


def _rename_folder(folder: Path, target: Path) -> None:
    try:
        folder.rename(target)  # fails if a folder is there that is not empty
        fsync_folder(target.parent)
    except OSError as error:
        raise write_error(target, error) from error


def _move(source: Path, target: Path) -> None:
    """Rename a file to a free name, readable for its user alone. Raises StorageError.

    By a hard link, which never replaces a file, or by a copy if there are none.
    """
    try:
        with lock_folder(target.parent) as folder:
            with suppress(PermissionError):  # another user's file is copied, if it is readable
                source.chmod(0o600)
            try:
                if os.path.lexists(target):
                    # Equal content: the program was killed in between.
                    if read_regular(target, follow=False) != read_regular(source, follow=False):
                        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
                else:
                    os.link(source, target, follow_symlinks=False)
            except OSError as error:
                if error.errno not in _NO_LINKS:
                    raise
                temporary = temporary_name(target.name)
                remove(temporary, folder)
                write_new_file(temporary, read_regular(source, follow=False), folder)
                os.rename(temporary, target.name, src_dir_fd=folder, dst_dir_fd=folder)
            source.unlink()
            fsync_folder(target.parent)
            if source.parent != target.parent:
                fsync_folder(source.parent)
    except OSError as error:
        raise write_error(target, error) from error
