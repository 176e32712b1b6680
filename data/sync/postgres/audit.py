"""Check the set-up of a database for mistakes, and for changes since `afspraak db init`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import RemoteError
from ...i18n.catalogue import Catalogue, Message
from ...text.sanitize import clean_line, clip
from .connection import connect, query_guard
from .schema_diff import OBJECT_KINDS, SchemaDifference, diff_schema
from .schema_version import REQUIRED_VERSION, SchemaVersion, read_schema_version

if TYPE_CHECKING:
    from psycopg import Connection

OLDEST_POSTGRES = 15
"""The oldest PostgreSQL that the tests run with."""

_TIMEOUT = 60.0
_MAX_NAMES = 5
"""The most names that a finding lists; the others are counted."""

_PRIVILEGED_ROLES = (
    "afspraak_owner",
    "pg_execute_server_program",
    "pg_read_server_files",
    "pg_write_server_files",
)
"""Roles whose members can read all rows: as their owner, or in the server's files."""

_READERS = """
select distinct r.rolname::text, r.rolsuper
from pg_catalog.pg_roles r
join pg_catalog.pg_roles x on x.rolsuper or x.rolbypassrls or x.rolreplication
  or (x.rolcreaterole and pg_catalog.current_setting('server_version_num')::integer < 160000)
  or x.rolname = any (%s)
where r.rolcanlogin and pg_catalog.pg_has_role(r.oid, x.oid, 'member')
order by 1
"""
"""Logins that could read all rows. Before version 16, CREATEROLE may join any role but a superuser.
"""

_ROLES = """
select r.rolname::text || ': ' || wrong
from pg_catalog.pg_roles r, lateral (values
  (r.rolcanlogin, 'login'), (r.rolsuper, 'superuser'), (r.rolbypassrls, 'bypassrls'),
  (r.rolcreaterole, 'createrole'), (r.rolreplication, 'replication'),
  (exists (select from pg_catalog.pg_auth_members m where m.member = r.oid), 'member of a role')
) as has (it, wrong)
where r.rolname in ('afspraak', 'afspraak_owner') and has.it
order by 1
"""

_COUNT_USERS = """
select count(*) from pg_catalog.pg_roles r
where r.rolcanlogin and not r.rolsuper
  and pg_catalog.pg_has_role(r.oid, 'afspraak', 'member')
"""

_OVERRIDDEN_SETTINGS = """
select coalesce(nullif(setrole, 0)::regrole::text || ': ', '') || entry
from pg_catalog.pg_db_role_setting, unnest(setconfig) entry
where setdatabase in (0, (
  select oid from pg_catalog.pg_database where datname = pg_catalog.current_database()))
and (entry = 'synchronous_commit=off'
  or entry like 'default_transaction_isolation=%' and entry not like '%=read committed')
order by 1
"""
"""Settings that are overridden for a database or a user."""

_LOGS = "log_parameter_max_length"


class Finding(NamedTuple):
    """The result of one check."""

    sound: bool
    about: str
    """The end of its key in the catalogues: `database.check.<about>`."""
    what: Message
    """The result."""
    advice: Message | None = None
    """The advice if it is not sound."""

    def describe(self, words: Catalogue) -> str:
        """Return the result and the advice, on a line each."""
        if self.advice is None:
            return f"ok  {words(self.what)}"
        return f"!!  {words(self.what)}\n    {words(self.advice)}"


def audit_database(address: str, allowed_readers: Collection[str] = ()) -> Sequence[Finding]:
    """Run all checks; change nothing, and need no superuser.

    `allowed_readers` are logins that are meant to be able to read all rows, besides superusers and
    this one. Raises UsageError and RemoteError.
    """
    connection = connect(address)
    try:
        with query_guard(connection, address, timeout=_TIMEOUT):
            return list(_findings(connection, address, allowed_readers))
    finally:
        connection.close()


def _finding(about: str, sound: bool, **values: object) -> Finding:
    if sound:
        return Finding(True, about, Message(f"database.check.{about}", **values))
    texts = (Message(f"database.check.{about}.{part}", **values) for part in ("not", "do"))
    return Finding(False, about, *texts)


def _findings(
    connection: Connection[Any], address: str, allowed_readers: Collection[str]
) -> Iterator[Finding]:
    yield _server(connection)
    yield _encrypted(connection)
    yield from _durable(connection)
    yield _logs(connection)
    yield _public(connection)
    version = _version(connection)
    yield _versions(version, address)
    if version is None:
        return
    yield _roles(connection)
    yield from _compare_schema(connection, version)
    yield _readers(connection, allowed_readers)
    yield from _people(connection)


def _server(connection: Connection[Any]) -> Finding:
    number = connection.info.server_version
    return _finding(
        "server", number >= OLDEST_POSTGRES * 10_000, version=_setting(connection, "server_version")
    )


