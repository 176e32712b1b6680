"""Everything that a notebook keeps about one person, gathered from all that belongs to it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from ..crdt.replica_errors import ReplicaError
from ..crdt.snapshot import Snapshot
from ..crdt.time_travel import DocumentHistory
from ..errors import StorageError
from ..exchange.export_log import Export, find_exports
from ..model.fields import Fields, Value, to_fields
from ..model.remote_address import RemoteAddress
from ..notebook.people import (
    ConversationFiles,
    Person,
    conversation_files_in,
    find_person,
    people_of,
)
from ..session.find_working_copies import find_working_copies, is_in_working_copy
from ..session.private_file import read_private
from ..storage.durable_replica import DurableReplica
from ..system.paths import index_file
from .person_shares import find_person_shares

_OWN_SHARED = "header/-/shared_in"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that holds something of a conversation; `what` ends a key, `subject_access.file.*`."""

    path: Path
    what: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """What is kept of one conversation."""

    slug: str
    path: Path
    role: str
    """Of the person: `manager` or `employee`; empty where only its name tells of them."""
    fault: str
    """Why it cannot be read as it is; then this is what a copy of it says, or nothing."""
    fields: Fields
    """Of rows that were removed too, for those are still in the file."""
    notes: tuple[tuple[str, str], ...]
    """Who wrote it (a partner's id, or empty), and the line."""
    removed_lines: tuple[tuple[str, str], ...] = ()
    """Lines of all that was ever typed that are no more: who wrote them, and the line."""
    earlier: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What fields said at earlier saves, by key."""
    checkpoints: tuple[str, ...] = ()
    """The saves (UTC) that the file remembers the notes of."""
    editor_leftovers: tuple[str, ...] = ()
    """Lines that editors left and that were not taken in."""
    private: Mapping[str, Value] = field(default_factory=dict)
    """The private preparation of the user of this notebook."""
    files: tuple[StoredFile, ...] = ()
    shared_in: str = ""
    exports: tuple[Export, ...] = ()


@dataclass(frozen=True, slots=True)
class SubjectData:
    """All of it."""

    person: str
    logins: tuple[str, ...]
    notebook: Path
    conversations: tuple[StoredConversation, ...]
    index: Path
    indexed: int
    """How many lines of theirs the index holds."""
    other_shares: tuple[RemoteAddress, ...]
    """Other shared places in which something of this user's is about them."""
    mentioned: tuple[str, ...]
    """Conversations with others that name them."""
    unreadable: tuple[str, ...]
    """Why files could not be read of which nothing tells whose they are."""


def collect_subject_data(folder: Path, wanted: str) -> SubjectData:
    """What is kept about the person whose name, its beginning or login is `wanted`.

    Raises NothingFoundError, UsageError and StoreError.
    """
    talks = conversation_files_in(folder)
    person = find_person(people_of(talks), wanted)
    told = tuple(_stored_conversation(talk, person) for talk in person.conversations)
    place = index_file(folder)
    known = {RemoteAddress.parse(one.shared_in) for one in told if one.shared_in}
    shares = find_person_shares(person, folder, known)
    return SubjectData(
        person.name,
        person.logins,
        folder,
        told,
        place,
        _indexed(place, [talk.path.name for talk in person.conversations]),
        (*shares.in_notebook, *shares.outside_notebook),
        tuple(mentions(person, talks)),
        (*unreadable_files(talks, person), *shares.unreadable),
    )


def mentions(person: Person, talks: Iterable[ConversationFiles]) -> Iterator[str]:
    """The names of the conversations with others in which this name stands."""
    name = person.name.casefold()
    for talk in talks:
        if talk not in person.conversations and talk.conversation is not None:
            texts = [str(value) for value in to_fields(talk.conversation).values()]
            texts += [line.text for line in talk.conversation.notes]
            if any(name in text.casefold() for text in texts):
                yield talk.slug


def unreadable_files(talks: Iterable[ConversationFiles], person: Person) -> Iterator[str]:
    """What could not be read at all, and is nobody's as far as can be told."""
    for talk in talks:
        if talk.conversation is None and talk not in person.conversations:
            yield talk.fault


