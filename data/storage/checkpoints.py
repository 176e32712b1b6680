"""The moments of a conversation: when a save held notes that were new, and what it held.

The document keeps everything that was ever done, so of a moment it is enough to know how far the
document had come. Each moment but the newest holds what it has more than those before it: some tens
of bytes, however long the conversation is. The moments of two copies are merged by having both.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from ..crdt.snapshot import Snapshot, decode_snapshot, encode_snapshot
from ..system.clock import YEARS

MAX_CHECKPOINTS = 120
"""How many moments a file keeps."""

_MINUTE = 60
_MAX_READ = 1000
"""What stands in a file beyond so many was not put there by us, and is passed over."""


class Checkpoints:
    """The moments of one document, by when they were, in seconds since 1970 (UTC)."""

    def __init__(self, snapshots: Mapping[int, Snapshot] | None = None) -> None:
        """`held`: what each moment has, all of it or only what those before it have not."""
        self._snapshots = dict(sorted((snapshots or {}).items()))
        self._union: Snapshot | None = None
        self._newest: tuple[int, bytes] | None = None
        self._encoded: dict[str, str] | None = None
        self._thin()

    @classmethod
    def decode(cls, encoded: object) -> Checkpoints:
        """The moments that `told` gave; what is none is passed over."""
        entries = encoded.items() if isinstance(encoded, dict) else ()
        read = map(_decode_entry, list(entries)[-_MAX_READ:])
        return cls(dict(entry for entry in read if entry is not None))

    def encode(self) -> dict[str, str]:
        """The moments for the file: when, and what each has, as a snapshot in base 64.

        The newest one is told in full, because finding what is new in it would cost every save.
        """
        if self._encoded is None:
            self._encoded = {
                _format_time(at): _encode_base64(encode_snapshot(state))
                for at, state in self._snapshots.items()
            }
        if self._newest is None:
            return self._encoded
        at, reached = self._newest
        return {**self._encoded, _format_time(at): _encode_base64(reached)}

    def __len__(self) -> int:
        return len(self._snapshots) + (self._newest is not None)

    def add(self, moment: datetime, encoded_snapshot: bytes) -> None:
        """Hold that the document has come so far (a Yjs snapshot) at a moment (aware), now.

        Of one minute only the last moment is kept. What is told to be later than now was kept by a
        wrong clock, and counts for now.
        """
        at = int(moment.timestamp())
        minute = at - at % _MINUTE
        if self._newest is not None and self._newest[0] < minute:
            self._store_newest(self._newest[0], decode_snapshot(self._newest[1]))
        self._newest = (at, encoded_snapshot)
        if self._snapshots and next(reversed(self._snapshots)) >= minute:
            self._snapshots = {one: state for one, state in self._snapshots.items() if one < minute}
            self._union = self._encoded = None

    def merged(self, other: Checkpoints) -> Checkpoints:
        """The moments of two copies: each shows what either had by then."""
        held = dict(self._all())
        for at, state in other._all():
            held[at] = held[at].union(state) if at in held else state
        return Checkpoints(held)

    def gains_from(self, other: Checkpoints, now: datetime) -> bool:
        """Whether merging brings moments that were not here. Those of this minute do not count.

        A save in the same minute takes their place; `now` is aware.
        """
        known = dict(self._all())
        minute = int(now.timestamp()) // _MINUTE * _MINUTE
        both: Checkpoints = self.merged(other)
        return any(at < minute and at not in known for at, _ in both._all())

    def snapshots(self, current: Snapshot) -> Iterator[tuple[datetime, Snapshot]]:
        """The moments (UTC), oldest first, and how far the document had come at each.

        `now` is how far it has come; a moment that does not fit it is passed over.
        """
        so_far = Snapshot()
        for at, state in self._all():
            if state.is_contained_in(current):
                so_far = so_far.union(state)
                yield datetime.fromtimestamp(at, UTC), so_far

    def _all(self) -> Iterator[tuple[int, Snapshot]]:
        yield from self._snapshots.items()
        if self._newest is not None:
            yield self._newest[0], decode_snapshot(self._newest[1])

    def _store_newest(self, at: int, snapshot: Snapshot) -> None:
        """Hold a moment later than all that are held: what it has more than they."""
        if self._union is None:
            held, self._snapshots, self._union = self._snapshots, {}, Snapshot()
            for one, before in held.items():
                if before.is_contained_in(snapshot):  # else it is none of this document's
                    self._union = self._store_difference(one, before, self._union)
        self._union = self._store_difference(at, snapshot, self._union)
        self._encoded = None
        self._thin()

    def _store_difference(self, at: int, snapshot: Snapshot, known: Snapshot) -> Snapshot:
        """Hold what a moment has more than is known; returns what is known then."""
        if more := snapshot.difference(known):
            self._snapshots[at] = more
        return known.union(more)

    def _thin(self) -> None:
        """Let go of those that are nearest to others for their age, but of neither end."""
        while len(self._snapshots) >= MAX_CHECKPOINTS:
            times = list(self._snapshots)
            newest = times[-1] + _MINUTE
            _, going, heir = min(
                ((after - before) / (newest - at), at, after)
                for before, at, after in zip(times, times[1:], times[2:], strict=False)
            )
            self._snapshots[heir] = self._snapshots[heir].union(self._snapshots.pop(going))


def _format_time(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _encode_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decode_entry(entry: tuple[object, object]) -> tuple[int, Snapshot] | None:
    """One moment as it stands in a file; None where it is none."""
    when, text = entry
    try:
        at = datetime.fromisoformat(str(when))
        state = decode_snapshot(base64.b64decode(str(text), validate=True))
    except (ValueError, binascii.Error):
        return None
    sound = at.tzinfo is not None and at.year in YEARS
    return (int(at.timestamp()), state) if sound else None
