"""The queries on one conversation's rows, as one session reads and writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from ...crdt.admission.limits import MAX_UPDATE_BYTES
from ..remote import Presence, parse_presence

if TYPE_CHECKING:
    from psycopg import Connection

LogKey = tuple[str, int]
"""A log: the login of its author, and the client number of the session that wrote it."""

MAX_READ_BYTES = 2 * MAX_UPDATE_BYTES
"""The bytes of one author's updates after which a query returns no more of them."""

_ALL = """afspraak.since(
  %(talk)s, %(authors)s::text[], %(clients)s::bigint[], %(numbers)s::integer[])
"""

_OF_ONE = "afspraak.written(%(talk)s, %(client)s, %(number)s)"

_HAS = """select exists (
  select from afspraak.written(%s, %s, %s::integer) as row where row.author = %s and row.n = %s)
"""

_WRITE = "select afspraak.write(%s, %s, %s::integer[], %s::bytea[])"

_CONDENSE = "select afspraak.condense(%s, %s, %s::integer, %s, %s::bigint[], %s::integer[])"

_ANNOUNCE = "select afspraak.announce(%s, %s, %s::integer, %s::jsonb)"

_PRESENT = "select * from afspraak.present(%s, %s)"

_SWEEP = "select afspraak.sweep(%s)"

_LEAVE = "select afspraak.go(%s, %s)"


def _bounded(rows: str) -> str:
    """Return a query for these rows. What is too large stays in the database."""
    payload = f"case when octet_length(payload) <= {MAX_UPDATE_BYTES} then payload else '' end"
    return f"""
select author, client, n, payload from (
  select *, sum(octet_length(payload)) over (partition by author order by client, n) as total
  from (select author, client, n, {payload} as payload from {rows}) as readable
) as measured
where total - octet_length(payload) < {MAX_READ_BYTES} order by author, client, n
"""  # noqa: S608 - all of it is constant


class UpdateRow(NamedTuple):
    """One update, as stored in the database."""

    author: str
    client: int
    n: int
    payload: bytes
    """The update; empty if it is too large, so that it is refused."""

    @property
    def log(self) -> LogKey:
        """The log that the update is in."""
        return self.author, self.client


class ConversationRows:
    """The rows of one conversation, for the session with this client number.

    Every call is a transaction of its own, and raises psycopg.Error.
    """

    def __init__(self, connection: Connection[Any], conversation_id: UUID, client: int) -> None:
        self._connection, self._conversation_id, self._client = connection, conversation_id, client

    def exists(self) -> bool:
        """Return whether the conversation exists and this user may see it."""
        query = "select afspraak.takes_part(%s)"
        return self._connection.execute(query, (self._conversation_id,)).fetchone() == (True,)

    def has(self, log: LogKey, n: int) -> bool:
        """Return whether row `n` of a log exists."""
        author, client = log
        values = (self._conversation_id, client, n - 1, author, n)
        return self._connection.execute(_HAS, values).fetchone() == (True,)

    def since(self, vector: Mapping[LogKey, int]) -> Sequence[UpdateRow]:
        """Return the rows after a vector (the last number read of each log).

        Those of an author who has more than MAX_READ_BYTES are returned by further calls.
        """
        values = {
            "talk": self._conversation_id,
            "authors": [author for author, _ in vector],
            "clients": [client for _, client in vector],
            "numbers": list(vector.values()),
        }
        return [UpdateRow(*row) for row in self._fetch(_bounded(_ALL), values)]

    def since_by_client(self, client: int, vector: Mapping[LogKey, int]) -> Sequence[UpdateRow]:
        """Return the rows of the session with this client number after a vector, as `since`."""
        numbers = [n for (_, key_client), n in vector.items() if key_client == client]
        values = {
            "talk": self._conversation_id,
            "client": client,
            "number": min(numbers, default=0),
        }
        rows = self._fetch(_bounded(_OF_ONE), values)
        return [row for row in map(UpdateRow._make, rows) if row.n > vector.get(row.log, 0)]

    def write(self, client: int, updates: Iterable[tuple[int, bytes]]) -> None:
        """Write updates of this user under a client and their numbers; existing rows stay."""
        numbers, payloads = zip(*updates, strict=True)
        values = (self._conversation_id, client, list(numbers), list(payloads))
        self._connection.execute(_WRITE, values)

    def condense(self, client: int, n: int, document: bytes, read: Mapping[int, int]) -> None:
        """Write a document as row `n` of `client`, and delete the user's rows that it contains.

        `read` names those rows: the last number read of each session, by client number.
        """
        values = (self._conversation_id, client, n, document, list(read), list(read.values()))
        self._connection.execute(_CONDENSE, values)

    def announce(self, presence: Presence | None, pid: int) -> None:
        """Write the presence of this session; `pid` is the server process that listens for it.

        Without a presence, record only that the session listens: no listener, no notifications.
        """
        at = json.dumps(presence[1:] if presence else [])
        self._connection.execute(_ANNOUNCE, (self._conversation_id, self._client, pid, at))

    def read_presence(self) -> Sequence[Presence]:
        """Return the presences of the others who have the conversation open now."""
        rows = self._fetch(_PRESENT, (self._conversation_id, self._client))
        return [presence for row in rows if (presence := parse_presence(*row)) is not None]

    def sweep(self) -> None:
        """Delete the presences of this user's earlier sessions that ended without `leave`."""
        self._connection.execute(_SWEEP, (self._conversation_id,))

    def leave(self) -> None:
        """Delete the presence of this session."""
        self._connection.execute(_LEAVE, (self._conversation_id, self._client))

    def _fetch(self, query: str, values: Sequence[Any] | Mapping[str, Any]) -> list[Any]:
        with self._connection.cursor(binary=True) as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()
