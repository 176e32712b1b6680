"""Only members can access a conversation in a database, whatever others try."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import Connection

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import Login, Slug
from afspraak.data.sync.handshake import shake_hands
from afspraak.data.sync.postgres.host import PostgresHost
from afspraak.data.sync.postgres.migrations import migrate
from afspraak.data.sync.postgres.remote import PostgresRemote
from afspraak.data.sync.shares import ShareMetadata

from ....support.servers.attempts import (
    CALLS,
    GRANTED,
    NOTHING,
    OWNER,
    REFUSED,
    STRANGER,
    TABLES,
    TRIES,
    Try,
)
from ....support.servers.postgres import Server
from ....support.servers.waiting import read_updates

NAME = "guarded"
_ON_ONE = [
    what for what, (asked, _) in CALLS.items() if asked.startswith("select") and "{talk}" in asked
]
_ROWS = (
    " union all ".join(
        f"select '{table}', t::text from afspraak.{table} t where {column} <> %(who)s"
        for table, column in {
            "conversation": "owner",
            "member": "login",
            "update": "author",
            "presence": "login",
        }.items()
    )
    + " order by 1, 2"
)


@dataclass
class Guarded:
    """A database in which jan shares one conversation with anna, and another with somebody else."""

    server: Server
    name: str = NAME
    connections: dict[str, Connection[Any]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def fill(self) -> None:
        jan, anna = self.of("jan"), self.of("anna")
        for name, who in (("talk", "anna"), ("alone", "piet")):
            asked = "select afspraak.share(%s, %s)::text"
            ((self.numbers[name],),) = jan.execute(asked, ('{"title": "x"}', who)).fetchall()
        self.numbers["nowhere"] = str(uuid4())
        for one, name, client, said in (
            (jan, "talk", 1, b"his"),
            (anna, "talk", 2, b"hers"),
            (jan, "alone", 1, b"secret"),
        ):
            talk = self.numbers[name]
            one.execute("select afspraak.write(%s, %s, '{1}', %s)", (talk, client, [said]))
            place = "select afspraak.announce(%s, %s, pg_backend_pid(), '[]')"
            one.execute(place, (talk, client))

    def of(self, who: str) -> Connection[Any]:
        """The connection of a user, always the same."""
        if who not in self.connections:
            self.connections[who] = self.another(who)
        return self.connections[who]

    def another(self, who: str) -> Connection[Any]:
        url = self.server.url(who, self.name)
        return psycopg.connect(url, autocommit=True, prepare_threshold=None)

    def asked(self, words: str, **numbers: str) -> str:
        for name, number in {**self.numbers, **numbers}.items():
            words = words.replace(f"{{{name}}}", number)
        return words

    def answer(self, who: str, words: str, **numbers: str) -> tuple[str, Any]:
        """The SQLSTATE and message of a refusal, or all returned rows."""
        connection = self.of(who)
        try:
            rows = _rows(connection, self.asked(words, **numbers))
        except psycopg.Error as error:
            return error.sqlstate or "?", str(error)
        finally:
            connection.execute("rollback")
            connection.execute("discard all")
        return "", rows

    def not_of(self, who: str) -> list[Any]:
        """All rows that belong to others."""
        return self.of("keeper").execute(_ROWS, {"who": who}).fetchall()

    def close(self) -> None:
        for connection in self.connections.values():
            connection.close()


def _rows(connection: Connection[Any], words: str) -> list[Any]:
    cursor, rows = connection.cursor(), []
    if words.startswith("copy"):
        with cursor.copy(words.encode()) as copied:
            return list(copied)
    cursor.execute(words.encode())
    more: bool | None = True
    while more:
        if cursor.description is not None:
            rows += cursor.fetchall()
        more = cursor.nextset()
    return rows


def _made(server: Server, name: str) -> Iterator[Guarded]:
    server.run(f"create database {name}", name="postgres")
    migrate(server.url("keeper", name))
    made = Guarded(server, name)
    made.fill()
    yield made
    made.close()
    server.run(f"drop database {name} with (force)", name="postgres")


@pytest.fixture(scope="module")
def guarded(server: Server) -> Iterator[Guarded]:
    with suppress(psycopg.errors.DuplicateObject):
        server.run(f"create role {STRANGER} login")
    yield from _made(server, NAME)


@pytest.fixture
def fresh(server: Server) -> Iterator[Guarded]:
    """A separate database that a test may change."""
    yield from _made(server, "fresh")


@pytest.mark.parametrize("attempt", TRIES, ids=str)
def test_every_attempt_fails(guarded: Guarded, attempt: Try) -> None:
    before = guarded.not_of(attempt.who)
    state, told = guarded.answer(attempt.who, attempt.asked)
    assert (state or told) == attempt.comes, told
    assert guarded.not_of(attempt.who) == before
    assert {"member", "update"} <= {table for table, _ in before}, "there was something to get at"


@pytest.mark.parametrize("what", _ON_ONE)
def test_no_answer_reveals_whether_a_conversation_exists(guarded: Guarded, what: str) -> None:
    counted = (
        "; select relname, idx_tup_fetch, seq_tup_read from pg_stat_xact_user_tables order by 1"
    )
    asked = f"begin; {CALLS[what][0]}{counted}"
    answers = []
    for name in ("talk", "nowhere"):
        guarded.of(GRANTED).execute("select pg_stat_force_next_flush()")  # of what was before
        answers.append(guarded.answer(GRANTED, asked, talk=guarded.numbers[name]))
    assert answers[0] == answers[1]


def test_the_id_of_a_removed_conversation_is_not_reused(guarded: Guarded) -> None:
    # Whoever could make it again would be written to by programs that still look for it.
    columns = guarded.answer("keeper", "select pg_get_function_arguments(p) from unnest(array["
                             "'afspraak.share'::regproc]) p")  # fmt: skip
    assert columns == ("", [("about jsonb, who name",)])


def test_a_removed_member_can_neither_read_nor_write(fresh: Guarded) -> None:
    anna, jan = fresh.of("anna"), fresh.of("jan")
    read = fresh.asked(
        "select convert_from(payload, 'utf8') from afspraak.since('{talk}', '{}', '{}', '{}')"
    )
    write = fresh.asked("select afspraak.write('{talk}', 2, '{2}', array['late'::bytea])")
    with fresh.another("anna") as older:
        # A view of things from before: of another transaction, and of a cursor that is read later.
        older.execute("set default_transaction_isolation = 'repeatable read'")
        older.execute("begin")
        older.execute("select 1")
        anna.execute("begin")
        anna.execute(f"declare c cursor for {read}".encode())
        jan.execute(fresh.asked("select afspraak.let_out('{talk}')"))
        jan.execute(fresh.asked("select afspraak.write('{talk}', 1, '{2}', array['new'::bytea])"))
        with pytest.raises(psycopg.errors.FeatureNotSupported):
            older.execute(write)
        older.execute("rollback")
        with pytest.raises(psycopg.errors.FeatureNotSupported):
            older.execute(read)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        anna.execute("fetch all from c")
    anna.execute("rollback")
    for asked in (read, write):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            anna.execute(asked)
    assert anna.execute("select count(*) from afspraak.shared()").fetchall() == [(0,)]


def test_a_running_statement_ends_when_its_member_is_removed(fresh: Guarded) -> None:
    anna, jan = fresh.of("anna"), fresh.of("jan")
    jan.execute("select pg_advisory_lock(7)")
    failed: list[psycopg.Error] = []

    def write() -> None:
        try:
            anna.execute(
                fresh.asked(
                    "select pg_advisory_lock(7),"
                    " afspraak.write('{talk}', 2, '{2}', array['late'::bytea])"
                )
            )
        except psycopg.Error as error:
            failed.append(error)

    writing = threading.Thread(target=write)
    writing.start()
    waits = "select 1 from pg_stat_activity where usename = 'anna' and wait_event = 'advisory'"
    while not fresh.of("keeper").execute(waits).fetchall():
        assert writing.is_alive()
    jan.execute(fresh.asked("select afspraak.let_out('{talk}')"))
    jan.execute("select pg_advisory_unlock(7)")
    writing.join()
    assert [error.sqlstate for error in failed] == [REFUSED]


def test_a_member_with_an_endless_transaction_is_removed_too(fresh: Guarded) -> None:
    anna, jan = fresh.of("anna"), fresh.of("jan")
    anna.execute("begin")
    anna.execute(fresh.asked("select afspraak.write('{talk}', 2, '{2}', array['held'::bytea])"))
    jan.execute("set lock_timeout = '100ms'")
    jan.execute(fresh.asked("select afspraak.let_out('{talk}')"))
    with pytest.raises(psycopg.errors.LockNotAvailable):
        jan.execute(fresh.asked("select afspraak.withdraw('{talk}')"))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        anna.execute(fresh.asked("select * from afspraak.since('{talk}', '{}', '{}', '{}')"))
    anna.execute("commit")
    jan.execute(fresh.asked("select afspraak.withdraw('{talk}')"))
    asked = "select count(*) from afspraak.update where conversation = %s"
    assert fresh.of("keeper").execute(asked, (fresh.numbers["talk"],)).fetchall() == [(0,)]


def test_the_server_clock_gives_the_time_of_a_row(fresh: Guarded) -> None:
    anna, admin = fresh.of("anna"), fresh.of("keeper")
    anna.execute("begin")
    anna.execute("select 1")
    ((then,),) = admin.execute("select clock_timestamp()").fetchall()
    anna.execute(fresh.asked("select afspraak.write('{talk}', 2, '{2}', array['x'::bytea])"))
    anna.execute("commit")
    asked = "select at > %s from afspraak.update where client = 2 and n = 2"
    assert admin.execute(asked, (then,)).fetchall() == [(True,)]


def test_a_presence_is_valid_for_its_own_connection_only(fresh: Guarded) -> None:
    anna, jan = fresh.of("anna"), fresh.of("jan")
    announce = fresh.asked("select afspraak.announce('{talk}', 2, %s, '[\"x\"]')")
    present = fresh.asked("select login, place from afspraak.present('{talk}', 1)")
    for pid in (jan.info.backend_pid, 1, 2_147_483_647):
        anna.execute(announce, (pid,))
        assert jan.execute(present).fetchall() == NOTHING
    anna.execute(announce, (anna.info.backend_pid,))
    assert jan.execute(present).fetchall() == [("anna", ["x"])]


def test_a_mistaken_grant_on_the_tables_shows_no_rows(fresh: Guarded) -> None:
    fresh.of("keeper").execute(
        "grant all on all tables in schema afspraak to public, eve, afspraak"
    )
    everything = fresh.not_of("eve")
    for who in ("anna", "eve"):
        for table, column in TABLES.items():
            for asked in (
                f"select * from afspraak.{table}",
                f"delete from afspraak.{table} returning 1",
                f"update afspraak.{table} set {column} = {column} returning 1",
            ):
                assert fresh.answer(who, asked) == ("", NOTHING), asked
            copied = f"create temp table t as select * from afspraak.{table}; table t"
            assert fresh.answer(who, copied) == ("", NOTHING)
        member = "insert into afspraak.member (conversation, login) values ('{talk}', 'eve')"
        assert fresh.answer(who, member)[0] == REFUSED
    assert fresh.not_of("eve") == everything


def test_objects_in_a_writable_public_schema_are_not_used(fresh: Guarded) -> None:
    # As in a database that once was of version 14.
    fresh.of("keeper").execute("grant create on schema public to public")
    traps = """
      create table public.caught (who text);
      grant insert on public.caught to public;
      create function public.trap(a anyelement, b anyelement) returns boolean language plpgsql as
        $$ begin insert into public.caught values (session_user); return true; end $$;
      create function public.unnest(integer[], bytea[]) returns table (n integer, payload bytea)
        language plpgsql as
        $$ begin insert into public.caught values (session_user); return; end $$;
      create function public.trap(bigint, numeric) returns boolean language plpgsql as
        $$ begin insert into public.caught values (session_user); return true; end $$;
      create function public.trap(a name, b name) returns boolean language plpgsql as
        $$ begin insert into public.caught values (session_user); return true; end $$;
      create operator public.= (leftarg = name, rightarg = name, function = public.trap);
      create operator public.= (leftarg = bigint, rightarg = numeric, function = public.trap);
      create operator public.=
        (leftarg = anyelement, rightarg = anyelement, function = public.trap);
      create operator public.>
        (leftarg = anyelement, rightarg = anyelement, function = public.trap);
      create table public.member (conversation uuid, login name);
    """
    assert fresh.answer("eve", traps)[0] == ""
    with closing(PostgresHost(fresh.server.url(OWNER, fresh.name))) as host:
        talk = host.create_share(Login("anna"), ShareMetadata("", (), Slug("")))
    with session(fresh, "jan", talk) as mine, session(fresh, "anna", talk) as theirs:
        exchanged(mine, theirs, b"hello")
        fresh.of("eve").execute("select pg_notify(%s, %s)", (f"afspraak_{talk}", "u" + "9" * 30))
        exchanged(mine, theirs, b"and again")
    assert fresh.of("keeper").execute("select * from public.caught").fetchall() == NOTHING


@contextmanager
def session(fresh: Guarded, who: str, talk: str) -> Iterator[PostgresRemote]:
    """The remote of a user."""
    with closing(PostgresRemote(fresh.server.url(who, fresh.name), talk)) as store:
        shake_hands(store, Replica().state_vector)
        yield store


def exchanged(mine: PostgresRemote, theirs: PostgresRemote, said: bytes) -> None:
    """Wait until the update of one user reaches the other over the open connection."""
    seen = theirs.read_since({}).offsets
    mine.append(said)
    assert list(read_updates(theirs, seen, 1)) == [said]


GARBAGE = (
    "", "u", "p", "u-1", "u1.5", "u１２", "u" + "9" * 19, "u" + "9" * 5000, "p" + "9" * 5000,
    "x" * 7999, "u'; drop schema afspraak cascade; --", "u\n", "u0", "u" + "0" * 30, "\x1b[2J",
)  # fmt: skip
"""Payloads that any login can send on a channel whose name it knows."""


def test_false_notifications_are_harmless(fresh: Guarded) -> None:
    talk = fresh.numbers["talk"]
    with session(fresh, "jan", talk) as mine, session(fresh, "anna", talk) as theirs:
        for words in GARBAGE:
            fresh.of("eve").execute("select pg_notify(%s, %s)", (f"afspraak_{talk}", words))
        exchanged(mine, theirs, b"after")


def test_a_notification_contains_only_the_session(fresh: Guarded) -> None:
    eve, jan = fresh.of("eve"), fresh.of("jan")
    eve.execute(fresh.asked('listen "afspraak_{talk}"; listen "*"; listen "afspraak_{alone}"'))
    jan.execute(fresh.asked("select afspraak.write('{talk}', 1, '{2}', array['secret'::bytea])"))
    jan.execute(fresh.asked("select afspraak.announce('{talk}', 1, 1, '[\"secret\"]')"))
    told = [(one.channel, one.payload) for one in eve.notifies(timeout=5, stop_after=2)]
    assert told == [(f"afspraak_{fresh.numbers['talk']}", word) for word in ("u1", "p1")]


@pytest.mark.skipif(shutil.which("psql") is None, reason="psql is not installed")
def test_psql_has_no_more_access(guarded: Guarded) -> None:
    lines = [
        *(f"\\copy afspraak.{table} to '/dev/null'" for table in TABLES),
        *(f"table afspraak.{table};" for table in TABLES),
        "select * from afspraak.since('{talk}', '{}', '{}', '{}');",
        "select 'table afspraak.member' \\gexec",
        "set role afspraak_owner;",
        "\\lo_import /dev/null",
    ]
    before = guarded.not_of("eve")
    done = subprocess.run(
        [
            "psql",
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "VERBOSITY=sqlstate",
            guarded.server.url("eve", NAME),
        ],
        input=guarded.asked("\n".join(lines)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() in ("", "lo_import"), "no row came"
    assert done.stderr.count("42501") == len(lines) - 1
    assert guarded.not_of("eve") == before
