"""Type marks over a database that is killed, and report its acknowledgements.

    database_typist.py PATH ADDRESS NAME

It types until its input ends, and then synchronises until it is killed. A line of its output is
`typed N`, `kept N` (the database has everything up to that mark), or `notes DIGEST`.
"""

from __future__ import annotations

import select
import sys
import threading
from hashlib import sha256
from pathlib import Path

from afspraak.data.model.edits import Write
from afspraak.data.model.remote_address import parse_remote_address
from afspraak.data.session.session import Session
from afspraak.data.sync import reconnecting_remote
from afspraak.data.sync.connection_state import Connection
from afspraak.data.sync.hosts import NO_ORGANISATION
from afspraak.data.sync.postgres.remote import PostgresRemote
from afspraak.data.sync.sync_client import SyncClient


def main(path: str, address: str, name: str) -> None:
    """Type, synchronise, report."""
    reconnecting_remote.INITIAL_BACKOFF_SECONDS = 0.05  # or it mostly waits
    reconnecting_remote.MAX_BACKOFF_SECONDS = 0.4
    session = Session.open(Path(path))
    remote = NO_ORGANISATION.open_remote(parse_remote_address(address))
    assert isinstance(remote, PostgresRemote)
    link = SyncClient(session.sync, remote)
    news = threading.Event()
    link.watch(news.set)
    number, typing, told = -1, True, ""
    while True:
        if typing:
            number += 1
            session.apply(Write(len(session.notes), 0, f"<{name}{number}>", True))
            print("typed", number, flush=True)
            typing = not select.select([sys.stdin], [], [], 0.005)[0]
        else:
            news.wait(0.05)
            news.clear()
        link.sync()
        if link.state is Connection.IN_SYNC and not remote.unacknowledged:
            print("kept", number, flush=True)
        if number % 100 == 0:
            session.save()
        digest = "" if typing else sha256(session.notes.text.encode()).hexdigest()
        if digest != told:
            told = digest
            print("notes", digest, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
