"""The organisation's database, as set in the settings."""

from __future__ import annotations

from ...model.remote_address import HostAddress, PostgresDatabase, ThisMachine


class _Configured:
    url = ""
    listen = ""


def configure(url: str = "", listen: str = "") -> None:
    """Set the database of the organisation; an empty address means that there is none.

    `listen` is another address of the same database, for LISTEN: a pooler in transaction mode (such
    as PgBouncer) does not support that.
    """
    _Configured.url, _Configured.listen = url, listen


def organisation_database() -> PostgresDatabase | None:
    """Return the organisation's database; None if there is none."""
    return PostgresDatabase(_Configured.url) if _Configured.url else None


def default_hosts() -> list[HostAddress]:
    """Return this machine and the organisation's database, if there is one."""
    database = organisation_database()
    return [ThisMachine()] if database is None else [ThisMachine(), database]


def listen_address(address: str) -> str:
    """Return the address to use for LISTEN on the database at `address`."""
    return _Configured.listen if _Configured.listen and address == _Configured.url else address
