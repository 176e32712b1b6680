"""Write any updates into a shared conversation, as the other partner's program would never do.

    hostile_partner.py ADDRESS

The first line of its output is the shared document, in hexadecimal. Each line of its input names a
file with an update, which it writes; it answers with a line. It leaves at the end of its input.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from afspraak.data.model.remote_address import parse_remote_address
from afspraak.data.sync.handshake import read_replica
from afspraak.data.sync.hosts import NO_ORGANISATION
from afspraak.data.sync.postgres.remote import PostgresRemote


def main(address: str) -> None:
    """Read the document, write updates."""
    place = parse_remote_address(address)
    assert place is not None
    remote = NO_ORGANISATION.open_remote(place)
    print(read_replica(remote).document().hex(), flush=True)
    for line in sys.stdin:
        remote.append(Path(line.strip()).read_bytes())
        while isinstance(remote, PostgresRemote) and remote.unacknowledged:
            time.sleep(0.01)
        print("written", flush=True)
    remote.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
