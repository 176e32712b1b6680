"""Remote for a shared folder on another machine, over an SSH connection."""

from __future__ import annotations

from collections.abc import Sequence

from ...crdt.snapshot import decode_snapshot
from ...errors import RemoteError
from ...text.sanitize import clean_line
from ..connection_state import Connection, ConnectionEvent
from ..reconnecting_remote import PermanentFailure, ReconnectingRemote
from ..remote import CarriedUpdate, HandshakeReply, Presence, ShareEnded, parse_presence
from ..shares import Restoration
from .connection import SshConnection
from .protocol import Kind, Message, Refused, json_message, protocol_error


class SshRemote(ReconnectingRemote):
    """One session's end of a shared folder on another machine."""

    def __init__(
        self,
        host: str,
        open_request: Message,
        language: str,
        connection: SshConnection | None = None,
        restoration: Restoration | None = None,
    ) -> None:
        """`open_request` is the message that opens the folder; the host answers in a language.

        With a `connection` that is open already, use it first; without one, connect. With a
        `restoration`, this user made the share: what is lacking of it is made again.
        """
        super().__init__(clean_line(host))
        self._host, self._open_request, self._language = host, open_request, language
        self._given_connection = connection
        self._restoration = restoration
        self._connection: SshConnection | None = None
        self._handshake_updates: list[CarriedUpdate] | None = None
        """The updates received since a handshake was requested; None if none is under way."""
        self._reply: HandshakeReply | None = None
        self._announced: Presence | None = None
        self._thread.start()

    def handshake(self, state_vector: bytes) -> HandshakeReply | None:
        """Return the updates that the session lacks; None until the reply has arrived."""
        with self._lock:
            if self._error is not None:
                raise self._error
            if self._reply is not None:
                reply, self._reply = self._reply, None
                return reply._replace(offsets=self._complete_handshake())
            if (
                self.is_connected
                and self._connection is not None
                and self._handshake_updates is None
            ):
                self._handshake_updates, self._arrived = [], []
                self._connection.send(Message(Kind.MEET, state_vector))
            return None

    def append(self, update: bytes) -> None:
        """Send an update of this session."""
        self._live_connection().send(Message(Kind.UPDATE, update))

    def announce(self, presence: Presence) -> None:
        """Send the presence of this session."""
        connection = self._live_connection()
        if presence != self._announced:
            self._announced = presence
            connection.send(json_message(Kind.HERE, at=presence[1:]))  # the server knows the login

    def close(self) -> None:
        """Leave; messages sent before still arrive if the connection works."""
        with self._lock:
            self._advance(ConnectionEvent.CLOSE)
            connection = self._connection
        if connection is not None:
            connection.close()
            self._thread.join(1.0)

    def _live_connection(self) -> SshConnection:
        """Return the connection. Raises RemoteError before the handshake over it."""
        with self._lock:
            self._check()
            assert self._connection is not None, "in touch"
            return self._connection

    def _connect_and_listen(self) -> None:
        first, self._given_connection = self._given_connection, None
        self._connection = connection = first or SshConnection(
            self._host, ask=False, language=self._language
        )
        if self._state is Connection.CLOSED:
            return
        try:
            self._enter(connection)
        except Refused as error:
            raise PermanentFailure(error.message) from error
        self._handshake_updates, self._reply, self._announced = None, None, None
        self._set_connected()
        while (message := connection.read_next()) is not None:
            self._receive(message)
            if message.kind is not Kind.PONG:
                self._on_change()
        raise RemoteError("sharing.ssh.dropped", host=clean_line(self._host))

    def _enter(self, connection: SshConnection) -> None:
        """Open the folder; make it again first if this user shares it and it is not there."""
        try:
            if connection.request(self._open_request).get("whole", True) is not False:
                return
        except ShareEnded:
            if not self._restore(connection):
                raise
            connection.request(self._open_request)
        else:
            self._restore(connection)

    def _restore(self, connection: SshConnection) -> bool:
        restoration = self._restoration
        if restoration is None or not restoration.is_wanted():
            return False
        folder = str(self._open_request.json_body.get("folder", ""))
        return connection.restore_share(folder, restoration)

    def _disconnect(self) -> None:
        with self._lock:
            connection, self._connection = self._connection, None
            self._handshake_updates, self._reply = None, None
        if connection is not None:
            connection.abort()

    def _receive(self, message: Message) -> None:
        with self._lock:
            if message.kind in (Kind.UPDATE, Kind.OWN_UPDATE):
                requested = self._handshake_updates
                (self._arrived if requested is None else requested).append(
                    CarriedUpdate(message.body, message.kind is Kind.OWN_UPDATE)
                )
            elif message.kind is Kind.MET:
                updates, self._handshake_updates = self._handshake_updates, None
                self._reply = HandshakeReply(updates or (), _checked_snapshot(message.body), {})
            elif message.kind is Kind.HERE:
                self._presences = _presences_in(message)
                self._has_other_left = message.json_body.get("left") is True
            elif message.checked.kind not in (Kind.PONG, Kind.DONE):
                raise protocol_error()


def _checked_snapshot(snapshot: bytes) -> bytes:
    try:
        decode_snapshot(snapshot)
    except ValueError:
        raise protocol_error() from None
    return snapshot


def _presences_in(message: Message) -> Sequence[Presence]:
    found = []
    others = message.json_body.get("others")
    for presence in others if isinstance(others, list) else ():
        match presence:
            case [str(login), *at] if (there := parse_presence(login, at)) is not None:
                found.append(there)
    return tuple(found)
