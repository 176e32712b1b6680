"""How far a session is connected to a remote: a state machine."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto


class Connection(Enum):
    """How far a session is connected to a remote. `transition` changes it.

                    CONNECTED               AGREED
        CONNECTING ──────────▶ HANDSHAKING ───────▶ IN_SYNC
         ▲      │                   │                  │
         │      │ DROPPED           │ DROPPED          │ DROPPED
    RETRY │      ▼                   ▼                  │
        WAITING ◀──────────────────────────────────────┘

    From CONNECTING, HANDSHAKING and IN_SYNC, REFUSED leads to FAILED; from every state, CLOSE leads
    to CLOSED. Another event leaves the state as it is: nothing reopens a closed connection, and a
    further handshake over a connection in sync keeps it so.
    """

    CONNECTING = auto()
    """The connection is being made."""
    HANDSHAKING = auto()
    """There is a connection, and it is not known what each side lacks."""
    IN_SYNC = auto()
    """Each update is sent and received when it is made."""
    WAITING = auto()
    """The connection broke; it will be made again."""
    FAILED = auto()
    """The connection cannot be made before somebody has done something."""
    CLOSED = auto()
    """The session has left."""


class ConnectionEvent(Enum):
    """What happens to a connection."""

    CONNECTED = auto()
    AGREED = auto()
    """A handshake is complete."""
    DROPPED = auto()
    """The connection broke, or could not be made this time."""
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
