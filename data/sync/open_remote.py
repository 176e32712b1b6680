"""From where a conversation is shared to the store of it."""

from __future__ import annotations

from ..model.remote_address import RemoteAddress, is_database
from .remote import Remote

_kept: dict[RemoteAddress, Remote] = {}
"""Stores that are open already: the command line asked for the password, the desk goes on."""


def open_remote(where: RemoteAddress) -> Remote:
    """One session's end of a shared place; one far away is called meanwhile."""
    if where in _kept:
        return _kept.pop(where)
    if not where.host:
        from .hosts import LocalHost

        return LocalHost().open_remote(where.share_id)
    if is_database(where.host):
        from .postgres.remote import PostgresRemote

        return PostgresRemote(where.host, where.share_id)
    from .ssh.protocol import Kind, json_message
    from .ssh.remote import SshRemote

    return SshRemote(where.host, json_message(Kind.ENTER, folder=where.share_id))


def reuse_remote(where: RemoteAddress, store: Remote) -> None:
    """Let the next `open_store` have a store that is open already."""
    _kept[where] = store
