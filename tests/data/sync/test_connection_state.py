"""The states of a connection, and how a sync client and a remote go through them."""

from __future__ import annotations

from itertools import product

import pytest

from afspraak.data.sync.connection_state import Connection, ConnectionEvent, transition

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
