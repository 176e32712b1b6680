"""Every fault of a database is reported, loses nothing, and is recovered automatically."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.errors import RemoteError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import MANAGER
from afspraak.data.storage.saving.status import Saving
from afspraak.data.sync import reconnecting_remote
from afspraak.data.sync.handshake import replica_from_updates, shake_hands
from afspraak.data.sync.postgres import connection, remote
from afspraak.data.sync.postgres.remote import PostgresRemote
from afspraak.data.text.splice import Splice

from ....faults.harness.disks import fill, small_disk
from ....support.programs.run import command, environment
from ....support.servers.database_table import (
    Table,
    a_table,
    eventually,
    linked,
    pending,
    shared_in,
    troubled,
    write,
)
from ....support.servers.postgres import Server, owned
from ....support.servers.proxy import Proxy, proxy
from ....support.servers.waiting import PATIENCE, sync_until, wait_until
from ....support.updates.writer import EMPTY_VECTOR


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the time limits of a minute to a moment."""
    monkeypatch.setattr(connection, "QUERY_TIMEOUT", 0.6)
    monkeypatch.setitem(connection.DEFAULT_PARAMETERS, "connect_timeout", 2)  # libpq knows no less
    monkeypatch.setattr(remote, "PING_SECONDS", 0.3)
    monkeypatch.setattr(reconnecting_remote, "INITIAL_BACKOFF_SECONDS", 0.1)
    monkeypatch.setattr(reconnecting_remote, "MAX_BACKOFF_SECONDS", 0.4)
    monkeypatch.setattr(remote, "LEAVING_SECONDS", 0.2)


@pytest.fixture
def line(server: Server) -> Iterator[Proxy]:
    with proxy(server.port) as made:
        yield made


@pytest.fixture
def table(server: Server, line: Proxy, tmp_path: Path) -> Iterator[Table]:
    server.emptied()  # what other tests left need not fit on a disk that is nearly full
    with a_table(server, tmp_path, line.port) as made:
        write(made.jan, "<before>")
        made.ends_with("<before>")
        yield made


Fault = Callable[[Server, Proxy], AbstractContextManager[None]]


@contextmanager
def stopped(server: Server, _: Proxy | None) -> Iterator[None]:
    server.stop("fast")
    yield
    server.start()


@contextmanager
def stuck(server: Server, _: Proxy) -> Iterator[None]:
    server.send(signal.SIGSTOP)
    yield
    server.send(signal.SIGCONT)


@contextmanager
def read_only(server: Server, _: Proxy) -> Iterator[None]:
    server.run("alter system set default_transaction_read_only = on")
    server.run("select pg_reload_conf()")
    yield
    server.run("alter system reset default_transaction_read_only")
    server.run("select pg_reload_conf()")


@contextmanager
def without_room(server: Server, _: Proxy) -> Iterator[None]:
    """Fill the disk with the updates to the last byte."""
    with small_disk(server.folder / "small", 1024) as disk:
        if disk is None:
            pytest.skip("nothing can be mounted here")
        owned(disk)
        server.run(f"create tablespace small location '{disk}'")
        try:
            server.run("alter table afspraak.update set tablespace small")
            ballast = fill(disk)
            yield
            ballast.unlink()
        finally:
            server.run("alter table afspraak.update set tablespace pg_default")
            server.run("drop tablespace small")


@pytest.mark.parametrize(
    ("fault", "said", "gezegd"),
    [
        (stopped, "dropped", "viel weg"),
        (stuck, "does not answer", "geeft geen antwoord"),
        (read_only, "can only be read", "kan nu alleen worden gelezen"),
        (without_room, "the disk of", "is vol"),
    ],
)
def test_both_programs_recover_from_a_failing_server(
    table: Table, line: Proxy, fault: Fault, said: str, gezegd: str
) -> None:
    jan, anna = table.jan, table.anna
    with fault(table.server, line):
        write(jan, "<meanwhile>")
        write(jan, incompressible())
        write(anna, "<hers>")
        troubled(jan, said)
        assert jan.session.save_status.state is not Saving.FAILED
        for number in range(20):
            write(jan, f"<{number}>")
        troubled(jan, gezegd, "nl")
    table.ends_with("<before>", "<meanwhile>", "<hers>", *(f"<{n}>" for n in range(20)))


