"""Snapshots: how far a document has come, as sets with union and difference.

A Yjs snapshot is a state vector (the clock of each client) and a delete set (the spans of each
client's changes that were removed). Both only ever grow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..lazy_dataclass import dataclass, field
from .lib0 import Reader, encode_varints

Span = tuple[int, int]
"""Part of a client's changes: its first clock, and the one after the last."""

_NO_DELETIONS = b"\0"
"""An empty delete set, encoded."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """State vector and delete set of a document.

    The spans of a client are in order, and no two of them touch.
    """

    clocks_by_client: Mapping[int, int] = field(default_factory=dict)
    delete_set: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.clocks_by_client or self.delete_set)

    def union(self, other: Snapshot) -> Snapshot:
        """Return the snapshot of a document that has the changes of both."""
        clocks = dict(self.clocks_by_client)
        for client, clock in other.clocks_by_client.items():
            clocks[client] = max(clock, clocks.get(client, 0))
        delete_set = dict(self.delete_set)
        for client, spans in other.delete_set.items():
            delete_set[client] = _merge_spans(delete_set.get(client, ()), spans)
        return Snapshot(clocks, delete_set)

    def difference(self, other: Snapshot) -> Snapshot:
        """Return the part that the other lacks: its union with the other is that of both."""
        clocks = {
            client: clock
            for client, clock in self.clocks_by_client.items()
            if clock > other.clocks_by_client.get(client, 0)
        }
        delete_set = {}
        for client, spans in self.delete_set.items():
            known = other.delete_set.get(client, ())
            if spans != known and (remaining := tuple(_subtract_spans(spans, known))):
                delete_set[client] = remaining
        return Snapshot(clocks, delete_set)

    def is_contained_in(self, other: Snapshot) -> bool:
        """Return whether the other's clocks cover this one: its document can show this state."""
        return all(
            clock <= other.clocks_by_client.get(client, 0)
            for client, clock in self.clocks_by_client.items()
        )


def decode_snapshot(data: bytes) -> Snapshot:
    """Decode a Yjs snapshot (version 1): the delete set, then the state vector.

    Raises ValueError if malformed.
    """
    reader = Reader(data)
    delete_set = {}
    for _ in range(reader.read_varint()):
        client, spans = reader.read_varint(), []
        for _ in range(reader.read_varint()):
            start = reader.read_varint()
            spans.append((start, start + reader.read_varint()))
        delete_set[client] = _merge_spans(spans, ())
    clocks = {reader.read_varint(): reader.read_varint() for _ in range(reader.read_varint())}
    if not reader.at_end:
        raise ValueError("no snapshot")
    return Snapshot(clocks, delete_set)


def decode_state_vector(data: bytes) -> dict[int, int]:
    """Decode a Yjs state vector: client -> clock. Raises ValueError if malformed."""
    return dict(decode_snapshot(_NO_DELETIONS + data).clocks_by_client)


def encode_snapshot(snapshot: Snapshot) -> bytes:
    """Encode a Yjs snapshot; equal snapshots give equal bytes."""

    def values() -> Iterator[int]:
        yield len(snapshot.delete_set)
        for client, spans in sorted(snapshot.delete_set.items()):
            yield client
            yield len(spans)
            for start, end in spans:
                yield start
                yield end - start

    return encode_varints(values()) + encode_state_vector(snapshot)


def encode_state_vector(snapshot: Snapshot) -> bytes:
    """Encode the Yjs state vector of a snapshot, as `Replica.update_since` takes it."""

    def values() -> Iterator[int]:
        yield len(snapshot.clocks_by_client)
        for client, clock in sorted(snapshot.clocks_by_client.items()):
            yield client
            yield clock

    return encode_varints(values())


def _merge_spans(spans: Sequence[Span], other: Sequence[Span]) -> tuple[Span, ...]:
    """Return the union of two lists of spans, in order."""
    merged: list[Span] = []
    for start, end in sorted((*spans, *other)):
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        elif end > start:
            merged.append((start, end))
    return tuple(merged)


def _subtract_spans(spans: Sequence[Span], other: Sequence[Span]) -> Iterator[Span]:
    """Yield the parts of `spans` that no span of `other` covers; both are in order."""
    index = 0
    for span in spans:
        start, end = span
        while index < len(other) and other[index][1] <= start:
            index += 1
        inner = index
        while inner < len(other) and other[inner][0] < end:
            if other[inner][0] > start:
                yield start, other[inner][0]
            start = max(start, other[inner][1])
            inner += 1
        if start < end:
            yield start, end
