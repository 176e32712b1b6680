"""Apply updates to a document: each is checked first, and those that are early wait.

The library can lose parts of an early update for good, and accepts updates that ruin a document. So
what it gets was checked against an index of the document before (`admission/`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from .admission.check import check_update, refuse_excess
from .admission.deletions import NO_STRUCTS, encode_admitted, encode_spans, split_deletions
from .admission.document_index import DocumentIndex, KeyRuns
from .admission.limits import MAX_DOCUMENT_BYTES, MAX_UNMEASURED_BYTES
from .admission.structs import DecodedUpdate, decode_update
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
        self._size = 0
        """The bytes of the document when it was last measured."""
        self._growth = 0
        """The bytes of the updates since."""
        self._lines = 0
        """At least as many line feeds as were ever written."""

    def apply(self, update: bytes, *, foreign: bool = False) -> None:
        """Apply an update, and those that waited for it; or let it wait for its dependencies.

        Raises ValueError on bytes that are no update of this program, and changes nothing then;
        with `foreign` also if it exceeds a bound.
        """
        advanced = self._apply_or_queue(update, foreign=foreign)
        while advanced:
            ready = list(self._waiting.take_ready(advanced, self._current_index().clocks))
            self._delete_early(advanced)
            advanced = set()
            for waiting in ready:
                try:
                    advanced |= self._apply_or_queue(waiting.update, foreign=waiting.foreign)
                except ValueError:  # only its dependencies show that it can never be applied
                    if waiting.foreign:
                        self._refused.append(waiting.update)

    def take_refused(self) -> list[bytes]:
        """Return the foreign updates that waited and were refused since the last call."""
        refused, self._refused = self._refused, []
        return refused

    def is_empty(self, *, foreign: bool = True) -> bool:
        """Return whether the document holds all of every update that was given to `apply`.

        Without `foreign`, updates that were foreign do not count.
        """
        return self._waiting.is_empty(foreign=foreign) and self._early_deletions.is_empty(
            foreign=foreign
        )

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

    def _apply_or_queue(self, update: bytes, *, foreign: bool) -> set[int]:
        """Apply an update or let it wait; return the clients that have new units."""
        index = self._current_index()
        decoded = decode_update(update)
        if foreign:
            refuse_excess(decoded, index, self._document.client)
        checked = check_update(decoded, index, foreign=foreign)
        if checked.missing:
            if foreign and self._document.client in checked.missing:
                raise ValueError("it builds on what this session did not write")
            self._waiting.add(update, checked.missing, foreign=foreign)
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
        self._early_deletions.add(deletions.early, foreign=foreign)
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

    def _delete_early(self, advanced: Iterable[int]) -> None:
        """Apply the deletions that waited for units of these clients."""
        index = self._current_index()
        ready = {
            client: allowed
            for client, spans in self._early_deletions.take_ready(advanced, index).items()
            if (allowed := [span for span in spans if not index.is_fixed(client, *span)])
        }
        if ready:
            self._apply(NO_STRUCTS + encode_spans(ready))

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
