"""The organisation's database, as the settings name it."""

from __future__ import annotations


class _Configured:
    url = ""
    listen = ""


def configure(url: str = "", listen: str = "") -> None:
    """From now on this is the database of the organisation; empty where there is none.

    `listen` is another address of the same one, for the connection that listens: a pooler
    (PgBouncer and the like) that lends connections for a transaction cannot do that.
    """
    _Configured.url, _Configured.listen = url, listen


def organisation_url() -> str:
    """The address of the organisation's database; empty where there is none."""
    return _Configured.url


def listen_address(address: str) -> str:
    """Where to listen for news of the database at an address."""
    return _Configured.listen if _Configured.listen and address == _Configured.url else address
