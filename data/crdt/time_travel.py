"""A document as it was when it had come so far: its notes, its fields, and what came since.

The library has a way of its own for that (`Doc.from_snapshot`), but in pycrdt 0.14.13 it writes a
run of letters that goes on after the moment without what stands to its right, and fails on reading
that back. So for the notes the whole document is made once more, in which all is removed that was
removed at the moment, and all that came later. What is removed stands at the end of an update, as
in a state. Of fields the library forgets what they said before as soon as they say something else,
so those are asked of it, at a moment that cuts no run: letters more or fewer are no fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pycrdt import Doc, Map, Text
from pycrdt import Snapshot as YSnapshot

from ..i18n.catalogue import tr
from ..model.conversation import NoteLine
from ..model.fields import Value
from ..model.notes import note_lines_of
from .lib0 import decode_varints, encode_varints
from .replica import Replica
from .replica_errors import ReplicaError, convert_panics
from .snapshot import Snapshot, decode_snapshot, encode_snapshot
from .yjs_document import text_runs, to_field_value

_EMPTY_STATE_VECTOR = b"\x00"
"""How a state of nothing but removals ends."""
_NO_STRUCTS = b"\x00"
"""How an update of nothing but removals begins."""
_KIND, _STRING = 0x1F, 4
"""Where one doing in an update tells what it brings, and how it tells that this is letters."""
_LEFT, _RIGHT = 0x80, 0x40
"""Whether it tells what stood to its left and to its right."""

Runs = list[tuple[str, str]]
"""A text in pieces of one author each: (text, by)."""


class Replacement(NamedTuple):
    """A place where the notes changed: what stood there went, and runs came there."""

    start: int
    """A position in the notes in which all gaps before this one have changed already."""
    deleted: int
    inserted: Runs


class DocumentHistory:
    """The past of one document, until now. `now` is how far it has come."""

    def __init__(self, replica: Replica) -> None:
        """Raises ReplicaError where the document waits for what is missing."""
        self.current_snapshot = decode_snapshot(replica.snapshot)
        self._document = replica.document()
        self._structs = self._document[
            : len(self._document) - len(_encode_delete_set(self.current_snapshot))
        ]
        removed = self._document[len(self._structs) :]
        try:
            sound = (
                decode_snapshot(removed + _EMPTY_STATE_VECTOR).delete_set
                == self.current_snapshot.delete_set
            )
        except ValueError:
            sound = False
        if not sound:
            raise ReplicaError(tr("history.incomplete"))

    def notes_at(self, snapshot: Snapshot) -> list[NoteLine]:
        """The notes when the document had come so far. Raises ReplicaError on what it never was."""
        with convert_panics():
            return note_lines_of(text_runs(self._document_at(snapshot)[1]))

    def diff_since(self, snapshot: Snapshot) -> tuple[list[NoteLine], list[Replacement]]:
        """The notes of then, and how they became those of now, from the top down.

        Raises ReplicaError on what the document never was.
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
        # Both leave what was there all the time, so a place in that is a place in either.
        replacements: list[Replacement] = []
        inserted = 0
        for place in sorted(deletions.keys() | insertions.keys()):
            start, length = deletions.get(place, (0, 0))
            deleted = len(before[start : start + length].decode())
            start, length = insertions.get(place, (place + inserted, 0))
            replacements.append(Replacement(pieces.skip_to(start), deleted, pieces.take(length)))
            inserted += length
        return note_lines_of(runs), replacements

    def fields_at(self, snapshot: Snapshot) -> dict[str, Value]:
        """The fields when the document had come so far. Raises ReplicaError, as `lines` does."""
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


def keys_set_since(replica: Replica, clocks: Mapping[int, int]) -> frozenset[str]:
    """The keys of all fields that were set in a replica after what `clocks` tell, in any way.

    Set back to the same value counts too. That a value was taken away altogether, which only
    undoing its first setting does, has no clock in the library, so it is not told.
    """
    keys: set[str] = set()

    def note(event: Any) -> None:
        changes = event.keys.items()
        keys.update(key for key, change in changes if change["action"] != "delete")

    with convert_panics():
        document = replica.document()
        # Nothing deleted, and of each client the beginning: the document as it was then.
        then = _document_from_snapshot(document, Snapshot(clocks))
        fields = then.get("fields", type=Map)
        subscription = fields.observe(note)
        then.apply_update(document)
        fields.unobserve(subscription)
    return frozenset(keys)


