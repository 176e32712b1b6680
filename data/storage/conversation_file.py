"""The conversation file `<slug>.json`: a TinyDB of readable tables, with the document beside them.

The document (`_sync`) merges with every other copy; the tables are for people to read and correct.
If the digest of the tables does not match, a person changed them by hand, which is allowed: their
difference from the document is applied as an edit and merges.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..crdt.replica import Replica
from ..crdt.replica_errors import ReplicaError
from ..crdt.snapshot import Snapshot, decode_snapshot
from ..errors import StorageError
from ..i18n.catalogue import Message
from ..lazy_dataclass import dataclass
from ..model.fields import CREATED_KEY, NEVER_SET, Fields
from ..model.notes import Notes
from ..system.files.file_identity import FileIdentity
from ..text.splice import Splice
from ..text.text_diff import diff_splices
from .database import ConversationDatabase
from .encryption.keyring import USUAL_KEYS, Keyring
from .json_storage import DurableStorage, damaged
from .loader import FORMAT, ValidatedFile, is_private, read_validated, seal_of
from .tables import NOTES, SYNC_TABLE, TableRows, fields_becoming, json_digest, to_tables

if TYPE_CHECKING:
    from .checkpoints import Checkpoints
    from .encryption.seal import Seal


@dataclass(frozen=True, slots=True)
class FileContent:
    """The content of a file to write: made in the replica's thread, written in any."""

    tables: TableRows
    document: str
    """The document in base64, as it is stored among the tables."""


class ConversationFile:
    """A conversation's file, read and written whole."""

    def __init__(
        self,
        path: Path,
        clock: Callable[[], datetime] = datetime.now,
        seal: Seal | None = None,
        *,
        keyring: Keyring = USUAL_KEYS,
    ) -> None:
        """`clock` returns the local time for checkpoints; `seal` is that of a new file.

        Raises StorageError if TinyDB fails.
        """
        self.path = path
        self._database = ConversationDatabase(path, seal, keyring=keyring)
        self._clock = clock
        self._checkpoint_lines = [""]
        self._checkpoints: Checkpoints | None = None
        self._undecoded_checkpoints: list[tuple[object, Replica]] = []
        self.keeps_last_checkpoint = False
        """Whether the next checkpoint does not replace the last one, also in the same minute."""
        self.document: str | None = None
        """The document that was read or written last, in base64; None without one."""
        self.rebuilt = False
        """Whether the document was rebuilt from the tables, so that it has no history."""
        self.by_hand = Snapshot()
        """What `load` took over of the tables, which were changed by hand."""

    def load(
        self, client: int | None = None, earlier: Callable[[], str | None] = lambda: None
    ) -> tuple[Replica, bool]:
        """Return the conversation as a replica, and whether the tables were changed by hand.

        `earlier` returns an earlier document of the file, for a file of the same conversation from
        which a person removed the document.
        Raises DamagedFile if the file is not a complete conversation of a known format; the file
        stays unchanged.
        """
        validated = read_validated(self._database)
        self._database.forget()  # the replica has all of it now
        replica = Replica(client)
        document = self._decode_document(validated.sync)
        removed = document is None
        earlier_document = earlier() if removed else None
        if earlier_document is not None:
            document = _document_of_same_conversation(earlier_document, validated.fields)
        try:
            replica.apply(_rebuild_document(validated) if document is None else document)
        except ReplicaError as error:
            raise damaged(self.path, Message("conversation_file.document")) from error
        self.rebuilt = document is None
        if document is None:
            return replica, True
        sync = {} if removed else validated.sync
        self.document = earlier_document if removed else sync["document"]
        if checkpoints := sync.get("moments"):
            self._checkpoint_lines = replica.notes.lines
            # Decoded at the first save, so that opening does not wait for it.
            self._undecoded_checkpoints.append((checkpoints, replica))
        if sync.get("digest") == json_digest(validated.tables):
            return replica, False
        try:
            if update := _manual_changes(document, validated):
                before = decode_snapshot(replica.snapshot)
                replica.apply(update)
                self.by_hand = decode_snapshot(replica.snapshot).difference(before)
        except ReplicaError as error:
            raise damaged(self.path, error.message) from error
        return replica, True

    def adopt(self, other: ConversationFile) -> None:
        """Continue from another read of the same file, which the next `write` replaces."""
        self._durable.file_identity = other._durable.file_identity
        self._durable.seal = other.seal or self.seal
        self._undecoded_checkpoints += other._undecoded_checkpoints
        if other._undecoded_checkpoints:
            self._checkpoint_lines = other._checkpoint_lines
        self.document = other.document or self.document

    @property
    def file_identity(self) -> FileIdentity | None:
        """The identity of the file that was read or written last; None if there was none."""
        return self._durable.file_identity

    def forget_written(self) -> None:
        """Let the next `write` make the file anew, because nothing is at its path any more."""
        self._durable.file_identity = None

    @property
    def keyring(self) -> Keyring:
        """The keys that may open it."""
        return self._durable.keyring

    @property
    def seal(self) -> Seal | None:
        """The seal of a locked conversation; None for a plain one."""
        return self._durable.seal

    @seal.setter
    def seal(self, seal: Seal) -> None:
        self._durable.seal = seal

    def refresh_seal(self) -> None:
        """Read the seal again, for a file that was locked meanwhile. Raises StorageError."""
        if self.seal is None:
            self._durable.seal = seal_of(self.path, keyring=self.keyring)

    @property
    def checkpoints(self) -> Checkpoints:
        """The checkpoints that were read and will be written."""
        if self._checkpoints is None or self._undecoded_checkpoints:
            from .checkpoints import Checkpoints

            self._checkpoints = self._checkpoints or Checkpoints()
            while self._undecoded_checkpoints:
                encoded, replica = self._undecoded_checkpoints.pop()
                document = decode_snapshot(replica.snapshot)
                found = Checkpoints.decode(encoded, document)
                self._checkpoints = self._checkpoints.merged(found)
        return self._checkpoints

    def add_checkpoints(self, checkpoints: Checkpoints) -> None:
        """Merge the checkpoints of another copy."""
        self._checkpoints = self.checkpoints.merged(checkpoints)

    def content_of(self, replica: Replica) -> FileContent:
        """Return the content for `write`. Call it in the replica's own thread."""
        tables = to_tables(replica.fields, replica.notes.note_lines())
        document = base64.b64encode(replica.document()).decode()
        sync = {"format": FORMAT, "digest": json_digest(tables), "document": document}
        self._add_checkpoint(replica, tables[NOTES][0]["lines"])
        if len(self.checkpoints):
            sync["moments"] = self.checkpoints.encode()
        return FileContent({**tables, SYNC_TABLE: [sync]}, document)

    def write(self, content: FileContent) -> None:
        """Write the content atomically; the file before stays as `<slug>.json~`.

        Raises ChangedOnDisk if the file is not the one that was read or written last, and
        StorageError if it cannot be written.
        """
        self._database.replace(content.tables)
        self._database.save()
        self.document = content.document

    @property
    def _durable(self) -> DurableStorage:
        return self._database.durable

    def _add_checkpoint(self, replica: Replica, lines: list[str]) -> None:
        """Add a checkpoint if the notes differ from those of the last one."""
        if lines != self._checkpoint_lines:
            self._checkpoint_lines = lines
            now, apart = self._clock().astimezone(UTC), self.keeps_last_checkpoint
            self.checkpoints.add(now, replica.snapshot, apart=apart)
            self.keeps_last_checkpoint = False

    def _decode_document(self, sync: Mapping[str, Any]) -> bytes | None:
        text = sync.get("document")
        if text is None:
            return None
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError, TypeError) as error:
            raise damaged(self.path, Message("conversation_file.document")) from error


