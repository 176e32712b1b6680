"""The deletions of an update: those to apply now, those done before, and those that are early."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..lib0 import encode_varints
from .document_index import DocumentIndex
from .structs import DecodedUpdate, Span

Spans = Mapping[int, Sequence[Span]]
"""Spans of clocks by client, in ascending order."""

NO_STRUCTS = b"\0"
"""The beginning of an update that only deletes."""


class Deletions(NamedTuple):
    """The delete set of an update, without what is deleted already."""

    ready: Spans
    """Spans of units that exist."""
    early: Spans
    """Spans of units that have not arrived."""


def split_deletions(update: DecodedUpdate, index: DocumentIndex) -> Deletions:
    """Split the delete set of an update at the clocks that the document has with this update.

    Raises ValueError if a span ends within a character.
    """
    ready: dict[int, list[Span]] = {}
    early: dict[int, list[Span]] = {}
    for client, spans in update.delete_set.items():
        structs = update.clients.get(client)
        reached = max(index.clocks.get(client, 0), structs.end if structs is not None else 0)
        new_surrogates = update.low_surrogates.get(client, ())
        for start, end in spans:
            for clock in (start, end):
                if clock in new_surrogates or index.divides_character(client, clock):
                    raise ValueError("a deletion within a character")
            if end > reached:
                early.setdefault(client, []).append((max(start, reached), end))
            if start < reached:
                parts = index.not_deleted(client, start, min(end, reached))
                ready.setdefault(client, []).extend(parts)
    return Deletions({client: spans for client, spans in ready.items() if spans}, early)


def encode_admitted(update: DecodedUpdate, index: DocumentIndex, deletions: Deletions) -> bytes:
    """Return an update without what the document has already; b"" if nothing remains."""
    adds = any(
        structs.end > index.clocks.get(client, 0) for client, structs in update.clients.items()
    )
    if not adds and not deletions.ready:
        return b""
    if adds and deletions.ready == {
        key: spans for key, spans in update.delete_set.items() if spans
    }:
        return update.data
    structs = update.data[: update.structs_end] if adds else NO_STRUCTS
    return structs + encode_spans(deletions.ready)


def encode_spans(spans: Spans) -> bytes:
    """Encode a delete set."""

    def values() -> Iterator[int]:
        yield len(spans)
        for client, client_spans in spans.items():
            yield client
            yield len(client_spans)
            for start, end in client_spans:
                yield start
                yield end - start

    return encode_varints(values())