def test_a_missing_server_is_reported(table: Table) -> None:
    with stopped(table.server, None):
        write(table.anna, "<meanwhile>")
        troubled(table.anna, "does not answer")
    table.ends_with("<before>", "<meanwhile>")


def test_a_silently_dropped_connection_is_detected_and_reopened(table: Table, line: Proxy) -> None:
    line.hold()
    first = troubled(table.jan, "does not answer")  # though nobody types
    assert "does not answer" in first, "not only at the next try"
    write(table.jan, "<meanwhile>")
    write(table.anna, "<hers>")
    line.let_pass()
    table.ends_with("<before>", "<meanwhile>", "<hers>")


def test_a_slow_connection_works(
    table: Table, line: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "QUERY_TIMEOUT", PATIENCE)
    line.delay = 0.1
    told: list[object] = []
    for number in range(5):
        write(table.jan, f"<{number}>")
        table.hears(f"<{number}>")
        told.append(linked(table.jan).error)
    assert set(told) == {None}
    table.ends_with("<before>", *(f"<{number}>" for number in range(5)))


def end_connections(server: Server) -> None:
    server.run(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename in ('jan', 'anna')"
    )


def test_terminated_connections_are_reopened(table: Table, line: Proxy) -> None:
    line.hold("there")  # he hears of it, and cannot be back before it is seen
    end_connections(table.server)
    write(table.jan, "<his>")
    write(table.anna, "<hers>")
    troubled(table.jan, "dropped")
    line.let_pass()
    table.ends_with("<before>", "<his>", "<hers>")


def test_terminated_connections_with_a_pending_query_are_reopened(
    table: Table, line: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "QUERY_TIMEOUT", PATIENCE)

    def waits() -> bool:
        with psycopg.connect(table.server.administrator) as asked:
            found = asked.execute("select from pg_stat_activity where wait_event_type = 'Lock'")
            return found.fetchone() is not None

    with psycopg.connect(table.server.administrator) as holding:
        holding.execute("lock table afspraak.update in exclusive mode")
        write(table.jan, "<his>")
        eventually(waits)
        line.hold("there")
        end_connections(table.server)
        troubled(table.jan, "dropped")
    line.let_pass()
    table.ends_with("<before>", "<his>")


def test_repeating_a_write_after_a_lost_answer_is_harmless(table: Table, line: Proxy) -> None:
    line.hold("back")
    rows = len(table.payloads())
    write(table.jan, "<once>")
    eventually(lambda: len(table.payloads()) == rows + 1)
    assert pending(table), "no answer came"
    line.cut()
    troubled(table.jan, "dropped")
    line.let_pass()
    table.ends_with("<before>", "<once>")
    assert len(table.payloads()) == rows + 1


def test_rows_that_become_visible_late_are_not_missed(table: Table) -> None:
    """Rows of another program of jan's, which started to write before the rows that were read
    since."""
    other = Replica()
    other.apply(table.jan.session.sync.update_since(other.state_vector))
    _, update = other.edit([Splice(len(other.notes), 0, "<late>", MANAGER)])
    with psycopg.connect(table.server.url("jan")) as slow:
        slow.execute("select afspraak.write(%s, 1, '{1}', array[%s])", (table.number, update))
        for number in range(3):
            write(table.jan, f"<{number}>")
            table.hears(f"<{number}>")
        table.anna.disconnect()
        table.anna.connect()  # reads all there is
        assert "<late>" not in table.anna.session.notes.text
    table.ends_with("<before>", "<late>", *(f"<{number}>" for number in range(3)))


