"""The organisation's database, as set in the settings."""

from __future__ import annotations


class _Configured:
    url = ""
    listen = ""


def configure(url: str = "", listen: str = "") -> None:
    """Set the database of the organisation; an empty address means that there is none.

    `listen` is another address of the same database, for LISTEN: a pooler in transaction mode (such
    as PgBouncer) does not support that.
    """
    _Configured.url, _Configured.listen = url, listen


def organisation_url() -> str:
    """Return the address of the organisation's database; empty if there is none."""
    return _Configured.url


def listen_address(address: str) -> str:
    """Return the address to use for LISTEN on the database at `address`."""
    return _Configured.listen if _Configured.listen and address == _Configured.url else address
