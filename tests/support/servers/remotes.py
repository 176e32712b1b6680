"""Remotes of each kind for one new conversation: a folder, here or elsewhere, or a database."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from afspraak.data.ids import Login, Slug
from afspraak.data.sync.folder import shared_folders
from afspraak.data.sync.folder.posix_acl import grant_access
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.handshake import read_replica
from afspraak.data.sync.postgres.host import PostgresHost
from afspraak.data.sync.postgres.remote import PostgresRemote
from afspraak.data.sync.remote import Remote
from afspraak.data.sync.shares import ShareMetadata
from afspraak.data.sync.ssh.protocol import Kind, json_message
from afspraak.data.sync.ssh.remote import SshRemote

from .postgres import Server

RemoteFactory = Callable[[int], Remote]
"""Creates a remote for a session of one conversation, by its client number."""


RUNNING_SERVERS: list[Server] = []
"""The database servers of this process; the last is the one that tests use."""


@contextmanager
def new_remotes(kind: str) -> Iterator[RemoteFactory]:
    """Create a place for a share of this kind; its open remotes are closed at the end."""
    opened: list[Remote] = []
    new = database_remotes(RUNNING_SERVERS[-1]) if kind == "database" else machine_remotes(kind)

    def end(client: int) -> Remote:
        opened.append(new(client))
        return opened[-1]

    yield end
    for store in opened:
        store.close()


def database_remotes(server: Server, port: int | None = None) -> RemoteFactory:
    """A new conversation in a database; those with odd numbers are jan, the others anna.

    `port` is where they call the server, where that is another one.
    """
    with closing(PostgresHost(server.url("jan"))) as host:
        number = host.create_share(Login("anna"), ShareMetadata("", (), Slug("")))
    called = replace(server, port=port or server.port)
    return lambda client: PostgresRemote(called.url("jan" if client % 2 else "anna"), number)


def machine_remotes(kind: str) -> RemoteFactory:
    """A shared folder, here or behind a connection."""
    folder = shared_folders.create_share(os.geteuid(), ShareMetadata("", (), Slug("")))
    if kind == "folder":
        return lambda client: FolderRemote(folder, client)
    return lambda _: SshRemote("box", json_message(Kind.ENTER, folder=str(folder)), "en")


def folder_remotes(folder: Path) -> RemoteFactory:
    """A shared folder, created like that of a share."""
    folder.mkdir(mode=0o700)
    descriptor = os.open(folder, os.O_RDONLY)
    grant_access(descriptor, [os.geteuid()])
    os.close(descriptor)
    return lambda client: FolderRemote(folder, client)


def notes_at(store: Remote) -> str:
    """The notes that a user without any updates finds there."""
    return read_replica(store).notes.text
