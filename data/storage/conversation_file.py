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

from ..crdt.replica import Replica
from ..crdt.replica_errors import ReplicaError
from ..errors import StorageError
from ..i18n.catalogue import tr
from ..model.fields import CREATED_KEY, Fields, Value, field_fault, field_key, parse_key
from ..model.notes import Notes
from ..system.file_identity import FileIdentity
from ..system.paths import exists
from ..text.splice import Splice
from ..text.text_diff import diff_splices
from .database import ConversationDatabase
from .json_storage import DurableStorage, damaged
from .loader import FORMAT, ValidatedFile, read_validated, seal_of
from .tables import NOTES, SYNC_TABLE, TableRows, json_digest, to_tables

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
        self._checkpoint_lines = [""]
        self._checkpoints: Checkpoints | None = None
        self._undecoded_checkpoints: list[object] = []
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
        found = read_validated(self._database)
        self._database.forget()  # from here on the replica knows
        replica = Replica(client)
        document = self._decode_document(found.sync)
        removed = document is None
        before = earlier() if removed else None
        if before is not None:
            document = _document_of_same_conversation(before, found.fields)
        try:
            replica.apply(_rebuild_document(found) if document is None else document)
        except ReplicaError as error:
            raise damaged(self.path, tr("conversation_file.document")) from error
        self.rebuilt = document is None
        if document is None:
            return replica, True
        sync = {} if removed else found.sync
        self.document = before if removed else sync["document"]
        if told := sync.get("moments"):
            self._checkpoint_lines = replica.notes.lines
            self._undecoded_checkpoints.append(
                told
            )  # opening need not wait for what only a save will ask
        if sync.get("digest") == json_digest(found.tables):
            return replica, False
        try:
            if update := _manual_changes(document, found):
                replica.apply(update)
        except ReplicaError as error:
            raise damaged(self.path, str(error)) from error
        return replica, True

    def adopt(self, other: ConversationFile) -> None:
        """Go on from what another reading of the file found: the next `write` replaces that."""
        self._durable.file_identity = other._durable.file_identity
        self._durable.seal = other.seal or self.seal
        self._undecoded_checkpoints += other._undecoded_checkpoints
        if other._undecoded_checkpoints:
            self._checkpoint_lines = other._checkpoint_lines
        self.document = other.document or self.document

    @property
    def file_identity(self) -> FileIdentity | None:
        """Which file was read or written last; None when there was none."""
        return self._durable.file_identity

    def is_missing(self) -> bool:
        """Whether there is no file any more; then the next `write` makes it anew."""
        if exists(self.path):
            return False
        self._durable.file_identity = None
        return True

    @property
    def seal(self) -> Seal | None:
        """What seals the file of a locked conversation."""
        return self._durable.seal

    @seal.setter
    def seal(self, seal: Seal) -> None:
        self._durable.seal = seal

    def refresh_seal(self) -> None:
        """Have the seal of a file that was locked since it was read. Raises StoreError."""
        if self.seal is None:
            self._durable.seal = seal_of(self.path)

    @property
    def checkpoints(self) -> Checkpoints:
        """When the notes became what they were, as was read and is going to be written."""
        if self._checkpoints is None or self._undecoded_checkpoints:
            from .checkpoints import Checkpoints

            self._checkpoints = self._checkpoints or Checkpoints()
            while self._undecoded_checkpoints:
                self._checkpoints = self._checkpoints.merged(
                    Checkpoints.decode(self._undecoded_checkpoints.pop())
                )
        return self._checkpoints

    def add_checkpoints(self, checkpoints: Checkpoints) -> None:
        """Have the moments of another copy as well."""
        self._checkpoints = self.checkpoints.merged(checkpoints)

    def content_of(self, replica: Replica) -> FileContent:
        """What `write` will write. Call it in the replica's own thread."""
        tables = to_tables(replica.fields, replica.notes.note_lines())
        document = base64.b64encode(replica.document()).decode()
        sync = {"format": FORMAT, "digest": json_digest(tables), "document": document}
        self._add_checkpoint(replica, tables[NOTES][0]["lines"])
        if len(self.checkpoints):
            sync["moments"] = self.checkpoints.encode()
        return FileContent({**tables, SYNC_TABLE: [sync]}, document)

    def write(self, content: FileContent) -> None:
        """Write it, whole or not at all; the previous good file stays as `<slug>.json~`.

        Raises ChangedOnDisk where the file is not the one that was read or written last, and
        StoreError where it cannot be written.
        """
        self._database.replace(content.tables)
        self._database.save()
        self.document = content.document

    @property
    def _durable(self) -> DurableStorage:
        return self._database.durable

    def _add_checkpoint(self, replica: Replica, lines: list[str]) -> None:
        """Keep this moment, where the notes are others than at the moment before."""
        if lines != self._checkpoint_lines:
            self._checkpoint_lines = lines
            self.checkpoints.add(self._clock().astimezone(UTC), replica.snapshot)

    def _decode_document(self, sync: Mapping[str, Any]) -> bytes | None:
        text = sync.get("document")
        if text is None:
            return None
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError, TypeError) as error:
            raise damaged(self.path, tr("conversation_file.document")) from error


def read_document(path: Path) -> str | None:
    """The document in the file at `path`, as it stands there; None where it cannot be had."""
    with suppress(StorageError):
        sync: Mapping[str, Any] = ConversationDatabase(path).table(SYNC_TABLE).get(doc_id=1) or {}
        text = sync.get("document")
        return text if isinstance(text, str) else None
    return None


def _document_of_same_conversation(earlier: str, fields: Fields) -> bytes | None:
    """An earlier document of the conversation that has these fields; None where it is another."""
    replica = Replica()
    created = fields.get(CREATED_KEY)
    with suppress(ReplicaError, binascii.Error, ValueError):
        document = base64.b64decode(earlier, validate=True)
        replica.apply(document)
        if created and replica.fields.get(CREATED_KEY) == created:
            return document
    return None


def _manual_changes(document: bytes, found: ValidatedFile) -> bytes:
    """What was changed in the tables, as an update of the state that they were written from."""
    replica = Replica(_derive_client(b"hand", json_digest(found.tables).encode() + document))
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
    _, update = replica.edit(diff_splices(replica.notes.text, text), changed)
    return update


def _rebuild_document(found: ValidatedFile) -> bytes:
    """The document made again from the tables alone: a pure function of them.

    Two people who each do so get the same update, so that their copies merge into one and not two.
    """
    replica = Replica(_derive_client(b"rebuilt", json_digest(found.tables).encode()))
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


def _derive_client(purpose: bytes, content: bytes) -> int:
    """A client number that follows from the content, so that the same change has the same name."""
    return int.from_bytes(hashlib.sha256(purpose + b"\0" + content).digest()[:4], "big") >> 1 | 1
