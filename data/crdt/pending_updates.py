"""Apply updates to a document: each is checked first, and those that are early wait.

The library can lose parts of an early update for good, and accepts updates that ruin a document. So
what it gets was checked against an index of the document before (`admission/`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Set
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from .admission.check import check_update, refuse_excess, refuse_writing_as
from .admission.deletions import NO_STRUCTS, Spans, encode_admitted, encode_spans, split_deletions
from .admission.document_index import DocumentIndex, KeyRuns
from .admission.limits import MAX_DOCUMENT_BYTES, MAX_UNMEASURED_BYTES
from .admission.source import Source
from .admission.structs import DecodedUpdate, decode_update, forget_known
from .admission.waiting import EarlyDeletions, WaitingUpdates
from .snapshot import Snapshot

_MAX_UNMEASURED_OWN_BYTES = 64 << 10
"""The bytes of updates after which a large document is measured again for an edit of our own."""
_MAX_UNINDEXED = 1000
"""The most updates of our own that are indexed one by one, when an update of others arrives."""


class UpdateTarget(Protocol):
    """What takes updates that were checked, in the order of their dependencies."""

    @property
    def client(self) -> int:
        """The only client whose units no other replica writes."""

    @property
    def size(self) -> int:
        """The size of the document in bytes."""

    def apply(self, update: bytes) -> None:
        """Take an update. If that fails, `full_update` tells what the document holds."""

    def full_update(self) -> bytes:
        """Return the whole document as one update."""

    def group(self) -> AbstractContextManager[object]:
        """Take the updates that are applied within it as one change."""


class NoDocument:
    """Takes admitted updates and makes no document of them."""

    client = -1
    """No update has it: nobody writes here."""

    @property
    def size(self) -> int:
        """At least the bytes of a document of the updates."""
        return 0

    def apply(self, update: bytes) -> None:
        """Do nothing."""

    def full_update(self) -> bytes:
        """Raise: nothing fails here, so nobody asks what there is."""
        raise NotImplementedError

    def group(self) -> AbstractContextManager[None]:
        """Do nothing."""
        return nullcontext()


class PendingUpdates:
    """Apply updates to a document in the order of their dependencies.

    Call `apply` and `is_empty` within `convert_panics`.
    """

    def __init__(self, document: UpdateTarget) -> None:
        self._document = document
        self._refused: list[bytes] = []
        """Foreign updates that waited, and were refused then."""
        self._index: DocumentIndex | None = DocumentIndex()
        """None if it has to be built again from the document."""
        self._unindexed: list[bytes] = []
        """The last updates of our own; the index lacks them."""
        self._waiting = WaitingUpdates()
        self._early_deletions = EarlyDeletions()
        self._ready: deque[tuple[Source, bytes | Spans]] = deque()
        """Updates and deletions that waited, and can be applied now."""
        self._size = 0
        """The bytes of the document when it was last measured."""
        self._growth = 0
        """The bytes of the updates since."""
        self._lines = 0
        """At least as many line feeds as were ever written."""
        self.guarded: Set[int] = frozenset()
        """Client numbers with which the other partner does not write."""

    def apply(self, update: bytes, source: Source = Source.FILES) -> None:
        """Apply an update, or let it wait for its dependencies.

        If `has_ready` then, call `apply_ready` for those that waited for it. Raises ValueError on
        bytes that are no update of this program, and changes nothing then; for a foreign one also
        if it exceeds a bound.
        """
        self._release(self._apply_or_queue(update, source))

    def refuse_forged(self, update: bytes) -> None:
        """Raise ForgedUnits if the other partner wrote an update with the number of a client here.

        Raises another ValueError on bytes that are no update.
        """
        index = self._current_index()
        refuse_writing_as(decode_update(update), index, self._document.client, self.guarded)

    def apply_all(self, update: bytes, source: Source) -> None:
        """As `apply`, and apply what waited for it."""
        self.apply(update, source)
        while self.has_ready:
            self.apply_ready()

    @property
    def has_ready(self) -> bool:
        """Whether updates that waited can be applied now."""
        return bool(self._ready)

    def apply_ready(self) -> Source:
        """Apply the next of the updates that waited, as one change; return their source."""
        source, advanced = self._ready[0][0], set[int]()
        with self._document.group():
            while self._ready and self._ready[0][0] is source:
                ready = self._ready.popleft()[1]
                if not isinstance(ready, bytes):
                    self._apply(NO_STRUCTS + encode_spans(ready))
                    continue
                try:
                    advanced |= self._apply_or_queue(ready, source)
                except ValueError:  # only its dependencies show that it can never be applied
                    if source.is_foreign:
                        self._refused.append(ready)
        self._release(advanced)
        return source

    def take_refused(self) -> list[bytes]:
        """Return the foreign updates that waited and were refused since the last call."""
        refused, self._refused = self._refused, []
        return refused

    def is_empty(self, *, foreign: bool = True) -> bool:
        """Return whether the document holds all of every update that was given to `apply`.

        Without `foreign`, updates that were foreign do not count.
        """
        return (
            not self._ready
            and self._waiting.is_empty(foreign=foreign)
            and self._early_deletions.is_empty(foreign=foreign)
        )

    def holds(self, update: bytes) -> bool:
        """Return whether the document holds all of an update: nothing of it waits.

        Raises ValueError on bytes that are no update of this program.
        """
        clocks, decoded = self._current_index().clocks, decode_update(update)
        ends = [(client, structs.end) for client, structs in decoded.clients.items()]
        ends += [(client, end) for client, spans in decoded.delete_set.items() for _, end in spans]
        return all(end <= clocks.get(client, 0) for client, end in ends)

    @property
    def snapshot(self) -> Snapshot:
        """The clocks and the delete set of what was applied."""
        index = self._current_index()
        return Snapshot(dict(index.clocks), index.delete_set())

    def size_at_most(self, enough: int) -> int:
        """Return the bytes of the document; above `enough`, hardly more than it has."""
        if self._size + self._growth > enough and self._growth > _MAX_UNMEASURED_OWN_BYTES:
            self._measure()
        return self._size + self._growth

    def lines_at_most(self, enough: int) -> int:
        """Return the line feeds that were ever written; above `enough`, exactly."""
        if self._lines > enough:
            self._current_index()
        return self._lines

    def foreign_updates(self) -> list[bytes]:
        """Return the foreign updates that wait, and the foreign deletions that do as one update."""
        deletions = self._early_deletions.foreign()
        return [
            *self._waiting.foreign(),
            *((NO_STRUCTS + encode_spans(deletions),) if deletions else ()),
        ]

    def record_local(self, update: bytes) -> None:
        """Add an update that was made in the document itself."""
        self._growth += len(update)
        self._lines += update.count(b"\n")
        if self._index is not None:
            self._unindexed.append(update)
            if len(self._unindexed) > _MAX_UNINDEXED:
                self.drop_index()  # the whole document takes less time

    def drop_index(self) -> None:
        """Build the index again when it is needed, for example if the library failed halfway."""
        self._index = None
        self._unindexed = []

    def _apply_or_queue(self, update: bytes, source: Source) -> set[int]:
        """Apply an update or let it wait; return the clients that have new units."""
        index, foreign = self._current_index(), source.is_foreign
        decoded = decode_update(update)
        forget_known(decoded, index.clocks)
        if foreign:
            refuse_excess(decoded, index)
            others = self.guarded if source is Source.OTHER else ()
            refuse_writing_as(decoded, index, self._document.client, others)
        checked = check_update(decoded, index, foreign=foreign)
        if checked.missing:
            if foreign and self._document.client in checked.missing:
                raise ValueError("it builds on what this session did not write")
            self._waiting.add(update, checked.missing, source)
            return set()
        deletions = split_deletions(decoded, index)
        content = encode_admitted(decoded, index, deletions)
        if foreign:
            if any(
                index.is_fixed(client, *span)
                for client, spans in deletions.ready.items()
                for span in spans
            ):
                raise ValueError("a deletion of what is fixed")
            self._early_deletions.refuse_excess(deletions.early)
            self._refuse_growth(len(content))
        self._apply(content)
        self._early_deletions.add(deletions.early, source)
        advanced = self._add_to_index(index, decoded, checked.runs)
        self._lines = index.lines
        return advanced

    def _apply(self, content: bytes) -> None:
        if content:
            try:
                self._document.apply(content)
            except BaseException:
                self.drop_index()
                raise
            self._growth += len(content)

    def _release(self, advanced: Iterable[int]) -> None:
        """Make ready what waited for units of these clients: first the deletions."""
        if not advanced:
            return
        index = self._current_index()
        for source, spans_by_client in self._early_deletions.take_ready(advanced, index).items():
            ready = {
                client: allowed
                for client, spans in spans_by_client.items()
                if (allowed := [span for span in spans if not index.is_fixed(client, *span)])
            }
            if ready:
                self._ready.append((source, ready))
        for waiting in self._waiting.take_ready(advanced, index.clocks):
            self._ready.append((waiting.source, waiting.update))

    def _refuse_growth(self, count: int) -> None:
        """Raise ValueError if a document with this many more bytes is too large."""
        if not count or self._size + self._growth + count <= MAX_DOCUMENT_BYTES:
            return
        if self._growth >= MAX_UNMEASURED_BYTES:
            self._measure()
        if self._size + count > MAX_DOCUMENT_BYTES:
            raise ValueError("too large a document")

    def _measure(self) -> None:
        self._size, self._growth = self._document.size, 0

    def _current_index(self) -> DocumentIndex:
        """Return the index, with all updates of our own."""
        updates: Iterable[bytes] = self._unindexed
        index, self._index = self._index, None
        if index is None:
            document = self._document.full_update()
            index, updates = DocumentIndex(), (document,)
            self._size, self._growth = len(document), 0
        for update in updates:
            decoded = decode_update(update)
            self._add_to_index(index, decoded, check_update(decoded, index, foreign=False).runs)
        self._unindexed = []
        self._index = index
        self._lines = index.lines
        return index

    @staticmethod
    def _add_to_index(
        index: DocumentIndex, update: DecodedUpdate, runs: dict[int, KeyRuns]
    ) -> set[int]:
        """Add an update that was applied; return the clients that have new units."""
        advanced = set()
        for client, structs in update.clients.items():
            if structs.end > index.clocks.get(client, 0):
                index.add_units(client, structs.end, runs[client])
                advanced.add(client)
        for client, surrogates in update.low_surrogates.items():
            index.low_surrogates.setdefault(client, set()).update(surrogates)
        for client, spans in update.delete_set.items():
            for start, end in spans:
                if start < (reached := index.clocks.get(client, 0)):
                    index.add_deleted(client, start, min(end, reached))
        index.lines += update.lines
        return advanced
