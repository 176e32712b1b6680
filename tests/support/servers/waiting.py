"""Wait for conditions at a remote, or in the sessions that share it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from afspraak.data.sync.connection_state import Connection
from afspraak.data.sync.handshake import replica_from_updates, shake_hands
from afspraak.data.sync.remote import LogOffsets, Remote, data_of
from afspraak.data.sync.sync_client import SyncClient

PATIENCE = 30.0


def wait_until(store: Remote, happened: Callable[[], bool]) -> None:
    """Wait for a condition; the remote notifies when to check again."""
    told = threading.Event()
    stop = store.watch(told.set)
    end = time.monotonic() + PATIENCE
    while not happened():
        assert told.wait(max(0.0, end - time.monotonic())), "nothing came"
        told.clear()
    stop()


def shake_hands_until(store: Remote, state: bytes, happened: Callable[[str], bool]) -> None:
    """Repeat the handshake until the notes are as expected. Every handshake watches again."""
    end = time.monotonic() + PATIENCE
    while not happened(replica_from_updates(data_of(shake_hands(store, state).updates)).notes.text):
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.02)


def read_updates(store: Remote, seen: LogOffsets, count: int) -> Sequence[bytes]:
    """Wait for this number of updates since a vector."""
    wait_until(store, lambda: len(store.read_since(seen).updates) >= count)
    return data_of(store.read_since(seen).updates)


def sync_until(link: SyncClient, happened: Callable[[], bool] = lambda: True) -> None:
    """Apply updates until a sync client has caught up and a condition holds."""
    sync_all_until([link], happened)


def sync_all_until(links: Sequence[SyncClient], happened: Callable[[], bool]) -> None:
    """Apply updates until all sync clients have caught up and a condition holds."""
    told = threading.Event()
    for link in links:
        link.watch(told.set)
    end = time.monotonic() + PATIENCE
    while True:
        told.clear()
        for link in links:
            link.sync()
        if all(link.state is Connection.IN_SYNC for link in links) and happened():
            return
        trouble = [link.error for link in links]
        assert told.wait(max(0.0, end - time.monotonic())), f"nothing came {trouble}"
