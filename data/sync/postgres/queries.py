"""What is asked of the tables: one conversation's rows, as one session reads and writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from ...text.sanitize import clean_line
from ..remote import Presence

if TYPE_CHECKING:
    from psycopg import Connection

LogKey = tuple[str, int]
"""Whose updates: the author, and the number of the session that wrote them."""

_ALL = """
select * from afspraak.since(
  %(talk)s, %(authors)s::text[], %(clients)s::bigint[], %(numbers)s::integer[])
"""

_OF_ONE = "select * from afspraak.written(%s, %s, %s)"

_WRITE = "select afspraak.write(%s, %s, %s::integer[], %s::bytea[])"

_CONDENSE = "select afspraak.condense(%s, %s, %s::integer, %s, %s::bigint[], %s::integer[])"

_ANNOUNCE = "select afspraak.announce(%s, %s, %s::integer, %s::jsonb)"

_PRESENT = "select * from afspraak.present(%s, %s)"

_SWEEP = "select afspraak.sweep(%s)"

_LEAVE = "select afspraak.go(%s, %s)"


class UpdateRow(NamedTuple):
    """One update, as it lies in the database."""

    author: str
    client: int
    n: int
    payload: bytes

    @property
    def log(self) -> LogKey:
        """Whose it is."""
        return self.author, self.client


class ConversationRows:
    """The rows of one conversation, for the session with this number.

    Every call is a transaction of its own, and raises psycopg.Error in trouble.
    """

    def __init__(self, connection: Connection[Any], conversation_id: UUID, client: int) -> None:
        self._connection, self._conversation_id, self._client = connection, conversation_id, client

    def exists(self) -> bool:
        """Whether the conversation is there, and this user may see it."""
        asked = "select afspraak.takes_part(%s)"
        return self._connection.execute(asked, (self._conversation_id,)).fetchone() == (True,)

    def has(self, author: str, n: int) -> bool:
        """Whether this session's row with this number is there."""
        rows = self.since_by_client(self._client, {(author, self._client): n - 1})
        return any(row.n == n for row in rows)

    def since(self, vector: Mapping[LogKey, int]) -> Sequence[UpdateRow]:
        """All that are not within a vector, whenever they became visible."""
        values = {
            "talk": self._conversation_id,
            "authors": [author for author, _ in vector],
            "clients": [client for _, client in vector],
            "numbers": list(vector.values()),
        }
        return [UpdateRow(*row) for row in self._fetch(_ALL, values)]

    def since_by_client(self, client: int, vector: Mapping[LogKey, int]) -> Sequence[UpdateRow]:
        """Those of the session with this number that are not within a vector."""
        known = [n for (_, one), n in vector.items() if one == client]
        rows = self._fetch(_OF_ONE, (self._conversation_id, client, min(known, default=0)))
        return [row for row in map(UpdateRow._make, rows) if row.n > vector.get(row.log, 0)]

    def write(self, updates: Iterable[tuple[int, bytes]]) -> None:
        """Write own updates under their numbers; what is there already stays as it is."""
        numbers, payloads = zip(*updates, strict=True)
        values = (self._conversation_id, self._client, list(numbers), list(payloads))
        self._connection.execute(_WRITE, values)

    def condense(self, client: int, n: int, document: bytes, read: Mapping[int, int]) -> None:
        """Write a document as row `n` of a session, in place of the user's own rows that are in it.

        `read` tells which: the numbers of sessions, and how far each was read.
        """
        values = (self._conversation_id, client, n, document, list(read), list(read.values()))
        self._connection.execute(_CONDENSE, values)

    def announce(self, presence: Presence | None, pid: int) -> None:
        """Say where this session is; `pid` is the server's process that listens for it.

        Without a presence only that it listens: others are told of nothing where nobody does.
        """
        place = json.dumps(presence[1:] if presence else [])
        self._connection.execute(_ANNOUNCE, (self._conversation_id, self._client, pid, place))

    def read_presence(self) -> Sequence[Presence]:
        """Where the others are who have it open now."""
        return [
            Presence(clean_line(login), *place)
            for login, told in self._fetch(_PRESENT, (self._conversation_id, self._client))
            if (place := _parse_presence(told)) is not None
        ]

    def sweep(self) -> None:
        """Take away where earlier sessions of this user's were that ended without a word."""
        self._connection.execute(_SWEEP, (self._conversation_id,))

    def leave(self) -> None:
        """Say that this session is not here any more."""
        self._connection.execute(_LEAVE, (self._conversation_id, self._client))

    def _fetch(self, asked: str, values: Sequence[Any] | Mapping[str, Any]) -> list[Any]:
        with self._connection.cursor(binary=True) as cursor:
            cursor.execute(asked, values)
            return cursor.fetchall()


def _parse_presence(told: Any) -> tuple[str, str, int, str] | None:
    match told:
        case [str(partner), str(pane), int(position), str(row)]:
            partner, pane, row = map(clean_line, (partner, pane, row))
            return partner, pane, max(0, position), row
    return None
