"""A shared folder on another machine as the place for updates: its store there, a line here."""

from __future__ import annotations

from collections.abc import Sequence

from ...crdt.snapshot import decode_snapshot
from ...errors import StorageError
from ...i18n.catalogue import tr
from ...text.sanitize import clean_line
from ..reconnecting_remote import PermanentFailure, ReconnectingRemote
from ..remote import HandshakeReply, Presence
from .connection import SshConnection
from .protocol import Kind, Message, Refused, json_message, protocol_error


class SshRemote(ReconnectingRemote):
    """One session's end of a shared folder on another machine."""

    def __init__(
        self, host: str, open_request: Message, connection: SshConnection | None = None
    ) -> None:
        """`entering` is how the other end is asked for the folder.

        With a `line` that is open already, this goes on with it; else it calls by itself.
        """
        super().__init__(tr("sharing.ssh.connecting", host=clean_line(host)))
        self._host, self._open_request = host, open_request
        self._given_connection = connection
        self._connection: SshConnection | None = None
        self._asked = False
        self._handshake_updates: list[bytes] = []
        self._reply: HandshakeReply | None = None
        self._announced: Presence | None = None
        self._thread.start()

    def handshake(self, state_vector: bytes) -> HandshakeReply | None:
        """What the session lacks; None until it has come."""
        with self._lock:
            if self._error is not None:
                raise self._error
            if self._reply is not None:
                met, self._reply = self._reply, None
                self._asked = False
                return met._replace(offsets=self._complete_handshake())
            if self._connected and self._connection is not None and not self._asked:
                self._asked = True
                self._handshake_updates, self._arrived = [], []
                self._connection.send(Message(Kind.MEET, state_vector))
            return None

    def append(self, update: bytes) -> None:
        """Hand on an own update."""
        self._live_connection().send(Message(Kind.UPDATE, update))

    def announce(self, presence: Presence) -> None:
        """Tell the others where one is."""
        line = self._live_connection()
        if presence != self._announced:
            self._announced = presence
            line.send(json_message(Kind.HERE, at=presence[1:]))  # who it is, is known there

    def close(self) -> None:
        """Leave; what was handed on before gets there where the line works."""
        self._closed.set()
        with self._lock:
            line = self._connection
        if line is not None:
            line.close()
            self._thread.join(1.0)

    def _live_connection(self) -> SshConnection:
        """The line. Raises StoreError where there is none, or has been another one since."""
        with self._lock:
            self._check()
            assert self._connection is not None, "in touch"
            return self._connection

    def _connect_and_listen(self) -> None:
        first, self._given_connection = self._given_connection, None
        self._connection = line = first or SshConnection(self._host, ask=False)
        if self._closed.is_set():
            return
        try:
            line.request(self._open_request)
        except Refused as error:
            raise PermanentFailure(str(error)) from error
        self._asked, self._reply, self._announced = False, None, None
        self._set_connected()
        while (came := line.read_next()) is not None:
            self._receive(came)
            if came.kind is not Kind.PONG:
                self._on_change()
        raise StorageError(tr("sharing.ssh.dropped", host=clean_line(self._host)))

    def _disconnect(self) -> None:
        with self._lock:
            line, self._connection = self._connection, None
            self._asked, self._reply = False, None
        if line is not None:
            line.abort()

    def _receive(self, came: Message) -> None:
        with self._lock:
            if came.kind is Kind.UPDATE:
                meeting = self._asked and self._reply is None
                (self._handshake_updates if meeting else self._arrived).append(came.body)
            elif came.kind is Kind.MET:
                self._reply = HandshakeReply(self._handshake_updates, _checked(came.body), {})
            elif came.kind is Kind.HERE:
                self._presences = _present(came)
            elif came.checked.kind not in (Kind.PONG, Kind.DONE):
                raise protocol_error()


def _checked(reached: bytes) -> bytes:
    try:
        decode_snapshot(reached)
    except ValueError:
        raise protocol_error() from None
    return reached


def _present(told: Message) -> Sequence[Presence]:
    found = []
    others = told.json_body.get("others")
    for one in others if isinstance(others, list) else ():
        match one:
            case [login, partner, pane, int(position), row]:
                login, partner, pane, row = map(clean_line, map(str, (login, partner, pane, row)))
                found.append(Presence(login, partner, pane, max(0, position), row))
    return tuple(found)
