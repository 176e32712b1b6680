"""A document as it was at an earlier snapshot: its notes, its fields, and the changes since.

The library has `Doc.from_snapshot` for this. But in pycrdt 0.14.13, if the snapshot cuts a run of
text, it encodes the run without its right origin and fails to decode the result. So for the notes
the whole document is built again, with another delete set at the end of its update: all items that
were deleted at the snapshot or inserted later. The library drops old values of fields when new ones
are set, so for fields `Doc.from_snapshot` is used, at a snapshot rounded up to the ends of runs: it
contains more of the notes, which are not read there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..ids import PartnerId
from ..model.conversation import NoteLine
from ..model.fields import FieldKey, Fields
from ..model.notes import note_lines_of
from .lib0 import Reader
from .replica import Replica
from .replica_errors import ReplicaError, convert_panics
from .snapshot import (
    Snapshot,
    decode_snapshot,
    decode_state_vector,
    encode_snapshot,
    encode_state_vector,
)
from .yjs_document import text_runs, to_field_value
from .yjs_library import Doc, Map, Text
from .yjs_library import Snapshot as YSnapshot

_EMPTY_STATE_VECTOR = b"\x00"
"""The end of a snapshot that has only a delete set."""
_NO_STRUCTS = b"\x00"
"""The start of an update that has only a delete set."""
_KIND, _STRING = 0x1F, 4
"""The bits of a struct's info byte that hold its kind, and the kind of a text run."""
_LEFT, _RIGHT = 0x80, 0x40
"""The bits that say whether the struct has a left and a right origin."""

Runs = list[tuple[str, PartnerId]]
"""A text in runs of one author each: (text, author)."""


class Replacement(NamedTuple):
    """A change of the notes: at `start`, text was deleted and runs were inserted."""

    start: int
    """The position in code points, after all replacements before this one."""
    deleted: int
    """The number of deleted code points."""
    inserted: Runs


class DocumentHistory:
    """The history of one document, up to when this was created.

    A snapshot must be one that this document had: of any other, clients and clocks that the
    document lacks are ignored. The library may fail to rebuild such a document.
    """

    def __init__(self, replica: Replica) -> None:
        """Copy the document. Raises ReplicaError if the replica has a pending update."""
        self.current_snapshot = decode_snapshot(replica.snapshot)
        self._document = replica.document()
        self._structs = self._document[
            : len(self._document) - len(_encode_delete_set(self.current_snapshot))
        ]
        delete_set = self._document[len(self._structs) :]
        try:
            is_valid = (
                decode_snapshot(delete_set + _EMPTY_STATE_VECTOR).delete_set
                == self.current_snapshot.delete_set
            )
        except ValueError:
            is_valid = False
        if not is_valid:
            raise ReplicaError("history.incomplete")

    def notes_at(self, snapshot: Snapshot) -> list[NoteLine]:
        """Return the notes at a snapshot, uncleaned, as lines. Raises ReplicaError on failure."""
        with convert_panics():
            return note_lines_of(text_runs(self._document_at(snapshot)[1]))

    def diff_since(self, snapshot: Snapshot) -> tuple[list[NoteLine], list[Replacement]]:
        """Return the notes at a snapshot, and the replacements since, in the order of the text.

        Raises ReplicaError on failure.
        """
        with convert_panics():
            then, old = self._document_at(snapshot)
            runs = list(text_runs(old))
            deletions = _deleted_ranges(then, old, _encode_delete_set(self.current_snapshot))
            now, new = self._document_at(self.current_snapshot)
            pieces = _RunReader(list(text_runs(new)))
            insertions = _deleted_ranges(
                now, new, _encode_delete_set(Snapshot(delete_set=self._spans_after(snapshot)))
            )
        before = "".join(text for text, _ in runs).encode()
        # Both leave the text that exists then and now; its offsets identify a replacement.
        replacements: list[Replacement] = []
        inserted = 0
        for offset in sorted(deletions.keys() | insertions.keys()):
            start, length = deletions.get(offset, (0, 0))
            deleted = len(before[start : start + length].decode())
            start, length = insertions.get(offset, (offset + inserted, 0))
            replacements.append(Replacement(pieces.skip_to(start), deleted, pieces.take(length)))
            inserted += length
        return note_lines_of(runs), replacements

    def fields_at(self, snapshot: Snapshot) -> Fields:
        """Return the fields at a snapshot. Raises ReplicaError on failure."""
        with convert_panics():
            return _plain_fields(
                _document_from_snapshot(self._document, snapshot).get("fields", type=Map)
            )

    def _spans_after(self, snapshot: Snapshot) -> dict[int, tuple[tuple[int, int], ...]]:
        return {
            client: ((snapshot.clocks_by_client.get(client, 0), clock),)
            for client, clock in self.current_snapshot.clocks_by_client.items()
            if snapshot.clocks_by_client.get(client, 0) < clock
        }

    def _document_at(self, snapshot: Snapshot) -> tuple[Doc[Any], Text]:
        removed = Snapshot(delete_set=snapshot.delete_set).union(
            Snapshot(delete_set=self._spans_after(snapshot))
        )
        then: Doc[Any] = Doc()
        text = then.get("notes", type=Text)
        then.apply_update(self._structs + _encode_delete_set(removed))
        return then, text


