"""Check an update against a document, in linear time and without changing either.

Every origin has to exist: in the document, or before its struct in the same update. A struct
belongs to the same root, and a value to the same field, as its origins.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from heapq import heappop, heappush

from .document_index import DocumentIndex, KeyRuns
from .field_rules import AUTHORS, FIXED, allowed_kinds
from .limits import (
    MAX_CLIENTS,
    MAX_FIELDS,
    MAX_KEY_BYTES,
    MAX_LINES,
    MAX_UPDATE_BYTES,
    MAX_VALUE_BYTES,
)
from .structs import INHERITED, ClientStructs, DecodedUpdate, Id


class ForgedUnits(ValueError):
    """An update has units of a client of this user that this user did not write."""


@dataclass(slots=True)
class Checked:
    """The result of a check."""

    missing: dict[int, int] = field(default_factory=dict)
    """Client -> the clock that the document has to reach before the update can be applied."""
    runs: dict[int, KeyRuns] = field(default_factory=dict)
    """The keys of the new units, by client."""


def refuse_excess(update: DecodedUpdate, index: DocumentIndex) -> None:
    """Raise ValueError if an update of another replica exceeds a bound."""
    if len(update.data) > MAX_UPDATE_BYTES:
        raise ValueError("too large an update")
    if update.longest_key > MAX_KEY_BYTES or update.longest_value > MAX_VALUE_BYTES:
        raise ValueError("too long a value")
    if not update.authors <= AUTHORS:
        raise ValueError("no author")
    if index.lines + update.lines > MAX_LINES and update.lines:
        raise ValueError("too many lines")
    if len(index.clocks) + len(update.clients.keys() - index.clocks.keys()) > MAX_CLIENTS:
        raise ValueError("too many clients")


def refuse_writing_as(
    update: DecodedUpdate, index: DocumentIndex, own_client: int, guarded: Container[int]
) -> None:
    """Raise ForgedUnits if an update has units of these clients that the document has not.

    Nobody else writes as `own_client` or those that are `guarded`, or knows more of them.
    """
    for client in update.clients.keys() | update.delete_set.keys():
        if client == own_client or client in guarded:
            written = index.clocks.get(client, 0)
            own, spans = update.clients.get(client), update.delete_set.get(client)
            if (own is not None and own.end > written) or (spans and spans[-1][1] > written):
                raise ForgedUnits("a part of a client of this user that it did not write")


def check_update(update: DecodedUpdate, index: DocumentIndex, *, foreign: bool) -> Checked:
    """Check all structs of an update.

    Raises ValueError if one of them can never be applied; with `foreign` also if it sets a field
    that no program sets, or to a value of another kind, or if its origins are in reverse order.
    """
    return _Check(update, index, foreign=foreign).run()


class _Check:
    """One check. The structs of a client wait where they build on those of another client."""

    def __init__(self, update: DecodedUpdate, index: DocumentIndex, *, foreign: bool) -> None:
        self._update, self._index, self._foreign = update, index, foreign
        self._result = Checked()
        self._reached = {client: structs.clock for client, structs in update.clients.items()}
        """The clock up to which the structs of each client were checked."""
        self._next = dict.fromkeys(update.clients, 0)
        self._waiting: dict[int, list[tuple[int, int]]] = {}
        """Client -> heap of a clock that it has to pass, and the client that waits for that."""
        self._divisible = not update.low_surrogates and not index.low_surrogates

    def run(self) -> Checked:
        """Check the clients in turn, each as far as possible."""
        clients = self._update.clients
        for client, structs in clients.items():
            if structs.clock > self._index.clocks.get(client, 0):
                self._result.missing[client] = structs.clock
            self._result.runs[client] = KeyRuns()
        ready = list(clients)
        while ready:
            client = ready.pop()
            self._check_client(clients[client])
            waiting = self._waiting.get(client, [])
            while waiting and waiting[0][0] < self._reached[client]:
                ready.append(heappop(waiting)[1])
        if any(self._waiting.values()):
            raise ValueError("origins that build on each other")
        if self._foreign:
            new: set[bytes] = set()
            new.update(*(runs.keys() for runs in self._result.runs.values()))
            if len(self._index.keys) + len(new - self._index.keys) > MAX_FIELDS:
                raise ValueError("too many fields")
        return self._result

    def _check_client(self, structs: ClientStructs) -> None:
        """Check the structs of a client, up to the first one that has to wait."""
        client = structs.client
        known = self._index.clocks.get(client, 0)
        runs = self._result.runs[client]
        at = self._next[client]
        entries = structs.structs
        while at < len(entries):
            clock, length, left, right, key, kinds = entries[at]
            if clock + length > known:
                if (left is not None and self._blocks(client, clock, left)) or (
                    right is not None and self._blocks(client, clock, right)
                ):
                    self._next[client] = at
                    return
                if left is not None or right is not None:
                    key = self._resolve_key(left, right, key)
                if clock < known:
                    self._check_overlap(client, known, key)
                    clock, left = known, (client, known - 1)
                if self._foreign:
                    if key and kinds & ~allowed_kinds(key):
                        raise ValueError("no field of a conversation, or no value of it")
                    if key in FIXED and key in self._index.keys:
                        raise ValueError("another value of what is fixed")
                    if (
                        left is not None
                        and right is not None
                        and right[0] == left[0]
                        and right[1] <= left[1]
                        and self._is_reversed(left, right)
                    ):
                        raise ValueError("a right origin before the left one")
                runs.append(clock, key, continues=left == (client, clock - 1))
            self._reached[client] = entries[at][0] + length
            at += 1
        self._next[client] = at

    def _blocks(self, client: int, clock: int, origin: Id) -> bool:
        """Return whether a struct has to wait for its origin; note one that is missing."""
        origin_client, origin_clock = origin
        if origin_client == client:
            if origin_clock >= clock:
                raise ValueError("an origin in its own future")
            return False
        if origin_clock < self._index.clocks.get(origin_client, 0):
            return False
        section = self._update.clients.get(origin_client)
        if section is None or not section.clock <= origin_clock < section.end:
            missing = self._result.missing
            missing[origin_client] = max(missing.get(origin_client, 0), origin_clock + 1)
            return False
        if origin_clock < self._reached[origin_client]:
            return False
        heappush(self._waiting.setdefault(origin_client, []), (origin_clock, client))
        return True

    def _resolve_key(self, left: Id | None, right: Id | None, key: bytes | None) -> bytes | None:
        """Return the key of a struct; INHERITED while that of its origin is unknown."""
        for origin, divided in ((left, 1), (right, 0)):
            if origin is None:
                continue
            if not self._divisible and self._divides(origin[0], origin[1] + divided):
                raise ValueError("an origin within a character")
            found = self._key_at(*origin)
            if found == INHERITED:
                continue
            if key == INHERITED and found is not None:
                key = found
            elif key != found:
                raise ValueError("an origin elsewhere")
        return key

    def _is_reversed(self, left: Id, right: Id) -> bool:
        """Return whether the right origin is before the left one in one run, or the same.

        Both are of one client, and the clock of the right one is not higher.
        The library would then insert at a place that depends on how it has divided the run.
        """
        client, last = left
        known, runs = self._index.clocks.get(client, 0), self._result.runs.get(client)
        if last < known:
            return self._index.runs_of(client).in_one_run(right[1], last)
        if runs is None or client in self._result.missing:
            return False
        if right[1] >= known:
            return runs.in_one_run(right[1], last)
        # A run of the notes; a value has no right origin.
        return self._index.runs_of(client).ends_with(right[1]) and runs.begins_with(last)

    def _key_at(self, client: int, clock: int) -> bytes | None:
        if clock < self._index.clocks.get(client, 0):
            return self._index.key_at(client, clock)
        section = self._update.clients.get(client)
        if section is None or not section.clock <= clock < section.end:
            return INHERITED  # it is missing
        return self._result.runs[client].key_at(clock)

    def _divides(self, client: int, clock: int) -> bool:
        return self._index.divides_character(
            client, clock
        ) or clock in self._update.low_surrogates.get(client, ())

    def _check_overlap(self, client: int, known: int, key: bytes | None) -> None:
        """Check the new end of a struct whose beginning the document has."""
        if self._divides(client, known):
            raise ValueError("a part of a character")
        if self._index.key_at(client, known - 1) != key and key != INHERITED:
            raise ValueError("another struct with the same clock")
