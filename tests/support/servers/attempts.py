"""Statements that an attacker may try on the database, and the expected outcome of each.

{talk} is a conversation of jan and anna; {alone} one of jan and somebody else; {nowhere} an id that
does not exist. Jan writes as client 1, anna as client 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

REFUSED = "42501"
"""insufficient_privilege."""
NOTHING: list[Any] = []
DONE = [("",)]
"""The answer of a function that returns nothing; the rows of others stay unchanged."""

STRANGER, GRANTED, MEMBER, OWNER = "mallory", "eve", "anna", "jan"


class Try(NamedTuple):
    """One attempt."""

    who: str
    what: str
    asked: str
    comes: str | list[Any]
    """The SQLSTATE of the refusal, or all returned rows."""

    def __str__(self) -> str:
        return f"{self.who}: {self.what}"


TABLES = {"conversation": "about", "member": "login", "update": "payload", "presence": "place"}
"""Table -> a column that an attacker would change."""

ON_TABLES = {
    "read": "select * from afspraak.{table}",
    "count": "select count(*) from afspraak.{table}",
    "see what is expected of": "explain select * from afspraak.{table}",
    "see what an index finds": "explain analyze select 1 from afspraak.{table}",
    "list with policies off": "set row_security = off; select * from afspraak.{table}",
    "list as the role for all": "set role afspraak; select * from afspraak.{table}",
    "copy out": "copy afspraak.{table} to stdout",
    "copy in": "copy afspraak.{table} from stdin",
    "copy to the server's disk": "copy afspraak.{table} to '/tmp/afspraak-stolen'",
    "see through a view": "create temp view seen as select * from afspraak.{table}; table seen",
    "read a row with a leaky function": (
        "create function pg_temp.leak(anyelement) returns boolean language plpgsql cost 0.000001"
        " as $$ begin raise notice '%', $1; return true; end $$;"
        " select * from afspraak.{table} t where pg_temp.leak(t)"
    ),
    "insert into": "insert into afspraak.{table} default values",
    "change": "update afspraak.{table} set {column} = null",
    "delete from": "delete from afspraak.{table}",
    "empty": "truncate afspraak.{table} cascade",
    "lock, to hold up everybody": (
        "begin; lock table afspraak.{table} in access exclusive mode; rollback"
    ),
    "hold up who sets up": "begin; lock table afspraak.{table} in access share mode; rollback",
    "lock rows of": "select * from afspraak.{table} for update",
    "switch policies off for": "alter table afspraak.{table} disable row level security",
    "make a policy for": "create policy mine on afspraak.{table} using (true)",
    "grant oneself": "grant all on afspraak.{table} to public",
    "take over": "alter table afspraak.{table} owner to session_user",
    "put a trigger on": (
        "create trigger mine after insert on afspraak.{table}"
        " for each row execute function suppress_redundant_updates_trigger()"
    ),
    "refer to": "create temp table mine (like afspraak.{table})",
    "drop": "drop table afspraak.{table} cascade",
}
"""Refused to everybody, also to members."""


def on_tables() -> list[Try]:
    """Every attempt on every table, as every user."""
    return [
        Try(
            who,
            f"{what} {table}",
            asked.replace("{table}", table).replace("{column}", column),
            REFUSED,
        )
        for who in (STRANGER, GRANTED, MEMBER)
        for table, column in TABLES.items()
        for what, asked in ON_TABLES.items()
    ]


CALLS: dict[str, tuple[str, str | list[Any]]] = {
    "read all": ("select * from afspraak.since('{talk}', '{}', '{}', '{}')", REFUSED),
    "read a session's": ("select * from afspraak.written('{talk}', 1, 0)", REFUSED),
    "explain a reading": (
        "explain (analyze, buffers) select * from afspraak.since('{talk}', '{}', '{}', '{}')",
        REFUSED,
    ),
    "copy out a reading": (
        "copy (select * from afspraak.since('{talk}', '{}', '{}', '{}')) to stdout",
        REFUSED,
    ),
    "write": ("select afspraak.write('{talk}', 1, '{9}', array['x'::bytea])", REFUSED),
    "write nothing": ("select afspraak.write('{talk}', 1, '{}', '{}')", REFUSED),
    "put together": ("select afspraak.condense('{talk}', 1, 9, 'x', '{1}', '{9}')", REFUSED),
    "come in": ("select afspraak.announce('{talk}', 1, pg_backend_pid(), '[]')", REFUSED),
    "see who is here": ("select * from afspraak.present('{talk}', 9)", REFUSED),
    "leave": ("select afspraak.leave('{talk}')", REFUSED),
    "pass the door": ("select afspraak.enter('{talk}')", REFUSED),
    "ask whose it is": ("select afspraak.owns('{talk}')", REFUSED),
    "ask who is connected": ("select afspraak.is_connected(1, 'jan')", REFUSED),
    "tell": ("select afspraak.tell()", REFUSED),
    "ask whether it is there": ("select afspraak.takes_part('{talk}')", [(False,)]),
    "list what is shared": ("select * from afspraak.shared()", NOTHING),
    "let the other one out": ("select afspraak.let_out('{talk}')", DONE),
    "withdraw": ("select afspraak.withdraw('{talk}')", DONE),
    "send somebody away": ("select afspraak.go('{talk}', 1)", DONE),
    "sweep somebody out": ("select afspraak.sweep('{talk}')", DONE),
}
"""Every function, on a conversation of others."""


def of_others() -> list[Try]:
    """As a user without invitation, as a member of another conversation, and without the grant."""
    return [
        *(Try(GRANTED, what, asked, comes) for what, (asked, comes) in CALLS.items()),
        *(Try(STRANGER, what, asked, REFUSED) for what, (asked, _) in CALLS.items()),
        *(
            Try(MEMBER, f"{what}, elsewhere", asked.replace("{talk}", "{alone}"), comes)
            for what, (asked, comes) in CALLS.items()
            if what != "list what is shared"
        ),
    ]


def _condense(*values: str) -> str:
    return f"select afspraak.condense('{{talk}}', {', '.join(values)})"


def _write(*values: str) -> str:
    return f"select afspraak.write('{{talk}}', {', '.join(values)})"


def _here(place: str, session: str = "3") -> str:
    return f"select afspraak.announce('{{talk}}', {session}, 1, {place})"


INSIDE = (
    # Reading.
    Try(MEMBER, "see who else is invited", "select * from afspraak.member", REFUSED),
    Try(MEMBER, "list the conversations of others",
        "select count(*) from afspraak.shared() where id <> '{talk}'", [(0,)]),
    # In another's name: there is no place for a name, and a session's number is nobody's.
    Try(MEMBER, "write over a row of jan's", _write("1", "'{1}'", "array['no'::bytea]"), DONE),
    Try(MEMBER, "write a row again",
        _write("2", "'{1}'", "array['no'::bytea]") +
        "; select convert_from(payload, 'utf8') from afspraak.written('{talk}', 2, 0)"
        " where author = 'anna'", [("",), ("hers",)]),
    Try(MEMBER, "put jan's rows together", _condense("7", "1", "'x'", "'{1}'", "'{9}'"), DONE),
    Try(MEMBER, "put everything together",
        _condense("7", "2", "'x'", "'{1,2,null}'", "'{2147483647,0}'"), DONE),
    Try(MEMBER, "put together with no arrays", _condense("7", "3", "'x'", "null", "null"), DONE),
    Try(MEMBER, "put together with arrays in arrays",
        _condense("7", "4", "'x'", "'{{1,1},{1,1}}'", "'{{9,9},{9,9}}'"), DONE),
    Try(MEMBER, "put together under a number below one",
        _condense("7", "-1", "'x'", "'{1}'", "'{9}'"), "23514"),
    Try(MEMBER, "put together under no number", _condense("7", "null", "'x'", "'{}'", "'{}'"),
        "23502"),
    Try(MEMBER, "put together without a document", _condense("7", "9", "null", "'{}'", "'{}'"),
        "23502"),
    Try(MEMBER, "put together with a number too large",
        _condense("7", "9", "'x'", "'{1}'", "'{99999999999}'"), "22003"),
    Try(MEMBER, "put together nowhere", "select afspraak.condense(null, 7, 9, 'x', '{}', '{}')",
        REFUSED),
    Try(MEMBER, "write as no session", _write("null", "'{9}'", "array['x'::bytea]"), "23502"),
    Try(MEMBER, "write as a session below one", _write("-1", "'{9}'", "array['x'::bytea]"),
        "23514"),
    Try(MEMBER, "write a number of zero", _write("2", "'{0}'", "array['x'::bytea]"), "23514"),
    Try(MEMBER, "write numbers without updates", _write("2", "'{8,9}'", "array['x'::bytea]"),
        "23502"),
    # Presence.
    Try(MEMBER, "be here with what nobody can read", _here("'{}'"), "23514"),
    Try(MEMBER, "be here at a number of any length", _here("'[1e131000]'"), "23514"),
    Try(MEMBER, "be here deeply", _here("'[[[1]]]'"), "23514"),
    Try(MEMBER, "be here at length", _here("to_jsonb(array[repeat('x', 5000)])"), "23514"),
    Try(MEMBER, "be here as no session", _here("'[]'", "-1"), "23514"),
    Try(MEMBER, "be here over every connection",
        "select afspraak.announce('{talk}', 3, -1, '[]')", "23514"),
    Try(MEMBER, "send jan away", "select afspraak.go('{talk}', 1)", DONE),
    Try(MEMBER, "sweep jan out", "select afspraak.sweep('{talk}')", DONE),
    # What is the owner's.
    Try(MEMBER, "let the owner out", "select afspraak.let_out('{talk}')", DONE),
    Try(MEMBER, "withdraw another's", "select afspraak.withdraw('{talk}')", DONE),
    Try(OWNER, "leave one's own", "select afspraak.leave('{talk}')", REFUSED),
    # What others are offered.
    Try(GRANTED, "offer no object", "select afspraak.share('[]', 'anna')", "23514"),
    Try(GRANTED, "offer a number of any length",
        "select afspraak.share('{\"title\": 1e131000}', 'anna')", "23514"),
    Try(GRANTED, "offer a number that no program reads",
        "select afspraak.share('{\"title\": 1e9999}', 'anna')", "23514"),
    Try(GRANTED, "offer something deep",
        "select afspraak.share(('{\"title\":' || repeat('[', 900) || repeat(']', 900) || '}')"
        "::jsonb, 'anna')", "23514"),
    Try(GRANTED, "offer something very long",
        "select afspraak.share(jsonb_build_object('title', repeat('x', 99999)), 'anna')", "23514"),
    Try(GRANTED, "offer something very long, packed",
        "create temp table packed (about jsonb);"
        " insert into packed values (jsonb_build_object('title', repeat('x', 999999)));"
        " select afspraak.share(about, 'anna') from packed", "23514"),
    Try(GRANTED, "offer to nobody", "select afspraak.share('{}', null)", "23502"),
)  # fmt: skip
"""Attempts of a member on data of others, and with invalid data."""

OUTSIDE = (
    # To be somebody else.
    Try(GRANTED, "be the owner of the tables", "set role afspraak_owner", REFUSED),
    Try(GRANTED, "be jan", "set role jan", REFUSED),
    Try(GRANTED, "log in as jan afterwards", "set session authorization jan", REFUSED),
    Try(GRANTED, "join the owner of the tables", "grant afspraak_owner to eve", REFUSED),
    Try(GRANTED, "let a friend in", "grant afspraak to mallory", REFUSED),
    Try(GRANTED, "be past policies", "alter role eve bypassrls", REFUSED),
    Try(GRANTED, "be called jan", "alter role eve rename to jane", "0A000"),
    Try(GRANTED, "make a role", "create role jim login", REFUSED),
    Try(GRANTED, "be the role for all, and read",
        "set role afspraak; select * from afspraak.shared()", NOTHING),
    # To be taken for something else.
    Try(GRANTED, "put a table before ours",
        "create temp table member as select '{talk}'::uuid as conversation, 'eve'::name as login;"
        " set search_path = pg_temp, afspraak; select afspraak.takes_part('{talk}')", [(False,)]),
    Try(GRANTED, "put functions before those of PostgreSQL",
        "create function pg_temp.current_setting(text) returns text language sql as"
        " $$ select 'read committed' $$;"
        " create function pg_temp.unnest(integer[], bytea[]) returns setof record language sql as"
        " $$ select 1, ''::bytea $$;"
        " set search_path = pg_temp, pg_catalog; select * from afspraak.written('{talk}', 1, 0)",
        REFUSED),
    Try(GRANTED, "put an operator before that of PostgreSQL",
        "create function pg_temp.yes(name, name) returns boolean language sql as"
        " $$ select true $$;"
        " create operator pg_temp.= (leftarg = name, rightarg = name, function = pg_temp.yes);"
        " set search_path = pg_temp, pg_catalog; select afspraak.takes_part('{talk}')", [(False,)]),
    Try(GRANTED, "put a type before that of PostgreSQL",
        "create domain pg_temp.name as text; create domain pg_temp.uuid as text;"
        " set search_path = pg_temp, pg_catalog; select afspraak.takes_part('{talk}')", [(False,)]),
    Try(GRANTED, "change a function", "alter function afspraak.enter security invoker", REFUSED),
    Try(GRANTED, "replace a function",
        "create or replace function afspraak.takes_part(talk uuid) returns boolean"
        " language sql as $$ select true $$", REFUSED),
    Try(GRANTED, "make a function beside", "create function afspraak.takes_part(talk text)"
        " returns boolean language sql as $$ select true $$", REFUSED),
    Try(GRANTED, "make a table in our schema", "create table afspraak.mine ()", REFUSED),
    Try(GRANTED, "make a table for all", "create table public.member ()", REFUSED),
    Try(GRANTED, "make a schema", "create schema mine", REFUSED),
    Try(GRANTED, "grant oneself the schema", "grant create on schema afspraak to eve;"
        " select has_schema_privilege('afspraak', 'create')", [(False,)]),
    # Another version for everybody.
    Try(GRANTED, "say that the tables are newer",
        "insert into afspraak.version (version, oldest) values (99, 99)", REFUSED),
    Try(GRANTED, "say that there is no version", "delete from afspraak.version", REFUSED),
    Try(GRANTED, "hold up every check",
        "begin; lock table afspraak.version in exclusive mode; rollback", REFUSED),
    # Past the tables.
    Try(GRANTED, "read the server's files", "select pg_read_file('pg_hba.conf')", REFUSED),
    Try(GRANTED, "list the server's files", "select pg_ls_dir('base')", REFUSED),
    Try(GRANTED, "load a file as a large object", "select lo_import('/etc/passwd')", REFUSED),
    Try(GRANTED, "put a large object on the disk", "select lo_export(1, '/tmp/stolen')", REFUSED),
    Try(GRANTED, "run a program", "create temp table t (c text); copy t from program 'id'",
        REFUSED),
    Try(GRANTED, "change the server", "alter system set fsync = off", REFUSED),
    Try(GRANTED, "load a library", "load '/tmp/mine.so'", REFUSED),
    Try(GRANTED, "cut jan's connection",
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'jan'", REFUSED),
    # What is told of others.
    Try(GRANTED, "read what is sampled", "select * from pg_stats where schemaname = 'afspraak'"
        " and tablename <> 'version'", NOTHING),
    Try(GRANTED, "read what is sampled, directly", "select * from pg_statistic", REFUSED),
    Try(GRANTED, "see what jan asks",
        "select distinct query from pg_stat_activity where usename = 'jan'",
        [("<insufficient privilege>",)]),
    Try(GRANTED, "see a number in what is going on",
        "select count(*) from pg_stat_activity a where a::text like '%{talk}%'"
        " and pid <> pg_backend_pid()", [(0,)]),
    Try(GRANTED, "see a number in what is locked",
        "select count(*) from pg_locks l where l::text like '%{talk}%'", [(0,)]),
    Try(GRANTED, "listen to everything", 'listen "*"; listen "afspraak_*"; listen "afspraak_%";'
        " select count(*) from pg_listening_channels() c where c like '%{talk}%'", [(0,)]),
    Try(GRANTED, "read what is queued to be told", "select pg_notification_queue_usage() < 1",
        [(True,)]),
)  # fmt: skip
"""Attempts that bypass our functions."""

TRIES: Sequence[Try] = (*on_tables(), *of_others(), *INSIDE, *OUTSIDE)
