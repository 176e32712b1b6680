"""Put the updates of one writer together, without those of others that they build on.

An update waits as a whole for what it builds on. So what was written before and after an answer of
another cannot be one update: it would wait for the answer, and the answer for it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from math import inf

from ...crdt.admission.deletions import NO_STRUCTS, Spans, encode_spans
from ...crdt.admission.source import Source
from ...crdt.admission.structs import DecodedUpdate, Id, decode_update
from ...crdt.lib0 import encode_varints
from ...crdt.pending_updates import NoDocument, PendingUpdates

_MAX_BYTES = 1 << 20
"""The size beyond which a further update begins another one."""
_NO_DELETIONS = b"\0"


def condense(own: Sequence[bytes], others: Sequence[bytes], deletions: Spans) -> list[bytes]:
    """Return as few updates as possible with the units of `own` and these deletions.

    `others` are those that they may build on. All have to be valid updates.
    """
    order = _Order()
    pending = PendingUpdates(order)
    for source, updates in ((Source.FILES, own), (Source.OTHER, others)):
        for data in updates:
            with suppress(ValueError):
                pending.apply_all(data, source)
    decoded = [update for update in map(decode_update, own) if update.clients]
    condensed: list[bytes] = []
    batch: _Batch | None = None
    for update in sorted(decoded, key=order.time_of):
        time = order.time_of(update)
        if time == inf:  # it waits
            condensed.append(update.data)
            continue
        if batch is None or not batch.takes(update, order):
            if batch is not None:
                condensed.append(batch.encode())
            batch = _Batch(time)
        batch.add(update)
    spans = encode_spans(deletions)
    if batch is not None:
        if batch.size + len(spans) <= _MAX_BYTES:
            return [*condensed, batch.encode(spans)]
        condensed.append(batch.encode())
    return [*condensed, NO_STRUCTS + spans] if deletions else condensed


class _Order(NoDocument):
    """When each unit was applied, as the number of updates before it."""

    def __init__(self) -> None:
        self._applied = 0
        self._ends: dict[int, list[int]] = {}
        """The clocks that each client has reached, and at which time."""
        self._times: dict[int, list[int]] = {}

    def apply(self, update: bytes) -> None:
        """Note the time at which the units of an update are applied."""
        self._applied += 1
        for client, section in decode_update(update).clients.items():
            ends = self._ends.setdefault(client, [])
            if not ends or section.end > ends[-1]:
                ends.append(section.end)
                self._times.setdefault(client, []).append(self._applied)

    def time(self, client: int, clock: int) -> float:
        """Return when a unit was applied; infinity if it waits."""
        ends = self._ends.get(client, [])
        at = bisect_right(ends, clock)
        return self._times[client][at] if at < len(ends) else inf

    def time_of(self, update: DecodedUpdate) -> float:
        """Return when the last unit of an update was applied."""
        return max(self.time(client, part.end - 1) for client, part in update.clients.items())


class _Section:
    """The structs of one client."""

    def __init__(self, clock: int) -> None:
        self.clock = self.end = clock
        self.count = 0
        self.structs = bytearray()


class _Batch:
    """Updates that become one."""

    def __init__(self, time: float) -> None:
        self._time = time
        """When the first one was applied: all that was there before cannot build on it."""
        self.size = 0
        """The bytes of the structs."""
        self._sections: dict[int, _Section] = {}

    def takes(self, update: DecodedUpdate, order: _Order) -> bool:
        """Return whether an update can be added: all that it builds on is here, or was before."""
        if self.size + len(update.data) > _MAX_BYTES:
            return False
        for client, part in update.clients.items():
            section = self._sections.get(client)
            if section is not None:
                if section.end != part.clock:
                    return False
            elif part.clock and order.time(client, part.clock - 1) >= self._time:
                return False
        return all(
            self._holds(client, clock)
            or (client in update.clients and clock >= update.clients[client].clock)
            or order.time(client, clock) < self._time
            for client, clock in _origins(update)
        )

    def add(self, update: DecodedUpdate) -> None:
        """Add the structs of an update."""
        for client, part in update.clients.items():
            section = self._sections.setdefault(client, _Section(part.clock))
            section.end = part.end
            section.count += len(part.structs)
            section.structs += update.data[part.start : part.stop]
            self.size += part.stop - part.start

    def encode(self, delete_set: bytes = _NO_DELETIONS) -> bytes:
        """Return the update, with an encoded delete set."""
        parts = [encode_varints((len(self._sections),))]
        for client, section in self._sections.items():
            parts.append(encode_varints((section.count, client, section.clock)))
            parts.append(bytes(section.structs))
        return b"".join((*parts, delete_set))

    def _holds(self, client: int, clock: int) -> bool:
        section = self._sections.get(client)
        return section is not None and section.clock <= clock < section.end


def _origins(update: DecodedUpdate) -> Iterator[Id]:
    for section in update.clients.values():
        for _clock, _length, left, right, _key, _kinds in section.structs:
            yield from (origin for origin in (left, right) if origin is not None)