def read_document(path: Path, *, keyring: Keyring = USUAL_KEYS) -> str | None:
    """Return the document of the file at `path`, in base64; None if it cannot be read."""
    with suppress(StorageError):
        sync: Mapping[str, Any] = (
            ConversationDatabase(path, keyring=keyring).table(SYNC_TABLE).get(doc_id=1) or {}
        )
        text = sync.get("document")
        return text if isinstance(text, str) else None
    return None


def _document_of_same_conversation(earlier: str, fields: Fields) -> bytes | None:
    """Return an earlier document if it is of the conversation with these fields; else None."""
    replica = Replica()
    created = fields.get(CREATED_KEY)
    with suppress(ReplicaError, binascii.Error, ValueError):
        document = base64.b64decode(earlier, validate=True)
        replica.apply(document)
        if created and replica.fields.get(CREATED_KEY) == created:
            return document
    return None


def _manual_changes(document: bytes, validated: ValidatedFile) -> bytes:
    """Return the manual changes of the tables, as an update of the document they came from."""
    replica = Replica(_derive_client(b"hand", json_digest(validated.tables).encode() + document))
    replica.apply(document)
    kept = () if is_private(replica.fields) else NEVER_SET
    changed = fields_becoming(replica.fields, validated.fields, kept)
    text = "\n".join(line.text for line in validated.notes)
    _, update = replica.edit(diff_splices(replica.notes.text, text), changed)
    return update


def _rebuild_document(validated: ValidatedFile) -> bytes:
    """Rebuild the document from the tables alone: a pure function of them.

    Two people who each do so get the same update, so that their copies merge without duplicates.
    """
    replica = Replica(_derive_client(b"rebuilt", json_digest(validated.tables).encode()))
    notes = Notes.of_lines(validated.notes)
    position = 0
    splices = []
    for text, by in notes.runs():
        splices.append(Splice(position, 0, text, by))
        position += len(text)
    replica.edit(splices, dict(sorted(validated.fields.items())))
    return replica.document()


def _derive_client(purpose: bytes, content: bytes) -> int:
    """Return a client number derived from the content, so that equal changes get equal clients."""
    return int.from_bytes(hashlib.sha256(purpose + b"\0" + content).digest()[:4], "big") >> 1 | 1
