"""Two conversations that came to one path, kept apart: each gets a name of its own, whole.

Nothing is read into anything here; files are only given other names, never that of another file.
"""

from __future__ import annotations

import base64
import errno
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ..crdt.replica import Replica
from ..crdt.snapshot import decode_snapshot
from ..crdt.update_validation import first_struct_id
from ..errors import StorageError
from ..i18n.catalogue import tr
from ..model.fields import CREATED_KEY
from ..system.atomic_files import (
    previous_copy,
    remove,
    resolve_link,
    temporary_name,
    write_new_file,
)
from ..system.descriptors import fsync_folder, open_regular
from ..system.file_errors import display_path, write_error
from ..system.file_identity import FileIdentity, file_identity
from ..system.folder_lock import lock_folder
from ..system.private_folder import make_private_folder
from .ancestry import Ancestry, ancestry, shares_history
from .conversation_file import ConversationFile
from .encryption.seal import is_sealed
from .journal.journal_files import orphaned_journals
from .journal.journal_reader import JournalFile
from .json_storage import ChangedOnDisk
from .loader import is_private
from .open_marker import try_exclusive_lock
from .siblings import free_path, journal_folder, private_path

_DOCUMENT_PREFIX = b'"document": "'
"""How the document stands in a file that this program wrote; no quoted text can hold this."""
_HEAD_CHARACTERS = 64
"""Characters of base64 that hold the first numbers of a document."""
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
"""Errors that say "no hard links here", or not for this file."""
_MAX_SIBLINGS = 50
"""So many conversations with like names are looked at for the one that something belongs to."""


class UnrelatedFiles(NamedTuple):
    """What lies beside a conversation's file and belongs to another one."""

    previous: Replica | None = None
    """The previous copy of the file."""
    journals: tuple[JournalFile, ...] = ()
    private: Replica | None = None
    """The private preparation, with all that is its own."""
    private_journals: tuple[JournalFile, ...] = ()

    def __bool__(self) -> bool:
        return bool(
            self.previous or self.journals or self.private is not None or self.private_journals
        )

    def paths(self, path: Path) -> Iterator[Path]:
        """The files that these are, beside the conversation's file at `path`."""
        if self.previous is not None:
            yield previous_copy(resolve_link(path))
        yield from (one.path for one in self.journals)
        if self.private is not None:
            yield private_path(path)
        yield from (one.path for one in self.private_journals)

    @property
    def clients(self) -> frozenset[int]:
        """The clients of what they belong to."""
        found = [one.document_clients for one in (*self.journals, *self.private_journals)]
        found += [ancestry(one).clients for one in (self.previous, self.private) if one is not None]
        return frozenset().union(*found)


def unrelated_previous_copy(
    path: Path, own: Replica, created: str, *, private_is_linked: bool, rebuilt: bool
) -> Replica | None:
    """The previous copy of the file at `path`, where it is of another conversation.

    `here` is the file's own document, `created` the second in which that was begun. `vouched` tells
    that private preparation belongs to it: then a previous copy that is locked is not opened. Where
    `here` or the previous copy was `rebuilt` from its tables, it has lost its history, and the
    second decides.
    """
    previous = previous_copy(resolve_link(path))
    with suppress(OSError, StorageError):
        if not previous.is_file():
            return None
        sealed = is_sealed(previous)
        if (
            private_is_linked
            if sealed
            else _first_client(previous.read_bytes()) in own.clocks_by_client
        ):
            return None
        file = ConversationFile(previous)
        other, _ = file.load()
        begun = other.fields.get(CREATED_KEY)
        if (rebuilt or file.rebuilt) and created and begun == created:
            return None  # somebody removed the document from one of them
        if rebuilt and not (created and begun):
            return None  # nothing tells
        return None if shares_history(ancestry(own), ancestry(other)) else other
    return None  # damaged, or locked for others: `check` tells


def _first_client(data: bytes) -> int:
    """One client of the document in a conversation file, without reading the file; 0 for none."""
    found = data.rfind(_DOCUMENT_PREFIX)
    if found < 0:
        return 0
    start = found + len(_DOCUMENT_PREFIX)
    try:
        return first_struct_id(
            base64.b64decode(data[start : start + _HEAD_CHARACTERS], validate=True)
        )[0]
    except ValueError:
        return 0


def separate_unrelated_files(path: Path, unrelated: UnrelatedFiles) -> Path:
    """Give what lies beside the file at `path` and is another conversation's a name of its own.

    It goes to its conversation where that is found under a like name, else to a free name. Returns
    that name. Raises StoreError, also while a conversation is open there in a program.
    """
    with try_exclusive_lock(path) as closed:
        alive = any(one.in_use for one in (*unrelated.journals, *unrelated.private_journals))
        if alive or not closed:
            raise StorageError(tr("unrelated_history.open", file=display_path(path)))
        return _separate(path, unrelated)


