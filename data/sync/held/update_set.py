"""The updates of a remote, by writer, without the document that they make.

What others wrote is only checked here, as before it is applied: the library sees nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ...crdt.admission.deletions import NO_STRUCTS, encode_spans
from ...crdt.admission.document_index import SpanSet
from ...crdt.admission.limits import MAX_DOCUMENT_BYTES, MAX_UPDATE_BYTES, MAX_WAITING_BYTES
from ...crdt.admission.source import Source
from ...crdt.admission.structs import DecodedUpdate, Span, decode_update
from ...crdt.pending_updates import NoDocument, PendingUpdates
from ...crdt.snapshot import decode_state_vector, encode_snapshot
from ...crdt.text_run import TextRun
from ...crdt.update_clients import decode_client_list, encode_client_list, introduces_key
from ...model.fields import CREATED_KEY
from ..remote import CarriedUpdate
from .condensing import condense

_MAX_OTHERS_BYTES = MAX_DOCUMENT_BYTES + MAX_WAITING_BYTES
"""The most bytes of others' updates that are held, those that wait included."""
_MAX_REFUSED = 1000
"""The most updates that are passed on though they break a rule."""


class UpdateSet:
    """Updates that were read from a remote, in any order."""

    def __init__(self) -> None:
        self._own, self._others = _WriterUpdates(), _WriterUpdates()
        self._pending = PendingUpdates(_Unapplied(self._own, self._others))
        self._has_created = False
        self._own_clients: set[int] = set()
        """The clients of this user's sessions, as their logs name them."""
        self._refused: dict[bytes, CarriedUpdate] = {}
        """The first updates that break a rule; the session that gets them tells its user."""
        self._refused_bytes = 0

    def add(self, updates: Iterable[CarriedUpdate]) -> None:
        """Add updates, this user's own first; those that break a rule are put aside."""
        for update in sorted(updates, key=lambda update: not update.is_own):
            try:
                self._add(update)
            except ValueError:
                self._refuse(update)

    def missing(self, state_vector: bytes) -> list[CarriedUpdate]:
        """Return what a session with this state vector lacks, also what waits; own updates first.

        Some of those that break a rule come last, for the session to refuse.

        Keys that were typed one after the other are one update. Raises ValueError if the state
        vector is malformed.
        """
        clocks = decode_state_vector(state_vector)
        missing = [
            CarriedUpdate(data, is_own)
            for writer, is_own in ((self._own, True), (self._others, False))
            for data in writer.missing(clocks)
        ]
        anchors = [CarriedUpdate(anchor, is_own=True) for anchor in self._anchors()]
        return [*anchors, *missing, *self._refused.values()]

    @property
    def snapshot(self) -> bytes:
        """The encoded snapshot of a document with all updates that wait for nothing."""
        return encode_snapshot(self._pending.snapshot)

    @property
    def has_all_own(self) -> bool:
        """Whether none of this user's own updates waits for a missing one."""
        return self._pending.is_empty(foreign=False)

    def condensed(self) -> list[bytes]:
        """Return all that this user wrote, in as few updates as the order of writing allows."""
        deletions = self._own.deletions
        own, others = list(self._own.missing({})), list(self._others.missing({}))
        return [*self._anchors(), *condense(own, others, deletions)]

    def _anchors(self) -> list[bytes]:
        return [encode_client_list(self._own_clients)] if self._own_clients else []

    def _add(self, carried: CarriedUpdate) -> None:
        """Add an update. Raises ValueError if it breaks a rule."""
        data, is_own = carried
        update = decode_update(data)
        if is_own:
            self._own_clients |= decode_client_list(data)
        writer = self._own if is_own else self._others
        if not writer.lacks(update) or not (is_own or self._own.lacks(update)):
            return
        if not is_own and writer.size + len(data) > _MAX_OTHERS_BYTES:
            raise ValueError("too many updates")
        creates = introduces_key(data, CREATED_KEY, ())
        if creates and self._has_created:
            known = self._pending.snapshot.clocks_by_client
            if introduces_key(data, CREATED_KEY, known):
                return  # another conversation, in which the session could not take part
        self._pending.apply_all(data, Source.FILES if is_own else Source.OTHER)
        self._has_created |= creates
        writer.add(update)

    def _refuse(self, update: CarriedUpdate) -> None:
        if update.data in self._refused or len(self._refused) >= _MAX_REFUSED:
            return
        if self._refused_bytes + len(update.data) <= MAX_UPDATE_BYTES:
            self._refused[update.data] = update
            self._refused_bytes += len(update.data)


class _WholeUpdate(NamedTuple):
    """An update that is sent as it was written."""

    data: bytes
    ends: tuple[tuple[int, int], ...]
    """Each client in it, and the clock after its last unit."""

    @property
    def size(self) -> int:
        return len(self.data)


class _WriterUpdates:
    """The updates of one writer, each of which adds something to those before."""

    def __init__(self) -> None:
        self.size = 0
        """The bytes of the updates."""
        self._entries: list[TextRun | _WholeUpdate] = []
        self._units: dict[int, SpanSet] = {}
        self._deleted: dict[int, SpanSet] = {}

    def lacks(self, update: DecodedUpdate) -> bool:
        """Return whether an update has units or deletions that these updates have not."""
        return any(
            client not in held or any(held[client].missing(*span))
            for held, spans_by_client in self._spans(update)
            for client, spans in spans_by_client.items()
            for span in spans
        )

    def add(self, update: DecodedUpdate) -> None:
        """Add an update."""
        for held, spans_by_client in self._spans(update):
            for client, spans in spans_by_client.items():
                for span in spans:
                    held.setdefault(client, SpanSet()).add(*span)
        if not update.clients:
            return  # it only deletes
        last = self._entries[-1] if self._entries else None
        if isinstance(last, TextRun):
            before = last.size
            if last.extend(update):
                self.size += last.size - before
                return
        ends = tuple((client, section.end) for client, section in update.clients.items())
        entry = TextRun.begin(update) or _WholeUpdate(update.data, ends)
        self._entries.append(entry)
        self.size += entry.size

    def missing(self, clocks: Mapping[int, int]) -> Iterator[bytes]:
        """Yield what a document with these clocks lacks, and all deletions."""
        for entry in self._entries:
            if isinstance(entry, TextRun):
                known = clocks.get(entry.client, 0)
                if entry.end > known:
                    yield entry.encode(known)
            elif any(end > clocks.get(client, 0) for client, end in entry.ends):
                yield entry.data
        if self._deleted:
            yield NO_STRUCTS + encode_spans(self.deletions)

    @property
    def deletions(self) -> dict[int, list[Span]]:
        """All deletions, those of missing units included."""
        return {client: list(spans) for client, spans in self._deleted.items()}

    def _spans(
        self, update: DecodedUpdate
    ) -> tuple[tuple[dict[int, SpanSet], Mapping[int, Iterable[Span]]], ...]:
        units = {
            client: ((section.clock, section.end),) for client, section in update.clients.items()
        }
        return (self._units, units), (self._deleted, update.delete_set)


class _Unapplied(NoDocument):
    """Counts the bytes of what two writers wrote."""

    def __init__(self, *writers: _WriterUpdates) -> None:
        self._writers = writers

    @property
    def size(self) -> int:
        """The bytes of all updates; a document of them has fewer."""
        return sum(writer.size for writer in self._writers)
