"""Open the remote of a remote address."""

from __future__ import annotations

from ..model.remote_address import RemoteAddress, is_database
from .remote import Remote

_open_remotes: dict[RemoteAddress, Remote] = {}
"""Remotes that are open already: the command line asked for the password, the desk goes on."""


def open_remote(address: RemoteAddress) -> Remote:
    """Return one session's end of a share; a distant one connects in the background."""
    if address in _open_remotes:
        return _open_remotes.pop(address)
    if not address.host:
        from .hosts import LocalHost

        return LocalHost().open_remote(address.share_id)
    if is_database(address.host):
        from .postgres.remote import PostgresRemote

        return PostgresRemote(address.host, address.share_id)
    from .ssh.protocol import Kind, json_message
    from .ssh.remote import SshRemote

    return SshRemote(address.host, json_message(Kind.ENTER, folder=address.share_id))


def reuse_remote(address: RemoteAddress, remote: Remote) -> None:
    """Let the next `open_remote` return a remote that is open already."""
    _open_remotes[address] = remote
