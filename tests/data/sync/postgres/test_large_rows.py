"""A row that is too large for an update stays in the database, and those after it are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from uuid import UUID

import psycopg
import pytest

from afspraak.data.crdt.admission.limits import MAX_UPDATE_BYTES
from afspraak.data.sync.handshake import shake_hands
from afspraak.data.sync.postgres import database_updates
from afspraak.data.sync.postgres.connection import connect
from afspraak.data.sync.postgres.queries import ConversationRows
from afspraak.data.sync.postgres.remote import PostgresRemote
from afspraak.data.sync.remote import data_of

from ....support.servers.database_table import eventually, shared_in
from ....support.servers.postgres import Server
from ....support.servers.remotes import notes_at
from ....support.servers.waiting import wait_until
from ....support.updates.writer import EMPTY_VECTOR, UpdateWriter

_SESSION = 7


@pytest.fixture
def talk(server: Server) -> str:
    return shared_in(server)


@pytest.fixture
def jan(server: Server, talk: str) -> Iterator[PostgresRemote]:
    with closing(PostgresRemote(server.url("jan"), talk)) as remote:
        yield remote


def _write(server: Server, login: str, talk: str, *payloads: bytes) -> None:
    with closing(connect(server.url(login))) as connection:
        ConversationRows(connection, UUID(talk), 1).write(_SESSION, enumerate(payloads, 1))


def _rows(server: Server, talk: str) -> int:
    with psycopg.connect(server.administrator) as connection:
        asked = "select count(*) from afspraak.update where conversation = %s"
        (count,) = connection.execute(asked, (talk,)).fetchone() or (0,)
    return int(count)


def test_the_rows_after_it_are_read(server: Server, talk: str, jan: PostgresRemote) -> None:
    writer, too_large = UpdateWriter(), bytes(MAX_UPDATE_BYTES + 1)
    seen = shake_hands(jan, EMPTY_VECTOR).offsets
    honest = writer.write("honest")
    _write(server, "anna", talk, too_large, honest)
    wait_until(jan, lambda: bool(jan.read_since(seen).updates))
    assert data_of(jan.read_since(seen).updates) == [honest]
    assert data_of(shake_hands(jan, EMPTY_VECTOR).updates) == [honest]
    with closing(connect(server.url("jan"))) as connection:
        rows = ConversationRows(connection, UUID(talk), 1).since({})
    assert [len(row.payload) for row in rows] == [0, len(honest)]


def test_it_is_not_removed_with_what_is_condensed(
    server: Server, talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_updates, "CONDENSE_THRESHOLD", 3)
    writer, other = UpdateWriter(), UpdateWriter()
    _write(server, "jan", talk, bytes(MAX_UPDATE_BYTES + 1), writer.write("early"))
    with closing(PostgresRemote(server.url("jan"), talk)) as session:
        shake_hands(session, EMPTY_VECTOR)
        for number in range(4):
            session.append(other.write(str(number)))
        eventually(lambda: not session.unacknowledged)
    with closing(PostgresRemote(server.url("jan"), talk)) as session:
        assert "early" in notes_at(session)
        eventually(lambda: _rows(server, talk) == 3)
    with closing(PostgresRemote(server.url("anna"), talk)) as session:
        assert sorted(notes_at(session)) == sorted("early0123")
