"""Making room for afspraak in a database, and bringing that up to date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import StoreError
from ...i18n.catalogue import tr
from ...text.sanitize import clean_line
from . import sql
from .connection import asking, connect
from .schema_version import NEEDED, Version, found

if TYPE_CHECKING:
    from psycopg import Connection

_LOCK = 0x6166_7370
""""afsp": so that two administrators do not do the same at the same time."""

_PATIENCE = 600.0
_LOCK_TIMEOUT = "30s"


class Step(NamedTuple):
    """A plain SQL file."""

    name: str
    text: str


class Begun(NamedTuple):
    """What was done to a database."""

    before: int
    """The version of the tables that were there; 0 for none."""
    after: int


def steps(after: int = 0) -> Sequence[Step]:
    """What brings tables of a version up to date; after version 0 it begins with the roles."""
    numbered = [f"{number:04}.sql" for number in range(after + 1, NEEDED + 1)]
    names = numbered if after else ["roles.sql", *numbered]
    return [Step(name, (files(sql) / name).read_text(encoding="utf-8")) for name in names]


def script() -> str:
    """All that makes the roles and tables, for an administrator to read, or to run with psql."""
    parts = [f"-- {step.name}\n{step.text}" for step in steps()]
    return "\n".join(["begin;", *parts, "commit;"])


def begin(address: str) -> Begun:
    """Make the roles and tables, or bring them up to date: all of it, or nothing.

    Where all is there already, nothing is done. Raises UsageError and StoreError.
    """
    connection = connect(address)
    try:
        with (
            asking(connection, address, patience=_PATIENCE),
            _in_words(),
            connection.transaction(),
        ):
            # Who waits for a lock on a table holds up everybody else who wants it.
            connection.execute("select set_config('lock_timeout', %s, true)", (_LOCK_TIMEOUT,))
            connection.execute("select pg_advisory_xact_lock(%s)", (_LOCK,))
            before = _version(connection)
            for step in steps(before.version):
                connection.execute(step.text.encode())
            return Begun(before.version, max(before.version, NEEDED))
    finally:
        connection.close()


def _version(connection: Connection[Any]) -> Version:
    belongs = connection.execute(
        "select pg_catalog.pg_get_userbyid(nspowner)::text from pg_catalog.pg_namespace"
        " where nspname = 'afspraak'"
    ).fetchone()
    if belongs is None:
        return Version(0, 0)
    version = None
    if belongs == ("afspraak_owner",):
        # An administrator need not be let in to share, nor inherit what the owner may.
        connection.execute("set local role afspraak_owner")
        version = found(connection)
        connection.execute("reset role")
    if version is None:
        raise StoreError(tr("database.foreign"))
    return version


@contextmanager
def _in_words() -> Iterator[None]:
    from psycopg.errors import InsufficientPrivilege, LockNotAvailable

    try:
        yield
    except InsufficientPrivilege as error:
        reason = clean_line(error.diag.message_primary or "")
        raise StoreError(tr("database.forbidden", reason=reason)) from None
    except LockNotAvailable:
        raise StoreError(tr("database.busy")) from None
