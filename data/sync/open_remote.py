"""From where a conversation is shared to the store of it."""

from __future__ import annotations

from ..model.remote_address import Where, is_database
from .remote import Store

_kept: dict[Where, Store] = {}
"""Stores that are open already: the command line asked for the password, the desk goes on."""


def open_store(where: Where) -> Store:
    """One session's end of a shared place; one far away is called meanwhile."""
    if where in _kept:
        return _kept.pop(where)
    if not where.host:
        from .hosts import Here

        return Here().enter(where.place)
    if is_database(where.host):
        from .postgres.remote import DatabaseStore

        return DatabaseStore(where.host, where.place)
    from .ssh.protocol import Kind, message
    from .ssh.remote import DistantStore

    return DistantStore(where.host, message(Kind.ENTER, folder=where.place))


def keep(where: Where, store: Store) -> None:
    """Let the next `open_store` have a store that is open already."""
    _kept[where] = store
