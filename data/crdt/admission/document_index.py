"""The little that has to be known of a document to check an update against it.

Clocks, the field of each value, the deleted spans, and where characters of two code units are.
It is built in linear time, and grows with each update.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from .field_rules import FIXED
from .structs import Span


class KeyRuns:
    """The keys of one client's units, in runs; None is the notes.

    A run has one key, and in the notes each of its units was inserted directly after the one
    before.
    """

    __slots__ = ("_continues", "_keys", "_starts")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._keys: list[bytes | None] = []
        self._continues = False

    def append(self, clock: int, key: bytes | None, *, continues: bool) -> None:
        """Add the units from a clock on, which is higher than those before.

        They continue the last run if they were inserted directly after it.
        """
        if not self._starts:
            self._continues = continues
        elif continues and self._keys[-1] == key:
            return
        self._starts.append(clock)
        self._keys.append(key)

    def key_at(self, clock: int) -> bytes | None:
        """Return the key of a unit; the clock is not lower than the first one."""
        return self._keys[self._run(clock)]

    def in_one_run(self, first: int, last: int) -> bool:
        """Return whether two units are in one run."""
        return self._run(first) == self._run(last)

    def ends_with(self, clock: int) -> bool:
        """Return whether a unit is in the last run."""
        return self._run(clock) == len(self._starts) - 1

    def begins_with(self, clock: int) -> bool:
        """Return whether a unit is in the first run, and that continues a run before it."""
        return self._continues and not self._run(clock)

    def extend(self, later: KeyRuns) -> None:
        """Add later runs."""
        for clock, key, continues in later.entries():
            self.append(clock, key, continues=continues)

    def entries(self) -> Iterator[tuple[int, bytes | None, bool]]:
        """Yield the first clock and the key of each run, and whether it continues one before."""
        for number, (clock, key) in enumerate(zip(self._starts, self._keys, strict=True)):
            yield clock, key, self._continues and not number

    def keys(self) -> Iterator[bytes]:
        """Yield the keys of fields."""
        return (key for key in self._keys if key is not None)

    def _run(self, clock: int) -> int:
        return bisect_right(self._starts, clock) - 1


class SpanSet:
    """Spans of clocks in ascending order; no two of them touch."""

    __slots__ = ("_ends", "_starts")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def __iter__(self) -> Iterator[Span]:
        return zip(self._starts, self._ends, strict=True)

    def missing(self, start: int, end: int) -> Iterator[Span]:
        """Yield the parts of a span that are not in this set."""
        at = bisect_right(self._ends, start)
        while start < end and at < len(self._starts) and self._starts[at] < end:
            if start < self._starts[at]:
                yield start, self._starts[at]
            start = self._ends[at]
            at += 1
        if start < end:
            yield start, end

    def add(self, start: int, end: int) -> None:
        """Add a span; those that it touches become one with it."""
        if not self._ends or start > self._ends[-1]:
            self._starts.append(start)
            self._ends.append(end)
            return
        first, last = bisect_left(self._ends, start), bisect_right(self._starts, end)
        if first < last:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]


class DocumentIndex:
    """What an update is checked against."""

    def __init__(self) -> None:
        self.clocks: dict[int, int] = {}
        """The clock after the last unit of each client."""
        self.keys: set[bytes] = set()
        """The keys of all fields."""
        self.lines = 0
        """The line feeds that were ever written in the notes."""
        self.low_surrogates: dict[int, set[int]] = {}
        self._runs: dict[int, KeyRuns] = {}
        self._deleted: dict[int, SpanSet] = {}
        self._fixed: dict[int, list[int]] = {}
        """The clocks of the values of fixed fields, by client."""

    def key_at(self, client: int, clock: int) -> bytes | None:
        """Return the key of the field whose value a known unit is; None in the notes."""
        return self._runs[client].key_at(clock)

    def runs_of(self, client: int) -> KeyRuns:
        """Return the runs of a client that has units."""
        return self._runs[client]

    def not_deleted(self, client: int, start: int, end: int) -> Iterator[Span]:
        """Yield the parts of a span of clocks that are not deleted yet."""
        deleted = self._deleted.get(client)
        return iter(((start, end),)) if deleted is None else deleted.missing(start, end)

    def delete_set(self) -> dict[int, tuple[Span, ...]]:
        """Return all spans of clocks that are deleted."""
        return {client: tuple(spans) for client, spans in self._deleted.items()}

    def is_fixed(self, client: int, start: int, end: int) -> bool:
        """Return whether a span of clocks contains the value of a fixed field."""
        return any(start <= clock < end for clock in self._fixed.get(client, ()))

    def divides_character(self, client: int, clock: int) -> bool:
        """Return whether a clock is within a character of two code units."""
        return clock in self.low_surrogates.get(client, ())

    def add_units(self, client: int, end: int, runs: KeyRuns) -> None:
        """Add new units of a client, up to the clock `end`."""
        self._runs.setdefault(client, KeyRuns()).extend(runs)
        self.clocks[client] = end
        if clocks := [clock for clock, key, _ in runs.entries() if key in FIXED]:
            self._fixed.setdefault(client, []).extend(clocks)
        self.keys.update(runs.keys())

    def add_deleted(self, client: int, start: int, end: int) -> None:
        """Add a span of clocks that was deleted."""
        self._deleted.setdefault(client, SpanSet()).add(start, end)
