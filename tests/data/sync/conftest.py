"""Every test of sharing runs over every kind of place for updates."""

from __future__ import annotations

import os
import shlex
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from afspraak.data.sync.folder import shared_folders
from afspraak.data.sync.folder.posix_acl import grant_access
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.handshake import replica_from_updates, shake_hands
from afspraak.data.sync.postgres.host import PostgresHost
from afspraak.data.sync.postgres.remote import PostgresRemote
from afspraak.data.sync.remote import LogOffsets, Remote
from afspraak.data.sync.shares import ShareMetadata
from afspraak.data.sync.ssh.protocol import Kind, json_message
from afspraak.data.sync.ssh.remote import SshRemote
from afspraak.data.sync.sync_client import SyncClient

from ...checkout import IMPORT_ROOT, ROOT
from ...support.servers import postgres
from ...support.servers.postgres import Server

PATIENCE = 30.0

Place = Callable[[int], Remote]
"""A place for the updates of one conversation: makes the end of the session with this number."""


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where shared folders are made in this test."""
    return share_within(tmp_path, monkeypatch)


def share_within(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have shared folders made within this one; returns where."""
    shared = folder / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    monkeypatch.setenv("AFSPRAAK_SHARED", str(shared))
    monkeypatch.setattr(shared_folders, "PARENT_FOLDERS", (shared,))
    return shared


@pytest.fixture
def ssh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An `ssh` whose machines are all this one; returns the folder in which it tells what it did.

    What its machines are like says their name: see `pretended_ssh.py`.
    """
    return pretend_ssh(tmp_path, monkeypatch)


def pretend_ssh(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have no other `ssh` than the pretended one; returns the folder in which it tells."""
    told = folder / "ssh"
    told.mkdir()
    pretended = ROOT / "tests" / "support" / "servers" / "pretended_ssh.py"
    monkeypatch.setenv("AFSPRAAK_SSH", shlex.join([sys.executable, str(pretended), str(told)]))
    call = ["env", f"PYTHONPATH={IMPORT_ROOT}", sys.executable, "-m", "afspraak"]
    monkeypatch.setenv("AFSPRAAK_REMOTE", shlex.join(call))
    return told


@pytest.fixture(params=["folder", "ssh", "database"])
def kind(request: pytest.FixtureRequest, shared: Path, ssh: Path) -> str:
    """Each kind of place there is."""
    if request.param == "database":
        request.getfixturevalue("server")
    return str(request.param)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A database server; one for all tests of a process."""
    if reason := postgres.why_not():
        pytest.skip(reason)
    with postgres.server() as made:
        _servers.append(made)
        yield made
        _servers.remove(made)


_servers: list[Server] = []


@pytest.fixture
def place(kind: str) -> Iterator[Place]:
    """A place, of each kind there is."""
    with a_place(kind) as end:
        yield end


@contextmanager
def a_place(kind: str) -> Iterator[Place]:
    """A new place of this kind; what is left open of it is closed in the end."""
    opened: list[Remote] = []
    new = database_place(_servers[-1]) if kind == "database" else machine_place(kind)

    def end(client: int) -> Remote:
        opened.append(new(client))
        return opened[-1]

    yield end
    for store in opened:
        store.close()


def database_place(server: Server, port: int | None = None) -> Place:
    """A new conversation in a database; those with odd numbers are jan, the others anna.

    `port` is where they call the server, where that is another one.
    """
    with closing(PostgresHost(server.url("jan"))) as host:
        number = host.create_share("anna", ShareMetadata("", (), ""))
    called = replace(server, port=port or server.port)
    return lambda client: PostgresRemote(called.url("jan" if client % 2 else "anna"), number)


def machine_place(kind: str) -> Place:
    """A shared folder, here or at the other end of a line."""
    folder = shared_folders.create_share(os.geteuid(), ShareMetadata("", (), ""))
    if kind == "folder":
        return lambda client: FolderRemote(folder, client)
    return lambda _: SshRemote("box", json_message(Kind.ENTER, folder=str(folder)))


def folder_place(folder: Path) -> Place:
    """A shared folder, as offers make them."""
    folder.mkdir(mode=0o700)
    descriptor = os.open(folder, os.O_RDONLY)
    grant_access(descriptor, [os.geteuid()])
    os.close(descriptor)
    return lambda client: FolderRemote(folder, client)


def awaited(store: Remote, happened: Callable[[], bool]) -> None:
    """Wait until something is so; the store tells when to look again."""
    told = threading.Event()
    stop = store.watch(told.set)
    end = time.monotonic() + PATIENCE
    while not happened():
        assert told.wait(max(0.0, end - time.monotonic())), "nothing came"
        told.clear()
    stop()


def found(store: Remote, state: bytes, happened: Callable[[str], bool]) -> None:
    """Meet again and again until the notes are as they should be. Every meeting watches anew."""
    end = time.monotonic() + PATIENCE
    while not happened(replica_from_updates(shake_hands(store, state).updates).notes.text):
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.02)


def come(store: Remote, seen: LogOffsets, count: int) -> Sequence[bytes]:
    """So many updates since a vector, waited for."""
    awaited(store, lambda: len(store.read_since(seen).updates) >= count)
    return store.read_since(seen).updates


def settled(link: SyncClient, happened: Callable[[], bool] = lambda: True) -> None:
    """Take in what comes until a link has caught up and something is so."""
    all_settled([link], happened)


def all_settled(links: Sequence[SyncClient], happened: Callable[[], bool]) -> None:
    """Take in what comes until all links have caught up and something is so."""
    told = threading.Event()
    for link in links:
        link.watch(told.set)
    end = time.monotonic() + PATIENCE
    while True:
        told.clear()
        for link in links:
            link.sync()
        if not any(link.out_of_sync for link in links) and happened():
            return
        trouble = [link.error for link in links]
        assert told.wait(max(0.0, end - time.monotonic())), f"nothing came {trouble}"
