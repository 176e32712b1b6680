"""Sharing through a pooler in transaction mode, with a separate listening connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest

from afspraak.data.errors import RemoteError
from afspraak.data.ids import MANAGER, Login
from afspraak.data.sync import reconnecting_remote
from afspraak.data.sync.handshake import shake_hands
from afspraak.data.sync.postgres import connection, remote
from afspraak.data.sync.postgres.remote import PostgresRemote
from afspraak.data.sync.remote import Presence

from ....support.servers import pooler
from ....support.servers.database_table import eventually, shared_in
from ....support.servers.postgres import Server
from ....support.servers.proxy import Proxy, proxy
from ....support.servers.remotes import notes_at
from ....support.servers.waiting import read_updates, wait_until
from ....support.updates.writer import EMPTY_VECTOR, UpdateWriter

pytestmark = pytest.mark.skipif(pooler.program() is None, reason="pgbouncer is not installed")

_POOL = 2
"""Pooled connections for each user."""
_STORES = 20


@pytest.fixture
def pool(server: Server) -> Iterator[Server]:
    with pooler.pooler(server, _POOL) as made:
        yield made


@pytest.fixture
def opened() -> Iterator[list[PostgresRemote]]:
    stores: list[PostgresRemote] = []
    yield stores
    for one in stores:
        one.close()


def test_many_programs_share_a_few_pooled_connections(
    server: Server, pool: Server, opened: list[PostgresRemote]
) -> None:
    number = shared_in(server)
    for login in ("jan", "anna"):
        for _ in range(_STORES // 2):
            opened.append(PostgresRemote(pool.url(login), number, server.url(login)))
            shake_hands(opened[-1], EMPTY_VECTOR)
    writers = [UpdateWriter() for _ in opened]
    for one, writer in zip(opened, writers, strict=True):
        for text in ("<early>", "<late>"):
            one.append(writer.write(text))
    for one in opened:
        read_updates(one, {}, 2 * (_STORES - 1))
    texts = {notes_at(one) for one in opened}
    (text,) = texts
    assert text.count("<early><late>") == _STORES
    opened[0].announce(Presence(Login(""), MANAGER, "notes", 3))
    wait_until(opened[-1], lambda: [one.position for one in opened[-1].read_presence()] == [3])
    assert lent(server) <= 2 * _POOL  # of two users
    opened[0].close()
    wait_until(opened[-1], lambda: not opened[-1].read_presence())


def lent(server: Server) -> int:
    """The number of connections that do not listen."""
    with psycopg.connect(server.administrator) as connected:
        told = connected.execute(
            "select count(*) from pg_stat_activity where backend_type = 'client backend'"
            " and pid <> pg_backend_pid() and query not ilike 'listen%'"
        ).fetchone()
    assert told is not None
    return int(told[0])


@pytest.fixture
def line(server: Server) -> Iterator[Proxy]:
    with proxy(server.port) as made:
        yield made


def test_a_lost_listening_connection_is_detected_while_typing(
    server: Server,
    pool: Server,
    line: Proxy,
    opened: list[PostgresRemote],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection, "QUERY_TIMEOUT", 0.6)
    monkeypatch.setattr(remote, "PING_SECONDS", 0.3)
    monkeypatch.setattr(reconnecting_remote, "INITIAL_BACKOFF_SECONDS", 0.05)
    number = shared_in(server)
    listen_url = Server(server.folder, line.port).url("jan")
    jan = PostgresRemote(pool.url("jan"), number, listen_url)
    anna = PostgresRemote(server.url("anna"), number)
    opened += [jan, anna]
    shake_hands(jan, EMPTY_VECTOR)
    shake_hands(anna, EMPTY_VECTOR)
    line.hold()
    anna.append(UpdateWriter().write("hers"))
    writer = UpdateWriter()

    def noticed() -> bool:
        jan.append(writer.write("x"))
        return False

    with pytest.raises(RemoteError, match="does not answer"):
        eventually(noticed)
    line.let_pass()

    def back() -> bool:
        with suppress(RemoteError):
            return "hers" in notes_at(jan)
        return False

    eventually(back)


def test_a_server_restarted_behind_the_pooler_is_found(
    server: Server, pool: Server, opened: list[PostgresRemote], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconnecting_remote, "MAX_BACKOFF_SECONDS", 0.5)
    number = shared_in(server)
    jan = PostgresRemote(pool.url("jan"), number, server.url("jan"))
    anna = PostgresRemote(server.url("anna"), number)
    opened += [jan, anna]
    shake_hands(jan, EMPTY_VECTOR)
    writer = UpdateWriter()
    jan.append(writer.write("<before>"))
    server.stop()
    server.start()
    after = writer.write("<after>")

    def both_have_all() -> bool:
        with suppress(RemoteError):
            if "<after>" not in notes_at(jan):
                jan.append(after)
            return notes_at(anna) == "<before><after>"
        return False

    eventually(both_have_all)
