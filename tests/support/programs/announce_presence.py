"""Be present in a shared conversation in a database until the input ends, or until a kill.

announce_presence.py URL SHARE
"""

from __future__ import annotations

import sys

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import MANAGER, Login
from afspraak.data.sync.handshake import shake_hands
from afspraak.data.sync.postgres.remote import PostgresRemote
from afspraak.data.sync.remote import Presence


def main(url: str, share: str) -> None:
    """Announce the caret, and wait."""
    remote = PostgresRemote(url, share)
    shake_hands(remote, Replica().state_vector)
    remote.announce(Presence(Login(""), MANAGER, "notes", 12))
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
