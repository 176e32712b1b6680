"""The state of the connection of a session to a remote: a state machine."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto


class Connection(Enum):
    """The state of a connection to a remote; `transition` returns the next one.

                    CONNECTED               AGREED
        CONNECTING ──────────▶ HANDSHAKING ───────▶ IN_SYNC
         ▲      │                   │                  │
         │      │ DROPPED           │ DROPPED          │ DROPPED
    RETRY │      ▼                   ▼                  │
        WAITING ◀──────────────────────────────────────┘

    From CONNECTING, HANDSHAKING and IN_SYNC, REFUSED leads to FAILED; from every state, CLOSE leads
    to CLOSED. All other events leave the state unchanged: no event reopens a closed connection,
    and a further handshake does not end IN_SYNC.
    """

    CONNECTING = auto()
    """The session is connecting."""
    HANDSHAKING = auto()
    """Connected; the two sides determine the updates that each lacks."""
    IN_SYNC = auto()
    """Both sides have the same updates; each new one is sent at once."""
    WAITING = auto()
    """The connection broke; the session connects again after a delay."""
    FAILED = auto()
    """The session was refused; it does not connect before a person has removed the cause."""
    CLOSED = auto()
    """The session has left."""


class ConnectionEvent(Enum):
    """An event that changes the state of a connection."""

    CONNECTED = auto()
    AGREED = auto()
    """A handshake is complete."""
    DROPPED = auto()
    """The connection broke, or an attempt to connect failed."""
    REFUSED = auto()
    """The other end refuses the session."""
    RETRY = auto()
    CLOSE = auto()


_TRANSITIONS: Mapping[tuple[Connection, ConnectionEvent], Connection] = {
    (Connection.CONNECTING, ConnectionEvent.CONNECTED): Connection.HANDSHAKING,
    (Connection.CONNECTING, ConnectionEvent.DROPPED): Connection.WAITING,
    (Connection.CONNECTING, ConnectionEvent.REFUSED): Connection.FAILED,
    (Connection.HANDSHAKING, ConnectionEvent.AGREED): Connection.IN_SYNC,
    (Connection.HANDSHAKING, ConnectionEvent.DROPPED): Connection.WAITING,
    (Connection.HANDSHAKING, ConnectionEvent.REFUSED): Connection.FAILED,
    (Connection.IN_SYNC, ConnectionEvent.DROPPED): Connection.WAITING,
    (Connection.IN_SYNC, ConnectionEvent.REFUSED): Connection.FAILED,
    (Connection.WAITING, ConnectionEvent.RETRY): Connection.CONNECTING,
    **{(state, ConnectionEvent.CLOSE): Connection.CLOSED for state in Connection},
}


def transition(state: Connection, event: ConnectionEvent) -> Connection:
    """Return the state after an event."""
    return _TRANSITIONS.get((state, event), state)