def _encrypted(connection: Connection[Any]) -> Finding:
    safe = connection.pgconn.ssl_in_use or _count(
        connection,
        "select count(*) from pg_stat_gssapi where pid = pg_backend_pid() and encrypted",
    )
    local = is_local(connection.info.hostaddr or connection.info.host)
    return _finding("encrypted", bool(safe) or local)


def is_local(host: str) -> bool:
    """Return whether a connection to `host` stays on this machine: a socket folder, or loopback."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.startswith(("/", "@"))


def _durable(connection: Connection[Any]) -> Iterator[Finding]:
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        yield _finding(name, _setting(connection, name) != "off")
    yield _finding(
        "isolation", _setting(connection, "default_transaction_isolation") == "read committed"
    )
    overridden = _names(connection, _OVERRIDDEN_SETTINGS)
    yield _finding("settings", not overridden, names=_listed(overridden))


def _logs(connection: Connection[Any]) -> Finding:
    written = (
        _setting(connection, "log_statement") in ("mod", "all")
        or _setting(connection, "log_min_duration_statement") != "-1"
        or _setting(connection, "log_min_duration_sample") != "-1"
        or float(_setting(connection, "log_transaction_sample_rate")) > 0
    )
    values = written and _setting(connection, _LOGS) != "0"
    return _finding("logs", not values and _setting(connection, f"{_LOGS}_on_error") == "0")


def _public(connection: Connection[Any]) -> Finding:
    query = """
    select count(*) from pg_namespace
    where nspname = 'public' and has_schema_privilege('public', oid, 'create')
    """
    return _finding("public", not _count(connection, query))


def _version(connection: Connection[Any]) -> SchemaVersion | None:
    from psycopg.errors import InsufficientPrivilege

    try:
        return read_schema_version(connection)
    except InsufficientPrivilege:  # an administrator need not be a user of afspraak
        try:
            with connection.transaction(force_rollback=True):
                connection.execute("set local role afspraak_owner")
                return read_schema_version(connection)
        except InsufficientPrivilege:
            raise RemoteError("database.check.not_let_in") from None


def _versions(version: SchemaVersion | None, address: str) -> Finding:
    values = {"version": version.version if version else 0, "needed": REQUIRED_VERSION}
    if version is None:
        return _finding("tables_there", False, url=clean_line(address))
    if version.oldest > REQUIRED_VERSION:
        return _finding("newer", False, **values)
    return _finding(
        "version", version.version >= REQUIRED_VERSION, url=clean_line(address), **values
    )


def _roles(connection: Connection[Any]) -> Finding:
    wrong = _names(connection, _ROLES)
    return _finding("roles", not wrong, names=_listed(wrong))


def _compare_schema(connection: Connection[Any], version: SchemaVersion) -> Iterator[Finding]:
    import psycopg

    if version.version != REQUIRED_VERSION:
        return
    try:
        differences = diff_schema(connection)
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction):
        yield _finding("compared", False)
        return
    for kind in OBJECT_KINDS:
        difference = differences[kind]
        yield _finding(kind, not any(difference), differences=_differences(difference))


def _differences(difference: SchemaDifference) -> Callable[[Catalogue], str]:
    parts = {
        "extra": difference.extra,
        "missing": difference.missing,
        "changed": difference.changed,
    }
    messages = [
        Message(f"database.check.{name}", names=_listed(names))
        for name, names in parts.items()
        if names
    ]
    return lambda words: "; ".join(map(words, messages))


def _readers(connection: Connection[Any], allowed_readers: Collection[str]) -> Finding:
    rows = connection.execute(_READERS, (list(_PRIVILEGED_ROLES),)).fetchall()
    ((me,),) = connection.execute("select session_user::text").fetchall()
    names = [name for name, _ in rows]
    allowed = {me, *allowed_readers, *(name for name, is_super in rows if is_super)}
    unmeant = [name for name in names if name not in allowed]
    return _finding("readers", not unmeant, names=_listed(names), unmeant=_listed(unmeant))


def _people(connection: Connection[Any]) -> Iterator[Finding]:
    people = _count(connection, _COUNT_USERS)
    room = int(_setting(connection, "max_connections"))
    room -= int(_setting(connection, "superuser_reserved_connections"))
    yield _finding("people", True, count=people)
    yield _finding("room", people <= room, count=people, room=room)


def _setting(connection: Connection[Any], name: str) -> str:
    row = connection.execute("select current_setting(%s)", (name,)).fetchone()
    return clean_line(str(row[0])) if row else ""


def _count(connection: Connection[Any], query: str) -> int:
    ((count,),) = connection.execute(query.encode()).fetchall()
    return int(count)


def _names(connection: Connection[Any], query: str) -> Sequence[str]:
    return [name for (name,) in connection.execute(query.encode()).fetchall()]


def _listed(names: Sequence[str]) -> Message | str:
    shown = ", ".join(clip(name, 100) for name in names[:_MAX_NAMES])
    more = len(names) - _MAX_NAMES
    return Message("database.check.more", names=shown, count=more) if more > 0 else shown
