"""One conversation, one file: `<slug>.json`, a TinyDB of readable tables with the document beside.

The document (`_sync`) merges with every other copy; the tables are what a person reads and mends.
Where the tables' digest does not match, somebody changed them, and that is welcome: the difference
between them and the document comes in as an edit of its own and merges.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..crdt.replica import Replica, ReplicaError
from ..errors import StoreError
from ..i18n.catalogue import tr
from ..model.fields import CREATED, Fields, Value, field_fault, field_key, parse_key
from ..model.notes import Notes
from ..system.atomic_files import Identity
from ..system.paths import exists
from ..text.splice import Splice
from ..text.text_diff import difference
from .database import ConversationDatabase
from .json_storage import DurableStorage, damaged
from .loader import FORMAT, Checked, read_checked, seal_of
from .tables import NOTES, SYNC, TableRows, digest, to_tables

if TYPE_CHECKING:
    from .checkpoints import Checkpoints
    from .encryption.seal import Seal


@dataclass(frozen=True, slots=True)
class FileContent:
    """A conversation as it is to be written: made where the replica lives, written anywhere."""

    tables: TableRows
    document: str
    """The document in base64, as it stands among the tables."""


class ConversationFile:
    """A conversation's file, read and written whole."""

    def __init__(
        self,
        path: Path,
        clock: Callable[[], datetime] = datetime.now,
        seal: Seal | None = None,
    ) -> None:
        """`clock` tells the local time at which moments are kept; `seal` is that of a new file.

        Raises StoreError where TinyDB fails.
        """
        self.path = path
        self._database = ConversationDatabase(path, seal)
        self._clock = clock
        self._noted = [""]
        self._moments: Checkpoints | None = None
        self._unread: list[object] = []
        self.document: str | None = None
        """The document that was read or written last, as it stands in the file; None without."""
        self.rebuilt = False
        """Whether the file had no document, and no earlier one was given: it has no history."""

    def load(
        self, client: int | None = None, earlier: Callable[[], str | None] = lambda: None
    ) -> tuple[Replica, bool]:
        """The conversation as a replica, and whether something came in by hand.

        `earlier` gives a document that stood in the file before: a person who removed the document
        from the file of the same conversation changed that one by hand.

        Raises DamagedFile where the file is not a whole conversation of a format we know; the file
        is left as it is.
        """
        found = read_checked(self._database)
        self._database.forget()  # from here on the replica knows
        replica = Replica(client)
        document = self._document(found.sync)
        removed = document is None
        before = earlier() if removed else None
        if before is not None:
            document = _begun_alike(before, found.fields)
        try:
            replica.apply(_rebuilt(found) if document is None else document)
        except ReplicaError as error:
            raise damaged(self.path, tr("conversation_file.document")) from error
        self.rebuilt = document is None
        if document is None:
            return replica, True
        sync = {} if removed else found.sync
        self.document = before if removed else sync["document"]
        if told := sync.get("moments"):
            self._noted = replica.notes.lines
            self._unread.append(told)  # opening need not wait for what only a save will ask
        if sync.get("digest") == digest(found.tables):
            return replica, False
        try:
            if update := _by_hand(document, found):
                replica.apply(update)
        except ReplicaError as error:
            raise damaged(self.path, str(error)) from error
        return replica, True

    def adopt(self, other: ConversationFile) -> None:
        """Go on from what another reading of the file found: the next `write` replaces that."""
        self._durable.identity = other._durable.identity
        self._durable.seal = other.seal or self.seal
        self._unread += other._unread
        if other._unread:
            self._noted = other._noted
        self.document = other.document or self.document

    @property
    def found(self) -> Identity | None:
        """Which file was read or written last; None when there was none."""
        return self._durable.identity

    def gone(self) -> bool:
        """Whether there is no file any more; then the next `write` makes it anew."""
        if exists(self.path):
            return False
        self._durable.identity = None
        return True

    @property
    def seal(self) -> Seal | None:
        """What seals the file of a locked conversation."""
        return self._durable.seal

    @seal.setter
    def seal(self, seal: Seal) -> None:
        self._durable.seal = seal

    def look_again(self) -> None:
        """Have the seal of a file that was locked since it was read. Raises StoreError."""
        if self.seal is None:
            self._durable.seal = seal_of(self.path)

    @property
    def checkpoints(self) -> Checkpoints:
        """When the notes became what they were, as was read and is going to be written."""
        if self._moments is None or self._unread:
            from .checkpoints import Checkpoints

            self._moments = self._moments or Checkpoints()
            while self._unread:
                self._moments = self._moments.merged(Checkpoints.read(self._unread.pop()))
        return self._moments

    def remember(self, moments: Checkpoints) -> None:
        """Have the moments of another copy as well."""
        self._moments = self.checkpoints.merged(moments)

    def content_of(self, replica: Replica) -> FileContent:
        """What `write` will write. Call it in the replica's own thread."""
        tables = to_tables(replica.fields, replica.notes.note_lines())
        document = base64.b64encode(replica.document()).decode()
        sync = {"format": FORMAT, "digest": digest(tables), "document": document}
        self._note(replica, tables[NOTES][0]["lines"])
        if len(self.checkpoints):
            sync["moments"] = self.checkpoints.told()
        return FileContent({**tables, SYNC: [sync]}, document)

    def write(self, snapshot: FileContent) -> None:
        """Write it, whole or not at all; the previous good file stays as `<slug>.json~`.

        Raises ChangedOnDisk where the file is not the one that was read or written last, and
        StoreError where it cannot be written.
        """
        self._database.replace(snapshot.tables)
        self._database.save()
        self.document = snapshot.document

    @property
    def _durable(self) -> DurableStorage:
        return self._database.durable

    def _note(self, replica: Replica, lines: list[str]) -> None:
        """Keep this moment, where the notes are others than at the moment before."""
        if lines != self._noted:
            self._noted = lines
            self.checkpoints.add(self._clock().astimezone(UTC), replica.snapshot)

    def _document(self, sync: Mapping[str, Any]) -> bytes | None:
        text = sync.get("document")
        if text is None:
            return None
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError, TypeError) as error:
            raise damaged(self.path, tr("conversation_file.document")) from error


