"""Open the remote of a remote address."""

from __future__ import annotations

from typing import assert_never

from ..model.remote_address import (
    LocalFolder,
    PostgresConversation,
    RemoteAddress,
    SshFolder,
)
from .remote import Remote

_open_remotes: dict[RemoteAddress, Remote] = {}
"""Remotes that are open already: the command line asked for the password, the desk goes on."""


def open_remote(address: RemoteAddress) -> Remote:
    """Return one session's end of a share; a distant one connects in the background."""
    if address in _open_remotes:
        return _open_remotes.pop(address)
    match address:
        case LocalFolder(folder):
            from .hosts import LocalHost

            return LocalHost().open_remote(folder)
        case SshFolder(machine, folder):
            from .ssh.protocol import Kind, json_message
            from .ssh.remote import SshRemote

            return SshRemote(machine.name, json_message(Kind.ENTER, folder=folder))
        case PostgresConversation(database, number):
            from .postgres.remote import PostgresRemote

            return PostgresRemote(database.url, number)
        case _:
            assert_never(address)


def reuse_remote(address: RemoteAddress, remote: Remote) -> None:
    """Let the next `open_remote` return a remote that is open already."""
    _open_remotes[address] = remote
