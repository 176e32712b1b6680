"""Decide which files of a notebook are copies of one conversation, by their content.

Copies of a conversation have the time of creation and a client in common. A person may also copy a
file to begin another conversation with it: so a copy with a name that no program gives must still
be of the same people and kind, and have the same title or date. Where the content cannot tell,
because it is locked or damaged, a name that programs give to copies decides.

The original is the one that is in use here: it has a private file, with the address of the share in
it, or a previous copy, or the name that this program gives. Only then the shortest name decides.
"""

from __future__ import annotations

import base64
import os
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import StorageError
from ...storage.siblings import journal_folder, private_path
from ...system.files.atomic_files import previous_copy
from ...system.paths import exists
from ..summary import SUFFIX
from .copy_names import original_of

if TYPE_CHECKING:
    from ...storage.encryption.keyring import Keyring

_CANDIDATES = (
    "SELECT file.id, name, mark, created, names, partner, kind, title, date, clients"
    " FROM file LEFT JOIN lineage ON lineage.file = file.id WHERE created IN"
    " (SELECT created FROM file GROUP BY created HAVING count(*) > 1)"
)
_STORE_CLIENTS = (
    "INSERT OR REPLACE INTO lineage SELECT id, ? FROM file WHERE id = ? AND name = ? AND mark = ?"
)


class _File(NamedTuple):
    id: int
    name: bytes
    mark: str
    created: str
    names: str
    partner: str
    kind: str
    title: str
    date: str
    clients: str | None
    """The clients of the document, separated by spaces; None if they are not known yet."""

    @property
    def file_name(self) -> str:
        return os.fsdecode(self.name)

    @property
    def has_usual_name(self) -> bool:
        """Whether this program gives such a name to a conversation of these people."""
        from ..notebook import slug_of

        stem = re.sub(r"-\d{1,3}$", "", self.file_name.removesuffix(SUFFIX))
        people = (self.partner, *self.names.split("\n"), self.names)
        slugs = {slug_of(f"{name} {self.title}") for name in people}
        return not slugs.isdisjoint({stem, self.file_name.removesuffix(SUFFIX)})

    @property
    def marks(self) -> tuple[tuple[str, ...], ...]:
        """What a copy has in common with it: one of these at least (`is_copy_of`)."""
        people = (self.names, self.kind)
        return (
            (_family(self.file_name),),
            ("title", *people, self.title),
            ("date", *people, self.date),
        )

    def rank(self, folder: Path) -> tuple[bool, bool, bool, bool, bool, int, bytes]:
        """Return the place in an order; the original of several in a folder comes first in it."""
        path = folder / self.file_name
        return (
            bool(original_of(self.file_name)),
            not exists(private_path(path)),
            not exists(previous_copy(path)),
            not self.has_usual_name,
            not exists(journal_folder(path)),
            len(self.name),
            self.name,
        )

    def is_copy_of(self, other: _File) -> bool:
        """Return whether two files with the same time of creation are of one conversation."""
        is_named_so = _family(self.file_name) == _family(other.file_name)
        ours, theirs = ((file.clients or "").split() for file in (self, other))
        if not (ours and theirs):
            return is_named_so
        if set(ours).isdisjoint(theirs):
            return False
        same_people = (self.names, self.kind) == (other.names, other.kind)
        same_talk = self.title == other.title or self.date == other.date
        return is_named_so or (same_people and same_talk)


class CopyLinks(NamedTuple):
    """What the index has to record about copies."""

    originals: dict[bytes, bytes]
    """The original of each conversation whose record has to change; b"" for no copy."""
    clients: list[tuple[str, int, bytes, str]]
    """The clients of files, with the row and the fingerprint that they were read for."""

    def write(self, connection: sqlite3.Connection) -> None:
        """Record them. Raises sqlite3.Error."""
        pairs = [(original, name) for name, original in self.originals.items()]
        connection.executemany("UPDATE file SET copy_of = ? WHERE name = ?", pairs)
        connection.executemany(_STORE_CLIENTS, self.clients)


