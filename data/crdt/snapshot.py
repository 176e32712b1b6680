"""How far a document had come at one moment, as sets that can be told apart and put together.

A state is what Yjs calls a snapshot: how much of each client's doing was there, and what of it was
gone again. Both only ever grow, so the states of one document are sets: `beyond` is what one has
more than another, and `together` is what there was when both had met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .lib0 import encoding, numbers

Span = tuple[int, int]
"""A part of a client's doing: its first clock, and the one after the last."""


@dataclass(frozen=True, slots=True)
class State:
    """`clocks`: how much of each client's doing was there; `gone`: which spans of it were removed.

    The spans of a client are in order, and no two of them touch.
    """

    clocks: Mapping[int, int] = field(default_factory=dict)
    gone: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.clocks or self.gone)

    def together(self, other: State) -> State:
        """What there was when the two had met."""
        clocks = dict(self.clocks)
        for client, clock in other.clocks.items():
            clocks[client] = max(clock, clocks.get(client, 0))
        gone = dict(self.gone)
        for client, spans in other.gone.items():
            gone[client] = _joined(gone.get(client, ()), spans)
        return State(clocks, gone)

    def beyond(self, other: State) -> State:
        """What is more in this one than in the other; together with the other it is both."""
        clocks = {
            client: clock
            for client, clock in self.clocks.items()
            if clock > other.clocks.get(client, 0)
        }
        gone = {}
        for client, spans in self.gone.items():
            known = other.gone.get(client, ())
            if spans != known and (left := tuple(_without(spans, known))):
                gone[client] = left
        return State(clocks, gone)

    def within(self, other: State) -> bool:
        """Whether the other has all the doing of this one, so that it can be shown from there."""
        return all(clock <= other.clocks.get(one, 0) for one, clock in self.clocks.items())


def state_of(data: bytes) -> State:
    """The state in a Yjs snapshot (version 1): the removed spans, then the state vector.

    Raises ValueError where that is not what it is.
    """
    found = iter(numbers(data))
    try:
        gone = {}
        for _ in range(next(found)):
            client, count = next(found), next(found)
            spans = []
            for _ in range(count):
                start = next(found)
                spans.append((start, start + next(found)))
            gone[client] = _joined(spans, ())
        clocks = {next(found): next(found) for _ in range(next(found))}
    except StopIteration:
        raise ValueError("no snapshot") from None
    if next(found, None) is not None or data[-1] >= 0x80:
        raise ValueError("no snapshot")
    return State(clocks, gone)


def encoded(state: State) -> bytes:
    """The state as a Yjs snapshot, the same bytes for the same state."""

    def values() -> Iterator[int]:
        yield len(state.gone)
        for client, spans in sorted(state.gone.items()):
            yield client
            yield len(spans)
            for start, end in spans:
                yield start
                yield end - start

    return encoding(values()) + vector(state)


def vector(state: State) -> bytes:
    """How much of each client's doing was there, as a Yjs state vector: what `since` is asked."""

    def values() -> Iterator[int]:
        yield len(state.clocks)
        for client, clock in sorted(state.clocks.items()):
            yield client
            yield clock

    return encoding(values())


def _joined(one: Sequence[Span], other: Sequence[Span]) -> tuple[Span, ...]:
    """All that is in any of these spans, in order."""
    joined: list[Span] = []
    for start, end in sorted((*one, *other)):
        if joined and start <= joined[-1][1]:
            if end > joined[-1][1]:
                joined[-1] = (joined[-1][0], end)
        elif end > start:
            joined.append((start, end))
    return tuple(joined)


def _without(spans: Sequence[Span], other: Sequence[Span]) -> Iterator[Span]:
    """What of the spans is in none of the others."""
    place = 0
    for span in spans:
        start, end = span
        while place < len(other) and other[place][1] <= start:
            place += 1
        here = place
        while here < len(other) and other[here][0] < end:
            if other[here][0] > start:
                yield start, other[here][0]
            start = max(start, other[here][1])
            here += 1
        if start < end:
            yield start, end
