"""The mark in a database that one who joined a conversation has left it for good.

It is a row among their updates, so that tables of every version have room for it. Its client number
is even, those of sessions are odd. The numbers of the rows tell what holds: an odd one that its
author left, an even one that they came back. A program that does not know marks finds an update in
which nothing is changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...crdt.yjs_document import EMPTY_DOCUMENT

if TYPE_CHECKING:
    from .queries import ConversationRows, LogKey

LEAVING_CLIENT = 2
"""The client number of all marks."""


def has_other_left(vector: Mapping[LogKey, int], me: str) -> bool:
    """Return whether a vector has the mark of another than `me` who left."""
    return any(
        _tells_left(n)
        for (author, client), n in vector.items()
        if client == LEAVING_CLIENT and author != me
    )


def mark_left(rows: ConversationRows, me: str) -> None:
    """Write that this user left. Raises psycopg.Error."""
    numbers = [row.n for row in rows.since_by_client(LEAVING_CLIENT, {}) if row.author == me]
    last = max(numbers, default=0)
    if not _tells_left(last):
        _write(rows, last + 1)


def clear_mark(rows: ConversationRows, vector: Mapping[LogKey, int], me: str) -> None:
    """Write that this user is back, if a vector has their mark. Raises psycopg.Error."""
    last = vector.get((me, LEAVING_CLIENT), 0)
    if _tells_left(last):
        _write(rows, last + 1)


def _tells_left(number: int) -> bool:
    return number % 2 == 1


def _write(rows: ConversationRows, number: int) -> None:
    rows.write(LEAVING_CLIENT, [(number, EMPTY_DOCUMENT)])