def _separate(path: Path, remains: UnrelatedFiles) -> Path:
    home, known = _find_conversation(path, remains.clients)
    if remains.previous is not None:
        previous = previous_copy(resolve_link(path))
        if known is None:
            _move(previous, home)
        elif decode_snapshot(remains.previous.snapshot).difference(decode_snapshot(known.snapshot)):
            _move(previous, free_path(home))
        else:
            previous.unlink(missing_ok=True)  # all of it is there
    _move_journals(remains.journals, home)
    own, kept = private_path(path), _free_private_path(home)
    if remains.private is not None:
        for file in (own, previous_copy(own)):
            if os.path.lexists(file):
                _move(file, previous_copy(kept) if file != own else kept)
        folder = journal_folder(own)
        if folder.is_dir() and not os.path.lexists(journal_folder(kept)):
            _rename_folder(folder, journal_folder(kept))
    else:
        _move_journals(remains.private_journals, kept)
    return home


def move_document_aside(path: Path, expected: FileIdentity | None, other: Replica) -> Path:
    """Move the foreign document `other` that stands at `path` to a free name; returns that.

    Raises ChangedOnDisk where the file is not the `expected` one any more, and StoreError.
    """
    if is_private(other.fields):
        home, known = _find_conversation(_conversation_path(path), ancestry(other).clients)
        kept = (
            _free_private_path(home)
            if known is not None
            else _free_private_path(_conversation_path(path))
        )
    else:
        kept = free_path(path if ".private" not in path.name else _conversation_path(path))
    real = resolve_link(path)
    with lock_folder(real.parent):
        if file_identity(path) != expected:
            raise ChangedOnDisk(path)
        _move(real, kept)
    return kept


def _conversation_path(path: Path) -> Path:
    """The conversation file beside which `path`, itself or its private file, stands."""
    return path.with_name(path.name.removesuffix(".private.json").removesuffix(".json") + ".json")


def _free_private_path(home: Path) -> Path:
    """Where private preparation of `home` goes: its own place, or as a copy that is listed."""
    own = private_path(home)
    places = [own, *(own.with_name(f"{home.stem}.private-{n}.json") for n in range(2, 1000))]
    for place in places:
        if not any(map(os.path.lexists, (place, previous_copy(place), journal_folder(place)))):
            return place
    return own


def _find_conversation(path: Path, clients: Collection[int]) -> tuple[Path, Replica | None]:
    """The conversation with a name like that of `path` that has these clients; or a free name."""
    of = Ancestry(frozenset(clients))
    for sibling in _siblings(path) if clients else ():
        with suppress(StorageError, OSError):
            replica, _ = ConversationFile(sibling).load()
            if not is_private(replica.fields) and shares_history(of, ancestry(replica)):
                return sibling, replica
    return free_path(path), None


def _siblings(path: Path) -> Iterator[Path]:
    found = sorted(path.parent.glob("*.json"))
    like = [one for one in found if one.name.startswith(f"{path.stem}-") and one != path]
    yield from (one for one in like[:_MAX_SIBLINGS] if ".private" not in one.name)


def _move_journals(journals: Collection[JournalFile], home: Path) -> None:
    for journal in journals:
        folder = make_private_folder(journal_folder(home))
        with lock_folder(journal.path.parent):
            if journal.path not in orphaned_journals(journal.path.parent):
                raise StorageError(tr("unrelated_history.open", file=display_path(home)))
            _move(journal.path, folder / journal.path.name)
        with suppress(OSError):
            journal.path.parent.rmdir()


def _rename_folder(folder: Path, target: Path) -> None:
    try:
        folder.rename(target)  # where a folder is there already, it is refused unless that is empty
        fsync_folder(target.parent)
    except OSError as error:
        raise write_error(target, error) from error


def _move(source: Path, target: Path) -> None:
    """Give a file another name, at which nothing may stand, for its user alone. Raises StoreError.

    By a hard link, which never replaces anything, or by a copy where there are none.
    """
    try:
        with lock_folder(target.parent) as folder:
            with suppress(PermissionError):  # another's file is copied, where that can be read
                source.chmod(0o600)
            try:
                if os.path.lexists(target):
                    if _read_content(target) != _read_content(source):  # else a kill came between
                        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
                else:
                    os.link(source, target, follow_symlinks=False)
            except OSError as error:
                if error.errno not in _NO_LINKS:
                    raise
                temporary = temporary_name(target.name)
                remove(temporary, folder)
                write_new_file(temporary, _read_content(source), folder, 0o600)
                os.rename(temporary, target.name, src_dir_fd=folder, dst_dir_fd=folder)
            source.unlink()
            fsync_folder(target.parent)
            if source.parent != target.parent:
                fsync_folder(source.parent)
    except OSError as error:
        raise write_error(target, error) from error


def _read_content(path: Path) -> bytes:
    descriptor, _ = open_regular(path, follow=False)
    with os.fdopen(descriptor, "rb") as file:
        return file.read()