def document_in(path: Path) -> str | None:
    """The document in the file at `path`, as it stands there; None where it cannot be had."""
    with suppress(StoreError):
        sync: Mapping[str, Any] = ConversationDatabase(path).table(SYNC).get(doc_id=1) or {}
        text = sync.get("document")
        return text if isinstance(text, str) else None
    return None


def _begun_alike(earlier: str, fields: Fields) -> bytes | None:
    """An earlier document of the conversation that has these fields; None where it is another."""
    replica = Replica()
    created = fields.get(CREATED)
    with suppress(ReplicaError, binascii.Error, ValueError):
        document = base64.b64decode(earlier, validate=True)
        replica.apply(document)
        if created and replica.fields.get(CREATED) == created:
            return document
    return None


def _by_hand(document: bytes, found: Checked) -> bytes:
    """What was changed in the tables, as an update of the state that they were written from."""
    replica = Replica(_client_of(b"hand", digest(found.tables).encode() + document))
    replica.apply(document)
    told = found.fields
    known = {(parts.table, parts.id) for key in told if (parts := parse_key(key))}
    changed: dict[str, Value] = dict(told)
    for key, value in replica.fields.items():
        parts = parse_key(key)
        if parts is None:
            continue
        if (parts.table, parts.id) not in known:
            changed[field_key(parts.table, parts.id, "deleted")] = True
        elif parts.attribute == "deleted":
            changed[key] = False
        elif key not in told and isinstance(value, str) and field_fault(parts, value) is None:
            changed[key] = ""  # what is no value of ours never stood in the tables
    text = "\n".join(line.text for line in found.notes)
    _, update = replica.edit(difference(replica.notes.text, text), changed)
    return update


def _rebuilt(found: Checked) -> bytes:
    """The document made again from the tables alone: a pure function of them.

    Two people who each do so get the same update, so that their copies merge into one and not two.
    """
    replica = Replica(_client_of(b"rebuilt", digest(found.tables).encode()))
    notes = Notes()
    lines = found.notes
    for number, line in enumerate(lines):
        text = line.text + ("\n" if number < len(lines) - 1 else "")
        notes.splice(Splice(len(notes), 0, text, line.by))
    position = 0
    splices = []
    for text, by in notes.runs():
        splices.append(Splice(position, 0, text, by))
        position += len(text)
    replica.edit(splices, dict(sorted(found.fields.items())))
    return replica.document()


def _client_of(purpose: bytes, content: bytes) -> int:
    """A client number that follows from the content, so that the same change has the same name."""
    return int.from_bytes(hashlib.sha256(purpose + b"\0" + content).digest()[:4], "big") >> 1 | 1
