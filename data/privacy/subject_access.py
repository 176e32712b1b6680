"""Collect all data that a notebook stores about one person."""

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
from ..i18n.catalogue import Message
from ..ids import Login, PartnerId, Slug
from ..model.fields import SINGLETON_ID, FieldKey, Fields, to_fields
from ..model.remote_address import RemoteAddress, parse_remote_address
from ..notebook.people import (
    ConversationFiles,
    Person,
    conversation_files_in,
    find_person,
    people_of,
)
from ..notebook.places.folders import archive_of
from ..session.private_file import read_private
from ..session.user import SYSTEM_USER, User
from ..session.working_copies.find_working_copies import find_working_copies, is_in_working_copy
from ..storage.durable_replica import DurableReplica
from ..sync.hosts import NO_ORGANISATION, Hosts
from ..system.paths import index_file, is_file, is_folder
from .person_shares import find_person_shares

_OWN_SHARED = FieldKey("header", SINGLETON_ID, "shared_in")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a conversation; its kind `what` is described by `subject_access.file.<what>`."""

    path: Path
    what: str
    size: int
    """In bytes."""


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """The data stored about one conversation."""

    slug: Slug
    path: Path
    role: str
    """The person's role: `manager` or `employee`; empty if only the file name mentions them."""
    fault: Message | None
    """Why it cannot be read; then the content is that of a copy, or empty."""
    fields: Fields
    """The fields, including those of deleted rows, which are still in the file."""
    notes: tuple[tuple[PartnerId, str], ...]
    """The author (a partner's id, or empty) and the text of each line."""
    removed_lines: tuple[tuple[PartnerId, str], ...] = ()
    """Lines that were typed and deleted: author and text."""
    earlier: Mapping[FieldKey, tuple[str, ...]] = field(default_factory=dict)
    """The values of fields at earlier saves, by key."""
    checkpoints: tuple[str, ...] = ()
    """The times (UTC) of the checkpoints in the file."""
    editor_leftovers: tuple[str, ...] = ()
    """Lines in working copies of external editors that never got into the notes."""
    private: Fields = field(default_factory=dict)
    """The private preparation of the user of this notebook."""
    files: tuple[StoredFile, ...] = ()
    shared_in: str = ""
    exports: tuple[Export, ...] = ()


@dataclass(frozen=True, slots=True)
class SubjectData:
    """All data stored about one person."""

    person: str
    logins: tuple[Login, ...]
    notebook: Path
    conversations: tuple[StoredConversation, ...]
    index: Path
    indexed: int
    """The number of lines of their conversations in the index."""
    other_shares: tuple[RemoteAddress, ...]
    """Other shares of this user about them."""
    mentioned: tuple[Slug, ...]
    """Conversations with others that name them."""
    unreadable: tuple[Message, ...]
    """Messages about files that cannot be read, and may be about anybody."""


def collect_subject_data(
    folder: Path, wanted: str, hosts: Hosts = NO_ORGANISATION, *, user: User = SYSTEM_USER
) -> SubjectData:
    """Collect the data about the person whose name, its beginning or login is `wanted`.

    Raises NotFoundError, UsageError and StorageError.
    """
    talks = conversation_files_in(folder, user=user)
    person = find_person(people_of(talks), wanted)
    conversations = tuple(_stored_conversation(talk, person) for talk in person.conversations)
    index = index_file(folder)
    known = {
        parse_remote_address(conversation.shared_in)
        for conversation in conversations
        if conversation.shared_in
    }
    shares = find_person_shares(person, folder, hosts, known, user=user)
    return SubjectData(
        person.name,
        person.logins,
        folder,
        conversations,
        index,
        sum(
            _indexed(each, [talk.path.name for talk in person.conversations])
            for each in (index, index_file(archive_of(folder)))
        ),
        (*shares.in_notebook, *shares.outside_notebook),
        tuple(mentions(person, talks)),
        (*unreadable_files(talks, person), *shares.unreadable),
    )


def mentions(person: Person, talks: Iterable[ConversationFiles]) -> Iterator[Slug]:
    """Yield the slugs of the conversations with others that contain this name."""
    name = person.name.casefold()
    for talk in talks:
        if talk not in person.conversations and talk.conversation is not None:
            texts = [str(value) for value in to_fields(talk.conversation).values()]
            texts += [line.text for line in talk.conversation.notes]
            if any(name in text.casefold() for text in texts):
                yield talk.slug