def test_updates_missing_in_a_restored_database_are_written_again(
    table: Table, line: Proxy
) -> None:
    """For example on a replacement server that had not received the last updates."""

    def met_anew(lost: str = "") -> None:
        line.hold("there")
        end_connections(table.server)
        troubled(table.jan, "")  # that it dropped, or already that nobody answers
        if lost:
            table.server.run(lost)
            assert "<2>" not in replica_from_updates(table.payloads()).notes.text
        line.let_pass()
        sync_until(linked(table.jan))

    for number in range(3):
        write(table.jan, f"<{number}>")
    write(table.anna, "<hers>")
    table.ends_with("<before>", "<0>", "<1>", "<2>", "<hers>")
    table.anna.disconnect()
    met_anew()  # he has read what is there, his own too
    met_anew("delete from afspraak.update where n >= 3 and author = 'jan'")
    eventually(lambda: "<2>" in replica_from_updates(table.payloads()).notes.text)
    table.anna.connect()
    table.ends_with("<before>", "<0>", "<1>", "<2>", "<hers>")


@pytest.mark.parametrize(("language", "said"), [("en", "too busy"), ("nl", "te druk")])
def test_too_many_connections_are_reported_and_retried(
    server: Server, language: str, said: str
) -> None:
    server.run("alter role jan connection limit 0")
    try:
        with pytest.raises(RemoteError) as error:
            connection.connect(server.url("jan"))
    finally:
        server.run("alter role jan connection limit -1")
    assert said in catalogue(language)(error.value.message)
    assert not isinstance(error.value, reconnecting_remote.PermanentFailure)


@pytest.mark.parametrize(("language", "said"), [("en", "stopping"), ("nl", "stoppen")])
def test_a_server_that_is_shutting_down_admits_nobody(
    server: Server, language: str, said: str
) -> None:
    def heard() -> str:
        try:
            connection.connect(server.url("anna")).close()
        except RemoteError as error:
            assert not isinstance(error, reconnecting_remote.PermanentFailure)
            return catalogue(language)(error.message)
        return ""

    with psycopg.connect(server.administrator):
        os.kill(server.processes()[0], signal.SIGTERM)
        eventually(lambda: said in heard())
    eventually(lambda: not server.processes())
    server.start()


def test_closing_while_the_server_hangs_leaves_nothing_open(server: Server, line: Proxy) -> None:
    def pipes() -> int:
        return sum(one.is_fifo() for one in Path("/proc/self/fd").iterdir())

    line.hold()
    before = pipes()
    for _ in range(3):
        PostgresRemote(Server(server.folder, line.port).url("jan"), shared_in(server)).close()
    line.cut()
    line.let_pass()
    eventually(lambda: pipes() == before)


def test_the_presence_of_a_killed_program_disappears(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "POLL_SECONDS", 0.2)
    number = shared_in(server)
    anna = PostgresRemote(server.url("anna"), number)
    shake_hands(anna, EMPTY_VECTOR)
    words = command("announce_presence", server.url("jan"), number)
    with subprocess.Popen(words, env=environment(), stdin=subprocess.PIPE) as jan:
        wait_until(anna, lambda: [here.position for here in anna.read_presence()] == [12])
        jan.kill()
        wait_until(anna, lambda: not anna.read_presence())
    # Nor does what is left of it come back with the next one who sits down.
    again = PostgresRemote(server.url("jan"), number)
    shake_hands(again, EMPTY_VECTOR)
    with psycopg.connect(server.administrator) as asked:
        found = asked.execute(
            "select place from afspraak.presence where conversation = %s and place <> '[]'",
            (number,),
        )
        assert found.fetchone() is None
    again.close()
    anna.close()


def test_reconnecting_backs_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if each call is answered: a full disk must not be queried twice a second by
    everybody."""
    monkeypatch.setattr(reconnecting_remote, "INITIAL_BACKOFF_SECONDS", 0.01)
    pauses: list[float] = []

    class Answered(PostgresRemote):
        def _connect_and_listen(self) -> None:
            pauses.append(self._backoff)
            self._set_connected()
            raise RemoteError("storage.reason.other", text="full")

    answered = Answered("postgresql://nowhere", "")
    eventually(lambda: len(pauses) >= 5)
    answered.close()
    assert pauses[:5] == [0.01, 0.02, 0.04, 0.08, 0.16]


def incompressible() -> str:
    """A long text without repetition."""
    return "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(20_000))
