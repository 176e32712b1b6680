"""The checkpoints of a conversation: its snapshots at the saves at which the notes had changed.

The document keeps all changes, so a snapshot is enough for a checkpoint. Each checkpoint but the
newest is stored as its difference from those before: some tens of bytes, however long the
conversation is. Merging the checkpoints of two copies keeps both.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from ..crdt.snapshot import Snapshot, decode_snapshot, encode_snapshot
from ..system.clock import YEARS

MAX_CHECKPOINTS = 120
"""The most checkpoints in a file."""

_MINUTE = 60
_MAX_READ = 1000
"""The most entries that are read from a file; we never write more."""


class Checkpoints:
    """The checkpoints of one document, by their time in seconds since 1970 (UTC)."""

    def __init__(self, snapshots: Mapping[int, Snapshot] | None = None) -> None:
        """`snapshots`: that of each checkpoint, in full or as its difference from those before."""
        self._snapshots = dict(sorted((snapshots or {}).items()))
        self._union: Snapshot | None = None
        self._newest: tuple[int, bytes] | None = None
        self._encoded: dict[str, str] | None = None
        self._drop_crowded()

    @classmethod
    def decode(cls, encoded: object) -> Checkpoints:
        """Decode the checkpoints of a file; skip malformed entries."""
        entries = encoded.items() if isinstance(encoded, dict) else ()
        read = map(_decode_entry, list(entries)[-_MAX_READ:])
        return cls(dict(entry for entry in read if entry is not None))

    def encode(self) -> dict[str, str]:
        """Return the checkpoints for the file: time, and snapshot in base 64.

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

    def add(self, moment: datetime, encoded_snapshot: bytes) -> None:
        """Add the document's present snapshot (in Yjs encoding) at a time (time-zone aware).

        Only the last checkpoint of each minute stays. Checkpoints later than `moment` were written
        with a wrong clock, and are dropped.
        """
        at = int(moment.timestamp())
        minute = at - at % _MINUTE
        if self._newest is not None and self._newest[0] < minute:
            self._store_newest(self._newest[0], decode_snapshot(self._newest[1]))
        self._newest = (at, encoded_snapshot)
        if self._snapshots and next(reversed(self._snapshots)) >= minute:
            self._snapshots = {
                time: snapshot for time, snapshot in self._snapshots.items() if time < minute
            }
            self._union = self._encoded = None

    def merged(self, other: Checkpoints) -> Checkpoints:
        """Return the checkpoints of two copies; at equal times, the union of both snapshots."""
        snapshots = dict(self._with_newest())
        for at, snapshot in other._with_newest():
            snapshots[at] = snapshots[at].union(snapshot) if at in snapshots else snapshot
        return Checkpoints(snapshots)

    def gains_from(self, other: Checkpoints, now: datetime) -> bool:
        """Return whether a merge adds checkpoints; those of the minute of `now` do not count.

        A save in the same minute replaces them; `now` is time-zone aware.
        """
        known = dict(self._with_newest())
        minute = int(now.timestamp()) // _MINUTE * _MINUTE
        union: Checkpoints = self.merged(other)
        return any(at < minute and at not in known for at, _ in union._with_newest())

    def snapshots(self, current: Snapshot) -> Iterator[tuple[datetime, Snapshot]]:
        """Yield the checkpoints, oldest first: time (UTC) and snapshot.

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

    def _store_newest(self, at: int, snapshot: Snapshot) -> None:
        """Store a checkpoint later than all stored ones, as its difference from them."""
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
            times = list(self._snapshots)
            newest = times[-1] + _MINUTE
            _, dropped, next_at = min(
                ((after - before) / (newest - at), at, after)
                for before, at, after in zip(times, times[1:], times[2:], strict=False)
            )
            self._snapshots[next_at] = self._snapshots[next_at].union(self._snapshots.pop(dropped))


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
