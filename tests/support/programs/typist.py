"""Type marks in a shared conversation, report each safe mark, and apply remote updates.

    typist.py PATH ADDRESS FIRST NAME

It runs until it is killed. Each line of its output is the number of a safe mark.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from afspraak.data.model.edits import Write
from afspraak.data.model.remote_address import parse_remote_address
from afspraak.data.session.session import Session
from afspraak.data.sync.hosts import NO_ORGANISATION
from afspraak.data.sync.sync_client import SyncClient


def main(path: str, address: str, first: str, name: str) -> None:
    """Type endlessly."""
    session = Session.open(Path(path))
    link = SyncClient(session.sync, NO_ORGANISATION.open_remote(parse_remote_address(address)))
    for number in range(int(first), 10**9):
        session.apply(Write(len(session.notes), 0, f"<{name}{number}>", True))
        print(number, flush=True)
        if number % 50 == 0:
            session.save()
        link.sync()
        time.sleep(0.002)  # or the one who is not killed writes thousands, which takes long to read


if __name__ == "__main__":
    main(*sys.argv[1:])