class _RunReader:
    """The text of now, gone through once from the top; lengths are asked in UTF-8 bytes."""

    def __init__(self, runs: Runs) -> None:
        self._runs = [(text.encode(), by) for text, by in reversed(runs)]
        self._bytes = self._position = 0

    def skip_to(self, start: int) -> int:
        """Go on to this byte; returns which position that is in code points."""
        self.take(start - self._bytes)
        return self._position

    def take(self, length: int) -> Runs:
        """So many bytes from here."""
        taken: Runs = []
        self._bytes += length
        while length > 0:
            data, by = self._runs.pop()
            if len(data) > length:
                self._runs.append((data[length:], by))
                data = data[:length]
            length -= len(data)
            text = data.decode()
            self._position += len(text)
            taken.append((text, by))
        return taken


def _deleted_ranges(doc: Doc[Any], text: Text, removals: bytes) -> dict[int, tuple[int, int]]:
    """What removals take out of a text, by place in what is left: (start, length), in bytes."""
    found: dict[int, tuple[int, int]] = {}

    def note(event: Any) -> None:
        left = start = 0
        for delta in event.delta:
            if "delete" in delta:
                begun, length = found.get(left, (start, 0))
                found[left] = (begun, length + delta["delete"])
                start += delta["delete"]
            else:
                left += delta["retain"]
                start += delta["retain"]

    subscription = text.observe(note)
    doc.apply_update(_NO_STRUCTS + removals)
    text.unobserve(subscription)
    return found


def _document_from_snapshot(document: bytes, snapshot: Snapshot) -> Doc[Any]:
    """A document as it was, give or take letters of the notes."""
    doc: Doc[Any] = Doc(skip_gc=True)
    doc.apply_update(document)
    then: Doc[Any] = Doc(skip_gc=True)
    rounded = Snapshot(
        {one: _run_end(doc, one, at) for one, at in snapshot.clocks_by_client.items()},
        snapshot.delete_set,
    )
    then.apply_update(
        Doc.from_snapshot(YSnapshot.decode(encode_snapshot(rounded)), doc).get_update()
    )
    return then


def _run_end(doc: Doc[Any], client: int, clock: int) -> int:
    """Where a run of letters that a clock is within ends; else the clock itself."""
    count, *pairs = decode_varints(doc.get_state())
    now = dict(zip(pairs[0 : 2 * count : 2], pairs[1 : 2 * count : 2], strict=True))
    if not 0 < clock < now.get(client, 0):
        return clock
    now[client] = clock
    flat = [number for pair in now.items() for number in pair]
    after = doc.get_update(encode_varints([len(now), *flat]))
    rest = _skip_varints(after, 4)  # one client, how many doings, which client, from which clock on
    kind = rest[0]
    if kind & _KIND != _STRING or not kind & _LEFT:
        return clock
    rest = _skip_varints(rest[1:], 2 + 2 * bool(kind & _RIGHT))
    (length,) = decode_varints(rest, 1)
    letters = _skip_varints(rest, 1)[:length].decode()
    return clock + len(letters.encode("utf-16-le")) // 2  # as the library counts them


def _skip_varints(data: bytes, count: int) -> bytes:
    """What follows the first `count` numbers."""
    offset = 0
    for _ in range(count):
        while data[offset] >= 0x80:
            offset += 1
        offset += 1
    return data[offset:]


def _plain_fields(fields: Map[Any]) -> dict[str, Value]:
    return {key: to_field_value(value) for key, value in (fields.to_py() or {}).items()}


def _encode_delete_set(snapshot: Snapshot) -> bytes:
    return encode_snapshot(Snapshot(delete_set=snapshot.delete_set))[: -len(_EMPTY_STATE_VECTOR)]