def find_links(
    connection: sqlite3.Connection, folder: Path, locked: Collection[str], *, keyring: Keyring
) -> CopyLinks:
    """Return what the index has to record about copies; nothing in most cases.

    `locked` are the names of the locked conversations, which are not in it. Raises sqlite3.Error.
    """
    before = dict(connection.execute("SELECT name, copy_of FROM file"))
    now: dict[bytes, bytes] = {}
    read: list[_File] = []
    groups: dict[tuple[str, str], list[_File]] = defaultdict(list)
    for row in connection.execute(_CANDIDATES).fetchall():
        file = _File(*row)
        # Without a time of creation only the names can bring two files together.
        groups[file.created, "" if file.created else _family(file.file_name)].append(file)
    for begun_together in groups.values():
        if group := _alike(begun_together):
            known = [_with_clients(folder, file, keyring=keyring) for file in group]
            read += [new for new, file in zip(known, group, strict=True) if file.clients is None]
            now |= _originals(known, folder)
    if locked:
        names = [name for (name,) in connection.execute("SELECT name FROM file")]
        copies = {name: original_of(os.fsdecode(name)) for name in names}
        now |= {name: os.fsencode(of) for name, of in copies.items() if of in locked}
    changed = {
        name: now.get(name, b"")
        for name, original in before.items()
        if original != now.get(name, b"")
    }
    return CopyLinks(changed, [(f.clients or "", f.id, f.name, f.mark) for f in read])


def collect_copies(
    linked: Mapping[str, str],
    faulty: Collection[str],
    sides: Mapping[str, str],
    names: Iterable[str],
) -> dict[str, list[str]]:
    """Return the copies of each conversation, by file name.

    `linked` are those that the index knows, `faulty` the conversations that cannot be read, `sides`
    the side copies; `names` are all conversations.
    """
    present, parent = set(names), dict(linked)
    for name in faulty:
        if (original := original_of(name)) in present:
            parent[name] = original
    parent |= {side: original for side, original in sides.items() if original in present}
    copies: dict[str, list[str]] = defaultdict(list)
    for name in sorted(parent):
        original = parent[name]
        while original in parent:
            original = parent[original]
        copies[original].append(name)
    return copies


def _alike(files: list[_File]) -> list[_File]:
    """Return the files that may be copies of another one of these, by all but their content."""
    marks = [(file, file.marks) for file in files]
    count = Counter(mark for _, own in marks for mark in own)
    return [file for file, own in marks if any(count[mark] > 1 for mark in own)]


def _family(name: str) -> str:
    return original_of(name) or name


def _originals(group: list[_File], folder: Path) -> dict[bytes, bytes]:
    originals: dict[bytes, bytes] = {}
    chosen: dict[str, list[_File]] = defaultdict(list)
    for file in sorted(group, key=lambda file: file.rank(folder)):
        # Only a file with a client or a family in common can be the original.
        marks = [_family(file.file_name), *(file.clients or "").split()]
        related = {each: None for mark in marks for each in chosen[mark]}
        original = next((each for each in related if file.is_copy_of(each)), None)
        if original is None:
            for mark in marks:
                chosen[mark].append(file)
        else:
            originals[file.name] = original.name
    return originals


def _with_clients(folder: Path, file: _File, *, keyring: Keyring) -> _File:
    if file.clients is not None:
        return file
    clients = clients_in_file(folder / file.file_name, keyring=keyring)
    return file._replace(clients=" ".join(map(str, sorted(clients))))


def clients_in_file(path: Path, *, keyring: Keyring) -> frozenset[int]:
    """Return the clients of the document in a file; none if it has no readable document."""
    from ...crdt.update_clients import clients_in
    from ...storage.database import ConversationDatabase
    from ...storage.tables import SYNC_TABLE

    try:
        table = ConversationDatabase(path, keyring=keyring).table(SYNC_TABLE)
        sync: Mapping[str, Any] = table.get(doc_id=1) or {}
        return clients_in(base64.b64decode(sync.get("document") or ""))[0]
    except (StorageError, ValueError, TypeError):
        return frozenset()
