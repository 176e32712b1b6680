"""Updates that arrive before the updates that they build on.

The library can lose parts of such an update for good, so it waits here for its dependencies.
"""

from __future__ import annotations

from heapq import heappop, heappush

from .update_validation import first_struct_id, validate_update
from .yjs_document import YjsDocument, merge


class PendingUpdates:
    """Apply updates to a document in the order of their dependencies.

    Call the methods within `convert_panics`.
    """

    def __init__(self, document: YjsDocument) -> None:
        self._document = document
        self._queues: dict[int, list[tuple[int, bytes]]] = {}
        """The updates that wait: client -> heap of (first clock, update)."""
        self._pending_deletes: list[bytes] = []
        """Updates that were applied, but delete something that has not arrived."""

    def apply(self, update: bytes) -> None:
        """Apply an update, and those that waited for it; or let it wait for its dependencies.

        Raises ValueError on bytes that are no update.
        """
        self._apply_or_queue(update)
        while (ready := self._take_ready()) is not None:
            self._apply_or_queue(ready)

    def is_empty(self) -> bool:
        """Return whether the document holds all of every update that was given to `apply`."""
        self._pending_deletes = [
            update
            for update in self._pending_deletes
            if self._document.has_missing_dependencies(update)
        ]
        return not self._queues and not self._pending_deletes

    def _apply_or_queue(self, update: bytes) -> None:
        # Invalid bytes have to fail now: an update that waits is not decoded.
        validate_update(update)
        merge(update)
        client, clock = first_struct_id(update)
        if self._document.clocks_by_client.get(client, 0) < clock:
            heappush(self._queues.setdefault(client, []), (clock, update))
            return
        self._document.apply(update)
        if self._document.has_missing_dependencies(update):
            self._pending_deletes.append(update)

    def _take_ready(self) -> bytes | None:
        """Remove and return an update whose dependencies have arrived; None if there is none."""
        if not self._queues:
            return None
        known = self._document.clocks_by_client
        for client, waiting in self._queues.items():
            if known.get(client, 0) >= waiting[0][0]:
                _, update = heappop(waiting)
                if not waiting:
                    del self._queues[client]
                return update
        return None
