"""The owner of a conversation in a database is told that the other left it for good."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.sync.handshake import shake_hands
from afspraak.data.sync.postgres import database_updates
from afspraak.data.sync.postgres.host import PostgresHost
from afspraak.data.sync.postgres.leaving import LEAVING_CLIENT
from afspraak.data.sync.postgres.remote import PostgresRemote

from ....support.servers.database_table import shared_in
from ....support.servers.machines import Machine, both
from ....support.servers.postgres import Server
from ....support.servers.waiting import wait_until
from ....support.updates.writer import EMPTY_VECTOR, UpdateWriter


class _Share:
    """A conversation that jan shares with anna over a database."""

    def __init__(self, server: Server) -> None:
        self._server, self.number = server, shared_in(server)

    def open(self, login: str) -> PostgresRemote:
        remote = PostgresRemote(self._server.url(login), self.number)
        shake_hands(remote, EMPTY_VECTOR)
        return remote

    def withdraw(self, login: str) -> None:
        with closing(PostgresHost(self._server.url(login))) as host:
            host.withdraw(self.number)

    def marks(self) -> list[tuple[str, int, bytes]]:
        with psycopg.connect(self._server.administrator) as connection:
            return connection.execute(
                "select author::text, n, payload from afspraak.update where client = %s order by n",
                (LEAVING_CLIENT,),
            ).fetchall()


@pytest.fixture
def share(server: Server) -> Iterator[_Share]:
    server.emptied()
    yield _Share(server)


def test_the_owner_is_told_at_once_and_when_the_other_comes_back(share: _Share) -> None:
    with closing(share.open("jan")) as jan:
        assert not jan.has_other_left
        share.withdraw("anna")
        wait_until(jan, lambda: jan.has_other_left)
        with closing(share.open("anna")) as anna:
            assert not anna.has_other_left
            wait_until(jan, lambda: not jan.has_other_left)
        share.withdraw("anna")
        share.withdraw("anna")
        wait_until(jan, lambda: jan.has_other_left)
    assert [n for _, n, _ in share.marks()] == [1, 2, 3]


def test_an_owner_who_was_away_is_told(share: _Share) -> None:
    share.withdraw("anna")
    with closing(share.open("jan")) as jan:
        assert jan.has_other_left


def test_an_owner_who_withdraws_leaves_no_mark(share: _Share) -> None:
    share.withdraw("jan")
    assert share.marks() == []


def test_the_mark_stays_when_rows_are_condensed(
    share: _Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_updates, "CONDENSE_THRESHOLD", 2)
    share.withdraw("anna")
    writer = UpdateWriter()
    with closing(share.open("anna")) as anna:
        for word in ("one ", "two ", "three "):
            anna.append(writer.write(word))
    share.open("anna").close()
    assert [n for _, n, _ in share.marks()] == [1, 2]
    share.withdraw("anna")
    with closing(share.open("jan")) as jan:
        assert jan.has_other_left


def test_a_program_that_does_not_know_marks_finds_no_change(share: _Share) -> None:
    share.withdraw("anna")
    ((author, _, payload),) = share.marks()
    assert author == "anna"
    replica = Replica()
    before = replica.snapshot
    replica.receive(payload)
    assert replica.snapshot == before and replica.is_complete


def test_erasure_removes_the_mark_too(share: _Share, server: Server) -> None:
    share.withdraw("anna")
    with closing(PostgresHost(server.url("anna"))) as host:
        assert host.erase(share.number)
    assert share.marks() == []


def test_the_screen_of_the_owner_says_so(tmp_path: Path, server: Server) -> None:
    server.emptied()
    machines = Machine(tmp_path / "a", "jan", server), Machine(tmp_path / "b", "anna", server)
    with both(machines) as (jan, anna):
        anna.do("app.leave")
        assert anna.ended() == 0
        jan.wait_gone("AV is here")
        assert machines[1].run("unshare", "jan").ended() == 0
        jan.wait("no longer takes part").wait(lambda t: "not shared now" in t.lines[0])
        jan.do("desk.share")
        jan.wait("what you write does not arrive").press("escape")
        with machines[1].run("join", "jan") as again:
            again.wait("Looking back")
            jan.wait("AV is here").wait_gone("no longer takes part")
