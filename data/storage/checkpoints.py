"""The checkpoints of a conversation: its snapshots at the saves at which the notes had changed.

The document keeps all changes, so a snapshot is enough for a checkpoint. Each checkpoint but the
newest is stored as its difference from those before: some tens of bytes, however long the
conversation is. Merging the checkpoints of two copies keeps both.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from ..crdt.snapshot import Snapshot, decode_snapshot, encode_snapshot
from ..system.clock import YEARS

MAX_CHECKPOINTS = 120
"""The most checkpoints in a file."""

_MINUTE = 60
_FIRST = 1.5
"""The weight of the first event, against 1 of any other: it made the conversation."""
_MAX_READ = 1000
"""The most entries that are read from a file; we never write more."""


class Checkpoints:
    """The checkpoints of one document, each with its time in seconds since 1970 (UTC).

    Their order is that of the document: each contains those before it. It is not that of their
    times, because a clock can be wrong; see `odd_times`.
    """

    def __init__(self, snapshots: Mapping[int, Snapshot] | None = None) -> None:
        """`snapshots`: that of each checkpoint, in full or as its difference from those before."""
        self._snapshots = dict(snapshots or {})
        self._union: Snapshot | None = None
        self._newest: tuple[int, bytes] | None = None
        self._encoded: dict[str, str] | None = None
        self._drop_crowded()

    @classmethod
    def decode(cls, encoded: object, document: Snapshot | None = None) -> Checkpoints:
        """Decode the checkpoints of a file; skip malformed entries.

        `document` is the snapshot of its document; those that it does not contain are skipped too.
        """
        entries = encoded.items() if isinstance(encoded, dict) else ()
        read = (_decode_entry(entry) for entry in list(entries)[-_MAX_READ:])
        return cls(
            dict(
                entry
                for entry in read
                if entry and (document is None or entry[1].is_contained_in(document))
            )
        )

    def encode(self) -> dict[str, str]:
        """Return the checkpoints for the file, in order: time, and snapshot in base 64.

        The newest one is stored in full, because finding its difference would slow down every save.
        """
        if self._encoded is None:
            self._encoded = {
                _format_time(at): _encode_base64(encode_snapshot(snapshot))
                for at, snapshot in self._snapshots.items()
            }
        if self._newest is None:
            return self._encoded
        at, encoded_snapshot = self._newest
        return {**self._encoded, _format_time(at): _encode_base64(encoded_snapshot)}

    def __len__(self) -> int:
        return len(self._snapshots) + (self._newest is not None)

    def add(self, moment: datetime, encoded_snapshot: bytes, *, apart: bool = False) -> None:
        """Add the document's present snapshot (in Yjs encoding) at a time (time-zone aware).

        It comes after all others, also if the clock says something else. It replaces the one before
        it if that is of the same minute, unless it is to stay `apart`.
        """
        at = int(moment.timestamp())
        if self._newest is not None and (apart or not _same_minute(self._newest[0], at)):
            self._store_newest(self._newest[0], decode_snapshot(self._newest[1]))
        elif self._newest is None and self._snapshots and not apart:
            last = next(reversed(self._snapshots))
            if _same_minute(last, at):
                del self._snapshots[last]
                self._union = self._encoded = None
        self._newest = (_free_time(at, self._snapshots), encoded_snapshot)

    def merged(self, other: Checkpoints) -> Checkpoints:
        """Return the checkpoints of two copies, each after those that it contains.

        Those that contain neither the other are in the order of their times. At equal times, one
        has the union of both snapshots.
        """
        ours, others = list(self._cumulative()), list(other._cumulative())
        snapshots: dict[int, Snapshot] = {}
        union = Snapshot()
        while ours or others:
            at, snapshot = _take_first(ours, others)
            if difference := snapshot.difference(union):
                snapshots[_free_time(at, snapshots)] = difference
                union = union.union(difference)
        return Checkpoints(snapshots)

    def gains_from(self, other: Checkpoints, now: datetime) -> bool:
        """Return whether a merge adds checkpoints; those of the minute of `now` do not count.

        A save in the same minute replaces them; `now` is time-zone aware.
        """
        known = dict(self._with_newest())
        present = int(now.timestamp())
        union: Checkpoints = self.merged(other)
        return any(not _same_minute(at, present) and at not in known for at in union._times())

    def snapshots(self, current: Snapshot) -> Iterator[tuple[datetime, Snapshot]]:
        """Yield the checkpoints in order: time (UTC) and snapshot.

        `current` is the document's snapshot; checkpoints that are not contained in it are skipped.
        """
        so_far = Snapshot()
        for at, snapshot in self._with_newest():
            if snapshot.is_contained_in(current):
                so_far = so_far.union(snapshot)
                yield datetime.fromtimestamp(at, UTC), so_far

    def _with_newest(self) -> Iterator[tuple[int, Snapshot]]:
        yield from self._snapshots.items()
        if self._newest is not None:
            yield self._newest[0], decode_snapshot(self._newest[1])

    def _times(self) -> Iterator[int]:
        return (at for at, _ in self._with_newest())

    def _cumulative(self) -> Iterator[tuple[int, Snapshot]]:
        so_far = Snapshot()
        for at, snapshot in self._with_newest():
            so_far = so_far.union(snapshot)
            yield at, so_far

    def _store_newest(self, at: int, snapshot: Snapshot) -> None:
        """Store a checkpoint after all stored ones, as its difference from them."""
        if self._union is None:
            snapshots, self._snapshots, self._union = self._snapshots, {}, Snapshot()
            for earlier_at, earlier in snapshots.items():
                if earlier.is_contained_in(snapshot):  # else it is not of this document
                    self._union = self._store_difference(earlier_at, earlier, self._union)
        self._union = self._store_difference(at, snapshot, self._union)
        self._encoded = None
        self._drop_crowded()

    def _store_difference(self, at: int, snapshot: Snapshot, known: Snapshot) -> Snapshot:
        """Store the difference of a snapshot from `known`; return the union of the two."""
        if difference := snapshot.difference(known):
            self._snapshots[at] = difference
        return known.union(difference)

    def _drop_crowded(self) -> None:
        """Drop the checkpoints nearest to others in relation to their age; never first or last."""
        while len(self._snapshots) >= MAX_CHECKPOINTS:
            keys = list(self._snapshots)
            times = _in_order(keys)
            newest = times[-1] + _MINUTE
            _, dropped = min(
                ((times[n + 1] - times[n - 1]) / (newest - times[n]), n)
                for n in range(1, len(times) - 1)
            )
            following = keys[dropped + 1]
            snapshot = self._snapshots.pop(keys[dropped])
            self._snapshots[following] = self._snapshots[following].union(snapshot)


def odd_times(times: Sequence[float], now: float) -> list[bool]:
    """Return for each time of a sequence of events whether it contradicts the others.

    The most that can be right together are right, and the first one sooner than another. `now` is
    the present time by this machine's clock. A clock that was wrong for most of the events cannot
    be told from one that was right.
    """
    sequence = [*times, now]
    best: list[tuple[float, float, int]] = []
    """For each event: the weight of the best sequence that ends there, and what is before it."""
    for number, time in enumerate(sequence):
        before = [(best[n][0], -sequence[n], n) for n in range(number) if sequence[n] <= time]
        weight, _, last = max(before, default=(0.0, 0.0, -1))
        best.append((weight + (1.0 if number else _FIRST), -time, last))
    odd = [True] * len(sequence)
    number = max(range(len(sequence)), key=lambda n: best[n][:2])
    while number >= 0:
        odd[number] = False
        number = best[number][2]
    return odd[:-1]


def _in_order(times: Sequence[int]) -> list[int]:
    """Return times that never decrease: an odd one becomes that before it, or that after it."""
    odd = odd_times(times, times[-1])
    last = next((time for time, is_odd in zip(times, odd, strict=True) if not is_odd), times[0])
    ordered = []
    for time, is_odd in zip(times, odd, strict=True):
        last = last if is_odd else time
        ordered.append(last)
    return ordered


def _take_first(
    one: list[tuple[int, Snapshot]], other: list[tuple[int, Snapshot]]
) -> tuple[int, Snapshot]:
    """Remove and return the checkpoint that comes first in two lists, not both empty."""
    if not one or not other:
        return (one or other).pop(0)
    (one_at, ours), (other_at, theirs) = one[0], other[0]
    if one_at == other_at:
        del one[0], other[0]
        return one_at, ours.union(theirs)
    union = ours.union(theirs)
    if ours == theirs:  # the earlier of the two saw it first
        del one[0], other[0]
        return min(one_at, other_at), ours
    if union == theirs:
        return one.pop(0)
    if union == ours:
        return other.pop(0)
    return (one if one_at < other_at else other).pop(0)


def _free_time(at: int, taken: Container[int]) -> int:
    """Return a time, or the first second after it that no other checkpoint has."""
    while at in taken:
        at += 1
    return at


def _same_minute(at: int, other: int) -> bool:
    return at // _MINUTE == other // _MINUTE


def _format_time(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _encode_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decode_entry(entry: tuple[object, object]) -> tuple[int, Snapshot] | None:
    """Decode one checkpoint of a file; None if malformed."""
    time, text = entry
    try:
        at = datetime.fromisoformat(str(time))
        snapshot = decode_snapshot(base64.b64decode(str(text), validate=True))
    except (ValueError, binascii.Error):
        return None
    is_valid = at.tzinfo is not None and at.year in YEARS
    return (int(at.timestamp()), snapshot) if is_valid else None
