"""Closing a remote releases its resources once, and nothing of another remote."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.errors import RemoteError
from afspraak.data.ids import MANAGER, Login, Slug
from afspraak.data.sync.folder import shared_folders
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.postgres.host import PostgresHost
from afspraak.data.sync.remote import Presence, Remote, data_of
from afspraak.data.sync.shares import ShareMetadata

from ...support.servers.database_table import eventually
from ...support.servers.postgres import Server
from ...support.servers.remotes import database_remotes


def test_a_folder_remote_is_closed_once(shared: Path, tmp_path: Path) -> None:
    folder = shared_folders.create_share(os.geteuid(), ShareMetadata("", (), Slug("")))
    store = FolderRemote(folder, 7)
    store.append(Replica().document())
    store.close()
    with (tmp_path / "mine").open("w") as mine:
        store.close()
        mine.write("still open")
    assert (tmp_path / "mine").read_text() == "still open"


def test_a_folder_remote_can_be_reopened(shared: Path) -> None:
    folder = shared_folders.create_share(os.geteuid(), ShareMetadata("", (), Slug("")))
    with closing(FolderRemote(folder, 7)) as store, closing(FolderRemote(folder, 9)) as other:
        store.append(b"one")
        store.announce(Presence(Login("jan"), MANAGER, "notes", 3))
        assert [one.pane for one in other.read_presence()] == ["notes"]
        store.close()
        assert other.read_presence() == []
        store.append(b"two")
        assert data_of(other.read_since({}).updates) == [b"one", b"two"]


def test_a_database_remote_is_closed(server: Server) -> None:
    host = PostgresHost(server.url("jan"))
    host.list_shares()
    host.close()
    with pytest.raises(RemoteError):
        host.list_shares()


def test_a_conversation_in_a_database_leaves_no_pipe_open(server: Server) -> None:
    place = database_remotes(server)
    before = _pipes()
    with closing(place(1)) as store:
        store.watch(lambda: None)
        eventually(lambda: _is_met(store))
        assert len(_pipes()) > len(before)
    eventually(lambda: len(_pipes()) == len(before))


def _is_met(store: Remote) -> bool:
    with suppress(RemoteError):
        return store.handshake(Replica().state_vector) is not None
    return False


def _pipes() -> list[str]:
    found = []
    for one in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            found.append(str(one.readlink()))
    return [one for one in found if one.startswith("pipe:")]
