"""Handshake: exchange state vectors, then the missing updates."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from itertools import groupby

from ..crdt.admission.limits import MAX_UPDATE_BYTES
from ..crdt.quarantine.quarantine import HarmfulUpdate, Quarantine, ReceivingEnded
from ..crdt.replica import Replica
from ..crdt.replica_errors import ReplicaError, UnrelatedUpdate
from ..crdt.snapshot import decode_snapshot
from ..errors import RemoteError
from ..session.refusals import RefusalKind
from ..session.sync_endpoint import SyncEndpoint
from ..storage.unrelated.ancestry import UnrelatedHistory, refuse_unrelated_clients
from .remote import CarriedUpdate, HandshakeReply, Remote, data_of

_HANDSHAKE_TIMEOUT = 60.0
"""Seconds without any message of a remote after which it counts as dead."""
_MAX_ROUNDS = 10
"""The most rounds; typing during the exchange does not cause more."""


def replica_from_updates(updates: Iterable[bytes]) -> Replica:
    """Return a replica with these updates, as `receive_into` applies them."""
    replica = Replica()
    receive_into(replica, tuple(updates))
    return replica


def receive_into(replica: Replica, updates: Sequence[bytes]) -> None:
    """Apply updates to a replica after a quarantine tried them; skip those that are refused.

    Raises QuarantineUnavailable.
    """

    def take(number: int) -> None:
        with suppress(ReplicaError):
            replica.receive(updates[number])

    with closing(Quarantine(replica)) as quarantine:
        quarantine.pass_through(updates, take, lambda _number, _error: None)


def shake_hands(remote: Remote, state_vector: bytes) -> HandshakeReply:
    """Return the reply of `remote.handshake`; wait for it. Raises RemoteError."""
    changed = threading.Event()
    stop = remote.watch(changed.set)
    try:
        while (reply := remote.handshake(state_vector)) is None:
            if not changed.wait(_HANDSHAKE_TIMEOUT):
                raise RemoteError("sharing.ssh.slow")
            changed.clear()
    finally:
        stop()
    return reply


def refuse_foreign_remote(endpoint: SyncEndpoint, reply: HandshakeReply) -> None:
    """Raise UnrelatedHistory if the remote holds another conversation than the session."""
    try:
        remote_clocks = decode_snapshot(reply.snapshot).clocks_by_client
    except ValueError:
        return  # an invalid snapshot raises later, where the missing updates are computed
    refuse_unrelated_clients(endpoint.clients, remote_clocks.keys(), endpoint.path)


def read_replica(remote: Remote) -> Replica:
    """Return a replica with all that a remote holds. Raises RemoteError."""
    reply = shake_hands(remote, Replica().state_vector)
    return replica_from_updates(data_of(reply.updates))


def apply_updates(endpoint: SyncEndpoint, updates: Iterable[CarriedUpdate]) -> None:
    """Apply updates to a session after the quarantine tried them; record those that are refused.

    Raises UnrelatedHistory, and QuarantineUnavailable if updates remain that could not be tried.
    """
    for is_own, group in groupby(updates, lambda update: update.is_own):
        _apply_group(endpoint, data_of(group), is_own=is_own)


def _apply_group(endpoint: SyncEndpoint, updates: Iterable[bytes], *, is_own: bool) -> None:
    """Apply updates of this user, or of the other partner, as `apply_updates` does."""
    refusals = endpoint.refusals
    fresh: list[bytes] = []
    for update in updates:
        if not endpoint.admits(is_own=is_own) or refusals.repeat(update, is_own=is_own):
            continue
        try:
            if not is_own:
                endpoint.refuse_forged(update)  # the process does not know this user's clients
            fresh.append(update)
        except ReplicaError:
            refusals.refuse(update, is_own=is_own)

    def take(number: int) -> None:
        try:
            endpoint.receive(fresh[number], is_own=is_own)
        except ReplicaError as error:
            refuse(number, error)

    def refuse(number: int, error: ReplicaError) -> None:
        match error:
            case UnrelatedUpdate():
                raise UnrelatedHistory(endpoint.path, "unrelated_history.shared_folder")
            case ReceivingEnded():
                refusals.note(RefusalKind.RECEIVING)  # they are tried at the next opening
            case _:
                harmful = isinstance(error, HarmfulUpdate)
                refusals.refuse(fresh[number], is_own=is_own, store=harmful)

    endpoint.quarantine.pass_through(fresh, take, refuse)


def receive_own(endpoint: SyncEndpoint, update: bytes) -> None:
    """Apply an update that this user brought, such as a copy, after the quarantine tried it.

    Raises ReplicaError, UnrelatedHistory and QuarantineUnavailable.
    """

    def refuse(_: int, error: ReplicaError) -> None:
        raise error

    endpoint.quarantine.pass_through(
        [update], lambda _: endpoint.receive(update, is_own=True), refuse
    )


def refuse_size(update: bytes) -> None:
    """Raise RemoteError if an update is too large: nobody would accept it."""
    if len(update) > MAX_UPDATE_BYTES:
        raise RemoteError("sharing.too_large", limit=MAX_UPDATE_BYTES >> 20)


def exchange_updates(endpoint: SyncEndpoint, remote: Remote) -> bool:
    """Synchronise a session and a remote once: afterwards both have the same updates.

    Return whether the remote lacked anything. Raises RemoteError and StorageError.
    """
    named: set[int] = set()
    for round_ in range(_MAX_ROUNDS):
        reply = shake_hands(remote, endpoint.state_vector)
        refuse_foreign_remote(endpoint, reply)
        apply_updates(endpoint, reply.updates)
        missing = endpoint.missing_updates(reply.snapshot)
        if not missing:
            return round_ > 0  # the remote itself confirms that it has everything
        refuse_size(missing)
        if anchor := endpoint.anchor(missing, named):
            remote.append(anchor)
        remote.append(missing)
    raise RemoteError("sharing.ssh.slow")
