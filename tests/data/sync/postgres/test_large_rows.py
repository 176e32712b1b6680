"""What is too large stays in the database, and what is much is read in parts."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from afspraak.data.crdt.admission.limits import MAX_UPDATE_BYTES
from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE
from afspraak.data.sync.handshake import replica_from_updates, shake_hands
from afspraak.data.sync.postgres import database_updates, queries, remote
from afspraak.data.sync.postgres.connection import connect
from afspraak.data.sync.postgres.queries import ConversationRows
from afspraak.data.sync.postgres.remote import PostgresRemote
from afspraak.data.sync.remote import data_of
from afspraak.data.text.splice import Splice

from ....support.servers.database_table import eventually, shared_in
from ....support.servers.postgres import Server
from ....support.servers.remotes import notes_at
from ....support.servers.synced_session import SyncedSession
from ....support.servers.waiting import sync_until, wait_until
from ....support.updates.writer import EMPTY_VECTOR, UpdateWriter

_SESSIONS = {"anna": 7, "jan": 8}


@pytest.fixture
def talk(server: Server) -> str:
    return shared_in(server)


def _write(server: Server, login: str, talk: str, *payloads: bytes) -> None:
    with closing(connect(server.url(login))) as connection:
        rows = ConversationRows(connection, UUID(talk), 1)
        rows.write(_SESSIONS[login], enumerate(payloads, 1))


def _rows(server: Server, talk: str) -> int:
    with psycopg.connect(server.administrator) as connection:
        asked = "select count(*) from afspraak.update where conversation = %s"
        (count,) = connection.execute(asked, (talk,)).fetchone() or (0,)
    return int(count)


def test_the_rows_after_it_are_read_and_its_reader_is_told(
    server: Server, talk: str, tmp_path: Path
) -> None:
    jan = SyncedSession(
        tmp_path / "talk.json", lambda _: PostgresRemote(server.url("jan"), talk), None
    )
    anna = Replica()
    anna.receive(jan.session.sync.update_since(EMPTY_VECTOR))
    honest = anna.edit([Splice(0, 0, "honest ", EMPLOYEE)])[1]
    _write(server, "anna", talk, bytes(MAX_UPDATE_BYTES + 1), honest)
    for _ in range(2):
        assert jan.link is not None
        sync_until(jan.link, lambda: jan.session.notes.text.startswith("honest "))
        assert jan.session.sync.refusals.count == 1
        jan.restart()
    jan.close()
    with closing(connect(server.url("jan"))) as connection:
        rows = ConversationRows(connection, UUID(talk), 1).since({})
    assert [len(row.payload) for row in rows if row.author == "anna"] == [0, len(honest)]


def test_many_rows_are_read_in_parts(
    server: Server, talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MAX_READ_BYTES", 200)
    monkeypatch.setattr(remote, "MAX_READS", 2)
    monkeypatch.setattr(remote, "POLL_SECONDS", 0.1)
    monkeypatch.setattr(remote, "PING_SECONDS", 0.1)
    writer, other = UpdateWriter(), UpdateWriter()
    _write(server, "anna", talk, *(writer.write("x") for _ in range(60)))
    _write(server, "jan", talk, other.write("own"))
    with closing(connect(server.url("jan"))) as connection:
        rows = ConversationRows(connection, UUID(talk), 1).since({})
        assert {row.author for row in rows} == {"anna", "jan"}
        assert sum(len(row.payload) for row in rows) < 200 + 2 * 50
    with closing(PostgresRemote(server.url("jan"), talk)) as jan:
        reply = shake_hands(jan, EMPTY_VECTOR)
        first = data_of(reply.updates)
        assert 0 < replica_from_updates(first).notes.text.count("x") < 60

        def has_all() -> bool:
            later = data_of(jan.read_since(reply.offsets).updates)
            return replica_from_updates([*first, *later]).notes.text.count("x") == 60

        wait_until(jan, has_all)


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
