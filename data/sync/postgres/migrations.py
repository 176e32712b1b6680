"""Make the tables of afspraak in a database, and bring them up to date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import RemoteError
from ...text.sanitize import clean_line
from . import sql
from .connection import connect, query_guard
from .schema_version import REQUIRED_VERSION, SchemaVersion, read_schema_version

if TYPE_CHECKING:
    from psycopg import Connection

LOCK = 0x6166_7370
""""afsp": keeps two administrators from migrating at the same time."""

_TIMEOUT = 600.0
LOCK_TIMEOUT = "30s"
"""The longest wait for a lock, in PostgreSQL's notation."""


class Migration(NamedTuple):
    """One plain SQL file."""

    name: str
    text: str


class MigrationResult(NamedTuple):
    """The result of `migrate`."""

    version_before: int
    """The version of the tables before; 0 if there were none."""
    version_after: int


def pending_migrations(after: int = 0) -> Sequence[Migration]:
    """Return the migrations after a version of the tables; after version 0 the roles come first."""
    numbered = [f"{number:04}.sql" for number in range(after + 1, REQUIRED_VERSION + 1)]
    names = numbered if after else ["roles.sql", *numbered]
    return [Migration(name, (files(sql) / name).read_text(encoding="utf-8")) for name in names]


def script() -> str:
    """Return the SQL of all migrations, to read or to run with psql."""
    parts = [f"-- {migration.name}\n{migration.text}" for migration in pending_migrations()]
    return "\n".join(["begin;", *parts, "commit;"])


def migrate(address: str) -> MigrationResult:
    """Make the roles and tables, or bring them up to date, in one transaction.

    Does nothing if they are up to date. Raises UsageError and RemoteError.
    """
    connection = connect(address)
    try:
        with (
            query_guard(connection, address, timeout=_TIMEOUT),
            _translate_errors(),
            connection.transaction(),
        ):
            # Time out: a queued lock request blocks later ones.
            connection.execute("select set_config('lock_timeout', %s, true)", (LOCK_TIMEOUT,))
            connection.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
            before = _version(connection)
            for migration in pending_migrations(before.version):
                connection.execute(migration.text.encode())
            return MigrationResult(before.version, max(before.version, REQUIRED_VERSION))
    finally:
        connection.close()


def _version(connection: Connection[Any]) -> SchemaVersion:
    owner = connection.execute(
        "select pg_catalog.pg_get_userbyid(nspowner)::text from pg_catalog.pg_namespace"
        " where nspname = 'afspraak'"
    ).fetchone()
    if owner is None:
        return SchemaVersion(0, 0)
    version = None
    if owner == ("afspraak_owner",):
        # An administrator need not be a member, nor inherit the owner's privileges.
        connection.execute("set local role afspraak_owner")
        version = read_schema_version(connection)
        connection.execute("reset role")
    if version is None:
        raise RemoteError("database.foreign")
    return version


@contextmanager
def _translate_errors() -> Iterator[None]:
    from psycopg.errors import InsufficientPrivilege, LockNotAvailable

    try:
        yield
    except InsufficientPrivilege as error:
        reason = clean_line(error.diag.message_primary or "")
        raise RemoteError("database.forbidden", reason=reason) from None
    except LockNotAvailable:
        raise RemoteError("database.busy") from None
