"""Check the version of the tables: a database may be older than the program, or newer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..reconnecting_remote import PermanentFailure
from ..remote import ShareEnded

if TYPE_CHECKING:
    from psycopg import Connection

REQUIRED_VERSION = 1
"""The version of the tables that this program is written for: that of its last migration."""


class SchemaVersion(NamedTuple):
    """The version of the tables in a database."""

    version: int
    """The version of the tables."""
    oldest: int
    """The oldest program version (a REQUIRED_VERSION) that can use them."""


def read_schema_version(connection: Connection[Any]) -> SchemaVersion | None:
    """Return the version of the tables; None if there are none. Raises psycopg.Error."""
    table = connection.execute("select to_regclass('afspraak.version')::text").fetchone()
    if table is None or table[0] is None:
        return None
    row = connection.execute(
        "select version, oldest from afspraak.version order by version desc limit 1"
    ).fetchone()
    return SchemaVersion(*row) if row else None


def check_schema_version(connection: Connection[Any], address: str) -> None:
    """Raise PermanentFailure if this user or this program cannot use the tables.

    Raises ShareEnded if there are none: they may come back. Raises psycopg.Error as well.
    """
    from psycopg.errors import InsufficientPrivilege

    try:
        version = read_schema_version(connection)
    except InsufficientPrivilege:
        raise PermanentFailure("sharing.database.not_let_in", url=address) from None
    if version is None:
        raise ShareEnded("sharing.database.not_begun", url=address)
    if version.oldest > REQUIRED_VERSION:
        raise PermanentFailure("sharing.database.newer")
    if version.version < REQUIRED_VERSION:
        raise PermanentFailure("sharing.database.older", url=address)