def keys_set_since(replica: Replica, clocks: Mapping[int, int]) -> frozenset[FieldKey]:
    """Return the keys of all fields that were set in a replica after `clocks`, to any value.

    A field that was set again to the same value counts too. A field that was removed altogether
    does not: that happens only when its first setting is undone, and has no clock in the library.
    """
    keys: set[FieldKey] = set()

    def note(event: Any) -> None:
        changes = event.keys.items()
        keys.update(FieldKey.parse(key) for key, change in changes if change["action"] != "delete")

    with convert_panics():
        document = replica.document()
        # An empty delete set and the first changes of each client: the document at `clocks`.
        then = _document_from_snapshot(document, Snapshot(clocks))
        fields = then.get("fields", type=Map)
        subscription = fields.observe(note)
        then.apply_update(document)
        fields.unobserve(subscription)
    return frozenset(keys)


class _RunReader:
    """Reads the runs of the present notes once, from the top; lengths are in UTF-8 bytes."""

    def __init__(self, runs: Runs) -> None:
        self._runs = [(text.encode(), by) for text, by in reversed(runs)]
        self._bytes = self._position = 0

    def skip_to(self, start: int) -> int:
        """Skip to this byte offset; return its position in code points."""
        self.take(start - self._bytes)
        return self._position

    def take(self, length: int) -> Runs:
        """Return the next `length` bytes."""
        runs: Runs = []
        self._bytes += length
        while length > 0:
            data, by = self._runs.pop()
            if len(data) > length:
                self._runs.append((data[length:], by))
                data = data[:length]
            length -= len(data)
            text = data.decode()
            self._position += len(text)
            runs.append((text, by))
        return runs


def _deleted_ranges(doc: Doc[Any], text: Text, removals: bytes) -> dict[int, tuple[int, int]]:
    """Return the ranges that a delete set removes from a text: (start, length), in bytes.

    The keys are the byte offsets in the text that remains.
    """
    found: dict[int, tuple[int, int]] = {}

    def note(event: Any) -> None:
        remaining = start = 0
        for delta in event.delta:
            if "delete" in delta:
                first, length = found.get(remaining, (start, 0))
                found[remaining] = (first, length + delta["delete"])
                start += delta["delete"]
            else:
                remaining += delta["retain"]
                start += delta["retain"]

    subscription = text.observe(note)
    doc.apply_update(_NO_STRUCTS + removals)
    text.unobserve(subscription)
    return found


def _document_from_snapshot(document: bytes, snapshot: Snapshot) -> Doc[Any]:
    """Return the document at a snapshot, rounded up to the end of a text run."""
    doc: Doc[Any] = Doc(skip_gc=True)
    doc.apply_update(document)
    then: Doc[Any] = Doc(skip_gc=True)
    rounded = Snapshot(
        {
            client: _run_end(doc, client, clock)
            for client, clock in snapshot.clocks_by_client.items()
        },
        snapshot.delete_set,
    )
    then.apply_update(
        Doc.from_snapshot(YSnapshot.decode(encode_snapshot(rounded)), doc).get_update()
    )
    return then


def _run_end(doc: Doc[Any], client: int, clock: int) -> int:
    """Return the end of the text run that contains a clock; the clock itself if there is none."""
    clocks = decode_state_vector(doc.get_state())
    if not 0 < clock < clocks.get(client, 0):
        return clock
    after = Reader(doc.get_update(encode_state_vector(Snapshot({**clocks, client: clock}))))
    for _ in range(4):  # one client, number of structs, the client, its first clock
        after.read_varint()
    kind = after.read_byte()
    if kind & _KIND != _STRING or not kind & _LEFT:
        return clock
    for _ in range(4 if kind & _RIGHT else 2):
        after.read_varint()
    letters = after.read_bytes().decode()
    # The library counts in UTF-16 code units.
    return clock + len(letters.encode("utf-16-le")) // 2


def _plain_fields(fields: Map[Any]) -> Fields:
    values = (fields.to_py() or {}).items()
    return {FieldKey.parse(key): to_field_value(value) for key, value in values}


def _encode_delete_set(snapshot: Snapshot) -> bytes:
    return encode_snapshot(Snapshot(delete_set=snapshot.delete_set))[: -len(_EMPTY_STATE_VECTOR)]
