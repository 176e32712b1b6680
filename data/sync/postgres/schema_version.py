"""Which tables a program needs: a database may be older than it, or newer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ...i18n.catalogue import tr
from ..reconnecting_remote import PermanentFailure

if TYPE_CHECKING:
    from psycopg import Connection

REQUIRED_VERSION = 1
"""The version of the tables that this program is written for: that of its last migration."""


class SchemaVersion(NamedTuple):
    """What a database has."""

    version: int
    """Of the tables."""
    oldest: int
    """The version that a program must at least be written for."""


def read_schema_version(connection: Connection[Any]) -> SchemaVersion | None:
    """The version of the tables that are there; None where there are none. Raises psycopg.Error."""
    there = connection.execute("select to_regclass('afspraak.version')::text").fetchone()
    if there is None or there[0] is None:
        return None
    told = connection.execute(
        "select version, oldest from afspraak.version order by version desc limit 1"
    ).fetchone()
    return SchemaVersion(*told) if told else None


def check_schema_version(connection: Connection[Any], address: str) -> None:
    """Raises Hopeless where the tables do not fit this user or this program, and psycopg.Error."""
    from psycopg.errors import InsufficientPrivilege

    try:
        version = read_schema_version(connection)
    except InsufficientPrivilege:
        raise PermanentFailure(tr("sharing.database.not_let_in", url=address)) from None
    if version is None:
        raise PermanentFailure(tr("sharing.database.not_begun", url=address))
    if version.oldest > REQUIRED_VERSION:
        raise PermanentFailure(tr("sharing.database.newer"))
    if version.version < REQUIRED_VERSION:
        raise PermanentFailure(tr("sharing.database.older", url=address))