def files_of(talk: ConversationFiles) -> Iterator[StoredFile]:
    """Every file of a conversation, those in journal folders one by one."""
    for path in talk.files:
        inside = [path]
        if _is_real_folder(path):
            with suppress(OSError):  # another user's: it is told as a whole
                os.listdir(path)  # noqa: PTH208 - looking deeper says nothing of a refusal
                inside = [one for one in sorted(path.rglob("*")) if not _is_real_folder(one)]
        for one in inside:
            with suppress(OSError):
                yield StoredFile(one, _what(one, talk), one.lstat().st_size)


def _is_real_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _stored_conversation(talk: ConversationFiles, person: Person) -> StoredConversation:
    partner = person.partner(talk)
    private = read_private(talk.path)
    own = dict(private.fields) if private else {}
    if private and private.notes.text:
        own["header/-/notes"] = private.notes.text
    fields: Fields = to_fields(talk.conversation) if talk.conversation else {}
    notes = tuple((n.by, n.text) for n in (talk.conversation.notes if talk.conversation else ()))
    moments: Sequence[str] = ()
    gone: Iterable[tuple[str, str]] = ()
    earlier: Mapping[str, tuple[str, ...]] = {}
    if not talk.fault:
        with suppress(StorageError, ReplicaError):
            keeper = DurableReplica.open(talk.path, read_only=True)
            fields = dict(keeper.replica.fields)
            notes = tuple((line.by, line.text) for line in keeper.replica.notes.note_lines())
            moments, gone, earlier = _history_of(keeper, notes)
    return StoredConversation(
        talk.slug,
        talk.path,
        partner.role if partner else "",
        talk.fault,
        fields,
        notes,
        tuple(gone),
        earlier,
        tuple(moments),
        tuple(_editor_leftovers(talk.path)),
        own,
        tuple(files_of(talk)),
        str(own.get(_OWN_SHARED, "")),
        tuple(find_exports([talk.path])),
    )


def _editor_leftovers(path: Path) -> Iterator[str]:
    """The lines of what editors left that are not in the text that they were given."""
    for copy in find_working_copies(path):
        known = set((copy.base or "").split("\n"))
        if (found := copy.read()).changed:
            yield from (line for line in found.text.split("\n") if line not in known)


def _history_of(
    keeper: DurableReplica, now: Iterable[tuple[str, str]]
) -> tuple[list[str], list[tuple[str, str]], dict[str, tuple[str, ...]]]:
    """The moments, the lines of all that was ever typed that are no more, and earlier fields.

    Raises ReplicaError where the document waits for what is missing.
    """
    past = DocumentHistory(keeper.replica)
    present = set(now)
    # With nothing removed there is every letter that was ever typed, at the place where it stood.
    typed = [
        (line.by, line.text)
        for line in past.notes_at(Snapshot(past.current_snapshot.clocks_by_client))
    ]
    gone = [line for line in dict.fromkeys(typed) if line[1].strip() and line not in present]
    times: list[str] = []
    said: dict[str, dict[str, None]] = {}
    for moment, state in keeper.checkpoints.snapshots(past.current_snapshot):
        times.append(moment.isoformat())
        with suppress(ReplicaError):
            for key, value in past.fields_at(state).items():
                if value not in ("", keeper.replica.fields.get(key)):
                    said.setdefault(key, {})[str(value)] = None
    return times, gone, {key: tuple(values) for key, values in said.items()}


def _what(path: Path, talk: ConversationFiles) -> str:
    if path == talk.path:
        return "conversation"
    if is_in_working_copy(path):
        return "editor"
    if path.suffix in (".afl", ".log") or ".afl." in path.name:
        return "journal"
    if ".damaged" in path.name:
        return "damaged"
    if path.name.startswith("."):
        return "temporary"
    if ".private" in path.name:
        return "private"
    return "previous" if path.name.endswith("~") else "copy"


def _indexed(place: Path, names: Iterable[str]) -> int:
    """How many lines of these files the index holds, as it is now."""
    if not place.is_file():
        return 0
    count = 0
    asked = "SELECT count(*) FROM line JOIN file ON file.id = file WHERE name = ?"
    with (
        suppress(sqlite3.Error, OSError),
        closing(sqlite3.connect(f"{place.as_uri()}?mode=ro", uri=True)) as connection,
    ):
        for name in names:
            count += connection.execute(asked, (os.fsencode(name),)).fetchone()[0]
    return count
