"""The states of a connection, and how a sync client and a remote go through them."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from threading import Event

import pytest

from afspraak.data.errors import RemoteError
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.data.sync import reconnecting_remote
from afspraak.data.sync.connection_state import Connection, ConnectionEvent, transition
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.reconnecting_remote import PermanentFailure, ReconnectingRemote
from afspraak.data.sync.remote import HandshakeReply
from afspraak.data.sync.sync_client import SyncClient

DRAWN = {
    (Connection.CONNECTING, ConnectionEvent.CONNECTED): Connection.HANDSHAKING,
    (Connection.CONNECTING, ConnectionEvent.DROPPED): Connection.WAITING,
    (Connection.CONNECTING, ConnectionEvent.REFUSED): Connection.FAILED,
    (Connection.CONNECTING, ConnectionEvent.CLOSE): Connection.CLOSED,
    (Connection.HANDSHAKING, ConnectionEvent.AGREED): Connection.IN_SYNC,
    (Connection.HANDSHAKING, ConnectionEvent.DROPPED): Connection.WAITING,
    (Connection.HANDSHAKING, ConnectionEvent.REFUSED): Connection.FAILED,
    (Connection.HANDSHAKING, ConnectionEvent.CLOSE): Connection.CLOSED,
    (Connection.IN_SYNC, ConnectionEvent.DROPPED): Connection.WAITING,
    (Connection.IN_SYNC, ConnectionEvent.REFUSED): Connection.FAILED,
    (Connection.IN_SYNC, ConnectionEvent.CLOSE): Connection.CLOSED,
    (Connection.WAITING, ConnectionEvent.RETRY): Connection.CONNECTING,
    (Connection.WAITING, ConnectionEvent.CLOSE): Connection.CLOSED,
    (Connection.FAILED, ConnectionEvent.CLOSE): Connection.CLOSED,
}


@pytest.mark.parametrize(("state", "event"), list(product(Connection, ConnectionEvent)))
def test_each_event_causes_its_drawn_transition_or_none(
    state: Connection, event: ConnectionEvent
) -> None:
    assert transition(state, event) is DRAWN.get((state, event), state)


class ScriptedRemote(ReconnectingRemote):
    """A remote whose connection does what the test says."""

    def __init__(self) -> None:
        super().__init__("box")
        self._steps: queue.Queue[RemoteError | None] = queue.Queue()
        self._notified = Event()
        self.watch(self._notified.set)
        self._thread.start()

    def connect(self) -> None:
        self._step(None)

    def fail(self, error: RemoteError) -> None:
        self._step(error)

    def agree(self) -> None:
        with self._lock:
            self._complete_handshake()

    def close(self) -> None:
        with self._lock:
            self._advance(ConnectionEvent.CLOSE)
        self._steps.put(RemoteError("sharing.ssh.slow"))
        self._thread.join()

    def await_state(self, state: Connection) -> None:
        with self._lock:
            assert self._lock.wait_for(lambda: self._state is state, 10)

    def _step(self, step: RemoteError | None) -> None:
        self._notified.clear()
        self._steps.put(step)
        assert self._notified.wait(10)

    def _connect_and_listen(self) -> None:
        while (error := self._steps.get()) is None:
            self._set_connected()
        raise error

    def _disconnect(self) -> None:
        pass


@contextmanager
def _scripted() -> Iterator[ScriptedRemote]:
    remote = ScriptedRemote()
    try:
        yield remote
    finally:
        remote.close()


def test_a_remote_connects_again_after_a_drop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconnecting_remote, "INITIAL_BACKOFF_SECONDS", 0.01)
    with _scripted() as remote:
        states = [remote.state]
        for step in (remote.connect, remote.agree):
            step()
            states.append(remote.state)
        assert states == [Connection.CONNECTING, Connection.HANDSHAKING, Connection.IN_SYNC]
        assert remote.read_since({}).updates == ()
        remote.fail(RemoteError("sharing.ssh.dropped", host="box"))
        with pytest.raises(RemoteError, match="box"):
            remote.read_since({})
        remote.await_state(Connection.CONNECTING)
        remote.connect()
        assert remote.state is Connection.HANDSHAKING


def test_a_refused_remote_does_not_connect_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconnecting_remote, "INITIAL_BACKOFF_SECONDS", 0.01)
    with _scripted() as remote:
        remote.fail(PermanentFailure("sharing.ended.there"))
        assert remote.state is Connection.FAILED
    assert remote.state is Connection.CLOSED  # type: ignore[comparison-overlap]


class LateRemote(FolderRemote):
    """A shared folder that takes a while to reply, or does not work."""

    ready = True
    broken = False

    def handshake(  # type: ignore[override]
        self, state_vector: bytes
    ) -> HandshakeReply | None:
        if self.broken:
            raise RemoteError("sharing.ssh.slow")
        return super().handshake(state_vector) if self.ready else None

    def append(self, update: bytes) -> None:
        if self.broken:
            raise RemoteError("sharing.ssh.slow")
        super().append(update)


def test_a_client_goes_from_one_handshake_to_the_next(path: Path, tmp_path: Path) -> None:
    session = Session.open(path)
    folder = tmp_path / "shared"
    folder.mkdir(0o700)
    remote = LateRemote(folder, session.sync.client)
    remote.ready = False
    client = SyncClient(session.sync, remote)
    states = [client.state]
    remote.ready = True
    client.sync()
    states.append(client.state)
    remote.broken = True
    session.apply(Write(0, 0, "meanwhile "))
    states.append(client.state)
    client.sync()
    states.append(client.state)
    remote.broken = False
    client.sync()
    states.append(client.state)
    assert client.error is None
    client.close()
    states.append(client.state)
    assert states == [
        Connection.CONNECTING,
        Connection.IN_SYNC,
        Connection.WAITING,
        Connection.WAITING,
        Connection.IN_SYNC,
        Connection.CLOSED,
    ]
    session.close()