def unreadable_files(talks: Iterable[ConversationFiles], person: Person) -> Iterator[Message]:
    """Yield the faults of conversations that cannot be read and are not known to be anybody's."""
    for talk in talks:
        if talk.conversation is None and talk not in person.conversations and talk.fault:
            yield talk.fault


def files_of(talk: ConversationFiles) -> Iterator[StoredFile]:
    """Yield every file of a conversation, those in journal folders one by one."""
    for path in talk.files:
        inside = [path]
        if _is_real_folder(path):
            with suppress(OSError):  # another user's: listed as a whole
                os.listdir(path)  # noqa: PTH208 - looking deeper says nothing of a refusal
                inside = [file for file in sorted(path.rglob("*")) if not _is_real_folder(file)]
        for file in inside:
            with suppress(OSError):
                yield StoredFile(file, _file_kind(file, talk), file.lstat().st_size)


def _is_real_folder(path: Path) -> bool:
    return is_folder(path) and not path.is_symlink()


def _stored_conversation(talk: ConversationFiles, person: Person) -> StoredConversation:
    partner = person.partner(talk)
    private = read_private(talk.path, keyring=talk.user.keyring)
    own = dict(private.fields) if private else {}
    if private and private.notes.text:
        own[FieldKey("header", SINGLETON_ID, "notes")] = private.notes.text
    fields: Fields = to_fields(talk.conversation) if talk.conversation else {}
    notes = tuple((n.by, n.text) for n in (talk.conversation.notes if talk.conversation else ()))
    checkpoint_times: Sequence[str] = ()
    removed_lines: Iterable[tuple[PartnerId, str]] = ()
    earlier: Mapping[FieldKey, tuple[str, ...]] = {}
    if not talk.fault:
        with suppress(StorageError, ReplicaError):
            durable = DurableReplica.open(talk.path, read_only=True, keyring=talk.user.keyring)
            fields = dict(durable.replica.fields)
            notes = tuple((line.by, line.text) for line in durable.replica.notes.note_lines())
            checkpoint_times, removed_lines, earlier = _history_of(durable, notes)
    return StoredConversation(
        talk.slug,
        talk.path,
        partner.role if partner else "",
        talk.fault,
        fields,
        notes,
        tuple(removed_lines),
        earlier,
        tuple(checkpoint_times),
        tuple(_editor_leftovers(talk.path)),
        own,
        tuple(files_of(talk)),
        str(own.get(_OWN_SHARED, "")),
        tuple(find_exports([talk.path])),
    )


def _editor_leftovers(path: Path) -> Iterator[str]:
    """Yield the lines of working copies that are not in the text the editor got."""
    for copy in find_working_copies(path):
        known = set((copy.base or "").split("\n"))
        if (found := copy.read()).changed:
            yield from (line for line in found.text.split("\n") if line not in known)


def _history_of(
    durable: DurableReplica, present_lines: Iterable[tuple[PartnerId, str]]
) -> tuple[list[str], list[tuple[PartnerId, str]], dict[FieldKey, tuple[str, ...]]]:
    """Return the times of the checkpoints, the deleted lines, and earlier values of fields.

    Raises ReplicaError if an update is missing.
    """
    history = DocumentHistory(durable.replica)
    present = set(present_lines)
    # With an empty delete set, every letter that was ever typed is at its original position.
    typed = [
        (line.by, line.text)
        for line in history.notes_at(Snapshot(history.current_snapshot.clocks_by_client))
    ]
    removed_lines = [
        line for line in dict.fromkeys(typed) if line[1].strip() and line not in present
    ]
    times: list[str] = []
    earlier: dict[FieldKey, dict[str, None]] = {}
    for moment, snapshot in durable.checkpoints.snapshots(history.current_snapshot):
        times.append(moment.isoformat())
        with suppress(ReplicaError):
            for key, value in history.fields_at(snapshot).items():
                if value not in ("", durable.replica.fields.get(key)):
                    earlier.setdefault(key, {})[str(value)] = None
    return times, removed_lines, {key: tuple(values) for key, values in earlier.items()}


def _file_kind(path: Path, talk: ConversationFiles) -> str:
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


def _indexed(index: Path, names: Iterable[str]) -> int:
    """Return the number of lines of these files in the index."""
    if not is_file(index):
        return 0
    count = 0
    query = "SELECT count(*) FROM line JOIN file ON file.id = file WHERE name = ?"
    with (
        suppress(sqlite3.Error, OSError),
        closing(sqlite3.connect(f"{index.as_uri()}?mode=ro", uri=True)) as connection,
    ):
        for name in names:
            count += connection.execute(query, (os.fsencode(name),)).fetchone()[0]
    return count
