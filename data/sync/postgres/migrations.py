"""Making room for afspraak in a database, and bringing that up to date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import StorageError
from ...i18n.catalogue import tr
from ...text.sanitize import clean_line
from . import sql
from .connection import connect, query_guard
from .schema_version import REQUIRED_VERSION, SchemaVersion, read_schema_version

if TYPE_CHECKING:
    from psycopg import Connection

LOCK = 0x6166_7370
""""afsp": so that two administrators do not do the same at the same time."""

_TIMEOUT = 600.0
LOCK_TIMEOUT = "30s"
"""How long is waited for a lock, as PostgreSQL writes it."""


class Migration(NamedTuple):
    """A plain SQL file."""

    name: str
    text: str


class MigrationResult(NamedTuple):
    """What was done to a database."""

    version_before: int
    """The version of the tables that were there; 0 for none."""
    version_after: int


def pending_migrations(after: int = 0) -> Sequence[Migration]:
    """What brings tables of a version up to date; after version 0 it begins with the roles."""
    numbered = [f"{number:04}.sql" for number in range(after + 1, REQUIRED_VERSION + 1)]
    names = numbered if after else ["roles.sql", *numbered]
    return [Migration(name, (files(sql) / name).read_text(encoding="utf-8")) for name in names]


def script() -> str:
    """All that makes the roles and tables, for an administrator to read, or to run with psql."""
    parts = [f"-- {step.name}\n{step.text}" for step in pending_migrations()]
    return "\n".join(["begin;", *parts, "commit;"])


def migrate(address: str) -> MigrationResult:
    """Make the roles and tables, or bring them up to date: all of it, or nothing.

    Where all is there already, nothing is done. Raises UsageError and StoreError.
    """
    connection = connect(address)
    try:
        with (
            query_guard(connection, address, timeout=_TIMEOUT),
            _translate_errors(),
            connection.transaction(),
        ):
            # Who waits for a lock on a table holds up everybody else who wants it.
            connection.execute("select set_config('lock_timeout', %s, true)", (LOCK_TIMEOUT,))
            connection.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
            before = _version(connection)
            for step in pending_migrations(before.version):
                connection.execute(step.text.encode())
            return MigrationResult(before.version, max(before.version, REQUIRED_VERSION))
    finally:
        connection.close()


def _version(connection: Connection[Any]) -> SchemaVersion:
    belongs = connection.execute(
        "select pg_catalog.pg_get_userbyid(nspowner)::text from pg_catalog.pg_namespace"
        " where nspname = 'afspraak'"
    ).fetchone()
    if belongs is None:
        return SchemaVersion(0, 0)
    version = None
    if belongs == ("afspraak_owner",):
        # An administrator need not be let in to share, nor inherit what the owner may.
        connection.execute("set local role afspraak_owner")
        version = read_schema_version(connection)
        connection.execute("reset role")
    if version is None:
        raise StorageError(tr("database.foreign"))
    return version


@contextmanager
def _translate_errors() -> Iterator[None]:
    from psycopg.errors import InsufficientPrivilege, LockNotAvailable

    try:
        yield
    except InsufficientPrivilege as error:
        reason = clean_line(error.diag.message_primary or "")
        raise StorageError(tr("database.forbidden", reason=reason)) from None
    except LockNotAvailable:
        raise StorageError(tr("database.busy")) from None
