"""What a session and a place for updates have to tell each other when they meet."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress

from ..crdt.replica import Replica
from ..crdt.replica_errors import ReplicaError
from ..crdt.snapshot import decode_snapshot
from ..errors import StorageError
from ..i18n.catalogue import tr
from ..session.session import Session
from ..storage.ancestry import refuse_unrelated_clients
from .remote import HandshakeReply, Remote

_HANDSHAKE_TIMEOUT = 60.0
"""Seconds in which a place tells something new, or else it is taken for dead."""
_MAX_ROUNDS = 10
"""More often than this nobody can be just typing while it is brought together."""


def replica_from_updates(updates: Iterable[bytes]) -> Replica:
    """All that these updates bring together; foreign bytes among them are passed over."""
    replica = Replica()
    for update in updates:
        with suppress(ReplicaError):
            replica.apply(update)
    return replica


def missing_updates(
    state_vector: bytes, replica: Replica, updates: Sequence[bytes]
) -> Sequence[bytes]:
    """What a session with this state lacks of a replica that these updates brought together."""
    if not updates:
        return ()
    if not replica.is_complete:
        # Something is missing that others wait for; told as one update they would be left out.
        return updates
    return (replica.update_since(state_vector),)


def shake_hands(remote: Remote, state_vector: bytes) -> HandshakeReply:
    """What `store.meet` tells, waited for. Raises StoreError."""
    told = threading.Event()
    stop = remote.watch(told.set)
    try:
        while (met := remote.handshake(state_vector)) is None:
            if not told.wait(_HANDSHAKE_TIMEOUT):
                raise StorageError(tr("sharing.ssh.slow"))
            told.clear()
    finally:
        stop()
    return met


def refuse_foreign_remote(session: Session, reply: HandshakeReply) -> None:
    """Raise ForeignDocument where another conversation is in the place that a session meets."""
    try:
        there = decode_snapshot(reply.snapshot).clocks_by_client
    except ValueError:
        return  # what the place lacks cannot be told then, and that raises
    refuse_unrelated_clients(session.clients, there.keys(), session.path)


def apply_updates(session: Session, updates: Iterable[bytes]) -> None:
    """Give a session all of these updates; foreign bytes among them are passed over.

    Raises ForeignDocument where another conversation begins in one.
    """
    for update in updates:
        with suppress(ReplicaError):  # what is whole counts
            session.receive(update)


def exchange_updates(session: Session, remote: Remote) -> bool:
    """Bring a session and a place together once: afterwards both have all.

    Returns whether the place lacked anything. Raises StoreError.
    """
    for round_ in range(_MAX_ROUNDS):
        met = shake_hands(remote, session.state_vector)
        refuse_foreign_remote(session, met)
        apply_updates(session, met.updates)
        ours = session.missing_updates(met.snapshot)
        if not ours:
            return round_ > 0  # the place itself says that it has everything
        remote.append(ours)
    raise StorageError(tr("sharing.ssh.slow"))
