"""How far a document had come at one moment, as sets that can be told apart and put together.

A state is what Yjs calls a snapshot: how much of each client's doing was there, and what of it was
gone again. Both only ever grow, so the states of one document are sets: `beyond` is what one has
more than another, and `together` is what there was when both had met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .lib0 import decode_varints, encode_varints

Span = tuple[int, int]
"""A part of a client's doing: its first clock, and the one after the last."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`clocks`: how much of each client's doing was there; `gone`: which spans of it were removed.

    The spans of a client are in order, and no two of them touch.
    """

    clocks_by_client: Mapping[int, int] = field(default_factory=dict)
    delete_set: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.clocks_by_client or self.delete_set)

    def union(self, other: Snapshot) -> Snapshot:
        """What there was when the two had met."""
        clocks = dict(self.clocks_by_client)
        for client, clock in other.clocks_by_client.items():
            clocks[client] = max(clock, clocks.get(client, 0))
        gone = dict(self.delete_set)
        for client, spans in other.delete_set.items():
            gone[client] = _merge_spans(gone.get(client, ()), spans)
        return Snapshot(clocks, gone)

    def difference(self, other: Snapshot) -> Snapshot:
        """What is more in this one than in the other; together with the other it is both."""
        clocks = {
            client: clock
            for client, clock in self.clocks_by_client.items()
            if clock > other.clocks_by_client.get(client, 0)
        }
        gone = {}
        for client, spans in self.delete_set.items():
            known = other.delete_set.get(client, ())
            if spans != known and (left := tuple(_subtract_spans(spans, known))):
                gone[client] = left
        return Snapshot(clocks, gone)

    def is_contained_in(self, other: Snapshot) -> bool:
        """Whether the other has all the doing of this one, so that it can be shown from there."""
        return all(
            clock <= other.clocks_by_client.get(one, 0)
            for one, clock in self.clocks_by_client.items()
        )


def decode_snapshot(data: bytes) -> Snapshot:
    """The state in a Yjs snapshot (version 1): the removed spans, then the state vector.

    Raises ValueError where that is not what it is.
    """
    found = iter(decode_varints(data))
    try:
        gone = {}
        for _ in range(next(found)):
            client, count = next(found), next(found)
            spans = []
            for _ in range(count):
                start = next(found)
                spans.append((start, start + next(found)))
            gone[client] = _merge_spans(spans, ())
        clocks = {next(found): next(found) for _ in range(next(found))}
    except StopIteration:
        raise ValueError("no snapshot") from None
    if next(found, None) is not None or data[-1] >= 0x80:
        raise ValueError("no snapshot")
    return Snapshot(clocks, gone)


def encode_snapshot(state: Snapshot) -> bytes:
    """The state as a Yjs snapshot, the same bytes for the same state."""

    def values() -> Iterator[int]:
        yield len(state.delete_set)
        for client, spans in sorted(state.delete_set.items()):
            yield client
            yield len(spans)
            for start, end in spans:
                yield start
                yield end - start

    return encode_varints(values()) + encode_state_vector(state)


def encode_state_vector(state: Snapshot) -> bytes:
    """How much of each client's doing was there, as a Yjs state vector: what `since` is asked."""

    def values() -> Iterator[int]:
        yield len(state.clocks_by_client)
        for client, clock in sorted(state.clocks_by_client.items()):
            yield client
            yield clock

    return encode_varints(values())


def _merge_spans(one: Sequence[Span], other: Sequence[Span]) -> tuple[Span, ...]:
    """All that is in any of these spans, in order."""
    joined: list[Span] = []
    for start, end in sorted((*one, *other)):
        if joined and start <= joined[-1][1]:
            if end > joined[-1][1]:
                joined[-1] = (joined[-1][0], end)
        elif end > start:
            joined.append((start, end))
    return tuple(joined)


def _subtract_spans(spans: Sequence[Span], other: Sequence[Span]) -> Iterator[Span]:
    """What of the spans is in none of the others."""
    index = 0
    for span in spans:
        start, end = span
        while index < len(other) and other[index][1] <= start:
            index += 1
        here = index
        while here < len(other) and other[here][0] < end:
            if other[here][0] > start:
                yield start, other[here][0]
            start = max(start, other[here][1])
            here += 1
        if start < end:
            yield start, end
