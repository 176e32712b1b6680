"""What is early: updates that build on missing ones, and deletions of what has not arrived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush

from .deletions import Spans
from .document_index import DocumentIndex
from .limits import MAX_WAITING, MAX_WAITING_BYTES
from .source import Source
from .structs import Span


class WaitingUpdate:
    """An update that waits."""

    __slots__ = ("missing", "source", "update")

    def __init__(self, update: bytes, missing: int, source: Source) -> None:
        self.update, self.source = update, source
        self.missing = missing
        """The number of clients of which updates are missing."""

    def __lt__(self, other: WaitingUpdate) -> bool:
        return False  # only the clocks sort a heap


class WaitingUpdates:
    """Updates that wait for missing ones; each is looked at again once, when it can be applied."""

    def __init__(self) -> None:
        self._by_content: dict[bytes, WaitingUpdate] = {}
        self._queues: dict[int, list[tuple[int, WaitingUpdate]]] = {}
        """Client -> heap of the clock that it has to reach, and the update that waits for that."""
        self._bytes = 0

    def add(self, update: bytes, missing: Mapping[int, int], source: Source) -> None:
        """Add an update that needs these clocks.

        Raises ValueError if too many wait, and it is foreign.
        """
        if waiting := self._by_content.get(update):
            waiting.source = min(waiting.source, source)
            return
        full = len(self._by_content) >= MAX_WAITING or self._bytes + len(update) > MAX_WAITING_BYTES
        if source.is_foreign and full:
            raise ValueError("too many updates wait for missing ones")
        waiting = WaitingUpdate(update, len(missing), source)
        self._by_content[update] = waiting
        self._bytes += len(update)
        for client, clock in missing.items():
            heappush(self._queues.setdefault(client, []), (clock, waiting))

    def take_ready(
        self, advanced: Iterable[int], clocks: Mapping[int, int]
    ) -> Iterator[WaitingUpdate]:
        """Remove and yield the updates that can be applied since these clients have advanced."""
        for client in advanced:
            queue = self._queues.get(client, [])
            while queue and queue[0][0] <= clocks.get(client, 0):
                _, waiting = heappop(queue)
                waiting.missing -= 1
                if not waiting.missing:
                    del self._by_content[waiting.update]
                    self._bytes -= len(waiting.update)
                    yield waiting
            if not queue:
                self._queues.pop(client, None)

    def is_empty(self, *, foreign: bool) -> bool:
        """Return whether nothing waits; without `foreign`, nothing of ours."""
        return all(
            waiting.source.is_foreign and not foreign for waiting in self._by_content.values()
        )

    def foreign(self) -> list[bytes]:
        """Return the updates that are foreign."""
        return [update for update, waiting in self._by_content.items() if waiting.source.is_foreign]


class EarlyDeletions:
    """Deletions of units that have not arrived."""

    def __init__(self) -> None:
        self._spans: dict[tuple[int, Span], Source] = {}
        """Client and span -> the lowest source of the updates with it."""
        self._queues: dict[int, list[Span]] = {}
        """Client -> heap of its spans."""

    def refuse_excess(self, spans: Spans) -> None:
        """Raise ValueError if there are too many to add these."""
        if len(self._spans) + sum(map(len, spans.values())) > MAX_WAITING:
            raise ValueError("too many deletions of what does not exist")

    def add(self, spans: Spans, source: Source) -> None:
        """Add deletions, in ascending order."""
        for client, client_spans in spans.items():
            for span in client_spans:
                self._add(client, span, source)

    def take_ready(
        self, advanced: Iterable[int], index: DocumentIndex
    ) -> Mapping[Source, Mapping[int, list[Span]]]:
        """Remove and return, by source, what can be deleted now, and add it to the index.

        A span that would divide a character is dropped: no program deletes half of one.
        """
        ready: dict[Source, dict[int, list[Span]]] = {}
        for client in advanced:
            queue, reached = self._queues.get(client, []), index.clocks.get(client, 0)
            while queue and queue[0][0] < reached:
                span = heappop(queue)
                source = self._spans.pop((client, span))
                start, end = span
                if end > reached:
                    self._add(client, (reached, end), source)
                    end = reached
                if not any(index.divides_character(client, clock) for clock in (start, end)):
                    parts = list(index.not_deleted(client, start, end))
                    index.add_deleted(client, start, end)
                    if parts:
                        ready.setdefault(source, {}).setdefault(client, []).extend(parts)
            if not queue:
                self._queues.pop(client, None)
        for spans_by_client in ready.values():
            for spans in spans_by_client.values():
                spans.sort()
        return ready

    def is_empty(self, *, foreign: bool) -> bool:
        """Return whether nothing waits; without `foreign`, nothing of ours."""
        return all(source.is_foreign and not foreign for source in self._spans.values())

    def foreign(self) -> Spans:
        """Return the deletions that are foreign, in ascending order."""
        spans: dict[int, list[Span]] = {}
        for (client, span), source in self._spans.items():
            if source.is_foreign:
                spans.setdefault(client, []).append(span)
        return {client: sorted(found) for client, found in spans.items()}

    def _add(self, client: int, span: Span, source: Source) -> None:
        key = client, span
        if key not in self._spans:
            heappush(self._queues.setdefault(client, []), span)
            self._spans[key] = source
        else:
            self._spans[key] = min(self._spans[key], source)
