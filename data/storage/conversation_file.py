"""One conversation, one file: `<slug>.json`, a TinyDB of readable tables with the document beside.

The document (`_sync`) merges with every other copy; the tables are what a person reads and mends.
Where the tables' digest does not match, somebody changed them, and that is welcome: the difference
between them and the document comes in as an edit of its own and merges.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..crdt.replica import Replica, ReplicaError
from ..errors import StoreError
from ..i18n.catalogue import tr
from ..model.fields import CREATED, Value, field_fault, field_key, parse_key
from ..model.notes import Notes
from ..system.atomic_files import Identity
from ..system.paths import exists
from ..text.splice import Splice
from ..text.text_diff import difference
from .json_storage import DamagedFile, DurableStorage
from .loader import FORMAT, damaged, read_checked, seal_of
from .tables import SYNC, Tables, digest, read_fields, read_notes, to_tables

if TYPE_CHECKING:
    from .checkpoints import Moments
    from .encryption.seal import Seal


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A conversation as it is to be written: made where the replica lives, written anywhere."""

    tables: Tables


class ConversationFile:
    """A conversation's file, read and written whole."""

    def __init__(
        self,
        path: Path,
        clock: Callable[[], datetime] = datetime.now,
        seal: Seal | None = None,
    ) -> None:
        """`clock` tells the local time at which moments are kept; `seal` is that of a new file."""
        self.path = path
        self._storage = DurableStorage(path, seal)
        self._clock = clock
        self._noted = [""]
        self._moments: Moments | None = None
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
        tables = read_checked(self._storage).tables
        replica = Replica(client)
        document = self._document(tables)
        removed = document is None
        before = earlier() if removed else None
        if before is not None:
            document = _begun_alike(before, tables)
        try:
            replica.apply(_rebuilt(tables) if document is None else document)
        except ReplicaError as error:
            raise damaged(self.path, tr("conversation_file.document")) from error
        self.rebuilt = document is None
        if document is None:
            return replica, True
        sync = {} if removed else tables[SYNC]["1"]
        self.document = before if removed else sync["document"]
        if told := sync.get("moments"):
            self._noted = replica.notes.lines
            self._unread.append(told)  # opening need not wait for what only a save will ask
        if sync.get("digest") == digest(tables):
            return replica, False
        try:
            replica.apply(_by_hand(document, tables))
        except ReplicaError as error:
            raise damaged(self.path, str(error)) from error
        return replica, True

    def adopt(self, other: ConversationFile) -> None:
        """Go on from what another reading of the file found: the next `write` replaces that."""
        self._storage.identity = other._storage.identity
        self._storage.seal = other.seal or self._storage.seal
        self._unread += other._unread
        if other._unread:
            self._noted = other._noted
        self.document = other.document or self.document

    @property
    def found(self) -> Identity | None:
        """Which file was read or written last; None when there was none."""
        return self._storage.identity

    def gone(self) -> bool:
        """Whether there is no file any more; then the next `write` makes it anew."""
        if exists(self.path):
            return False
        with suppress(DamagedFile):
            self._storage.read()
        return True

    @property
    def seal(self) -> Seal | None:
        """What seals the file of a locked conversation."""
        return self._storage.seal

    @seal.setter
    def seal(self, seal: Seal) -> None:
        self._storage.seal = seal

    def look_again(self) -> None:
        """Have the seal of a file that was locked since it was read. Raises StoreError."""
        if self._storage.seal is None:
            self._storage.seal = seal_of(self.path)

    @property
    def moments(self) -> Moments:
        """When the notes became what they were, as was read and is going to be written."""
        if self._moments is None or self._unread:
            from .checkpoints import Moments

            self._moments = self._moments or Moments()
            while self._unread:
                self._moments = self._moments.merged(Moments.read(self._unread.pop()))
        return self._moments

    def remember(self, moments: Moments) -> None:
        """Have the moments of another copy as well."""
        self._moments = self.moments.merged(moments)

    def snapshot(self, replica: Replica) -> Snapshot:
        """What `write` will write. Call it in the replica's own thread."""
        tables = to_tables(replica.fields, replica.notes.note_lines())
        sync: dict[str, Any] = {
            "format": FORMAT,
            "digest": digest(tables),
            "document": base64.b64encode(replica.document()).decode(),
        }
        self._note(replica, tables["notes"]["1"]["lines"])
        if len(self.moments):
            sync["moments"] = self.moments.told()
        tables[SYNC] = {"1": sync}
        return Snapshot(tables)

    def write(self, snapshot: Snapshot) -> None:
        """Write it, whole or not at all; the previous good file stays as `<slug>.json~`.

        Raises ChangedOnDisk where the file is not the one that was read or written last, and
        StoreError where it cannot be written.
        """
        self._storage.write(snapshot.tables)
        self.document = snapshot.tables[SYNC]["1"]["document"]

    def _note(self, replica: Replica, lines: list[str]) -> None:
        """Keep this moment, where the notes are others than at the moment before."""
        if lines != self._noted:
            self._noted = lines
            self.moments.add(self._clock().astimezone(UTC), replica.reached)

    def _document(self, tables: Tables) -> bytes | None:
        text = tables.get(SYNC, {}).get("1", {}).get("document")
        if text is None:
            return None
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError, TypeError) as error:
            raise damaged(self.path, tr("conversation_file.document")) from error


def document_in(path: Path) -> str | None:
    """The document in the file at `path`, as it stands there; None where it cannot be had."""
    with suppress(StoreError):
        text = (DurableStorage(path).read() or {}).get(SYNC, {}).get("1", {}).get("document")
        return text if isinstance(text, str) else None
    return None


def _begun_alike(earlier: str, tables: Tables) -> bytes | None:
    """An earlier document of the conversation that the tables tell of; None where it is another."""
    replica = Replica()
    created = read_fields(tables).get(CREATED)
    with suppress(ReplicaError, binascii.Error, ValueError):
        document = base64.b64decode(earlier, validate=True)
        replica.apply(document)
        if created and replica.fields.get(CREATED) == created:
            return document
    return None


def _by_hand(document: bytes, tables: Tables) -> bytes:
    """What was changed in the tables, as an update of the state that they were written from."""
    replica = Replica(_client_of(b"hand", digest(tables).encode() + document))
    replica.apply(document)
    told = read_fields(tables)
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
    text = "\n".join(line.text for line in read_notes(tables))
    _, update = replica.edit(difference(replica.notes.text, text), changed)
    return update


def _rebuilt(tables: Tables) -> bytes:
    """The document made again from the tables alone: a pure function of them.

    Two people who each do so get the same update, so that their copies merge into one and not two.
    """
    replica = Replica(_client_of(b"rebuilt", digest(tables).encode()))
    notes = Notes()
    lines = read_notes(tables)
    for number, line in enumerate(lines):
        text = line.text + ("\n" if number < len(lines) - 1 else "")
        notes.splice(Splice(len(notes), 0, text, line.by))
    position = 0
    splices = []
    for text, by in notes.runs():
        splices.append(Splice(position, 0, text, by))
        position += len(text)
    replica.edit(splices, dict(sorted(read_fields(tables).items())))
    return replica.document()


def _client_of(purpose: bytes, content: bytes) -> int:
    """A client number that follows from the content, so that the same change has the same name."""
    return int.from_bytes(hashlib.sha256(purpose + b"\0" + content).digest()[:4], "big") >> 1 | 1
