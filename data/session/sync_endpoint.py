"""The part of a session that remotes use: updates in and out, and the remote address."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from ..approval.stances import own_stance, restore_own_stance
from ..crdt.cleansing import sanitize_replica
from ..crdt.quarantine.quarantine import Quarantine
from ..crdt.replica_errors import UnrelatedUpdate
from ..crdt.snapshot import decode_snapshot, encode_state_vector
from ..model.changes import Changes
from ..model.remote_address import RemoteAddress
from ..storage.saving.tracker import SaveTracker
from ..storage.unrelated.ancestry import UnrelatedHistory
from ..text.sanitize import unclean_spans
from .listeners import Listeners
from .open_pair import notify_moved_aside
from .private_fields import REMOTE_ADDRESS_KEY, remote_address_in, store_private_fields
from .refusals import Refusals
from .replica_pair import ReplicaPair


class SyncEndpoint:
    """Receives the updates of other replicas for a session, and sends those of the session."""

    def __init__(
        self,
        replicas: ReplicaPair,
        tracker: SaveTracker,
        listeners: Listeners,
    ) -> None:
        self._replicas = replicas
        self._replica = replicas.shared.replica
        self._tracker = tracker
        self._notify = listeners.notify
        self._senders: list[Callable[[bytes], None]] = []
        self.quarantine = Quarantine(self._replica)
        """Tries the updates of others before `receive`."""
        self.refusals = Refusals(replicas, tracker)
        """What was refused of the updates of others."""

    @property
    def path(self) -> Path:
        """The conversation's file."""
        return self._replicas.shared.path

    @property
    def client(self) -> int:
        """The client number of this session in the conversation."""
        return self._replica.client

    @property
    def clients(self) -> Collection[int]:
        """The client numbers of all sessions that wrote in the conversation."""
        return self._replica.clocks_by_client.keys()

    def written_by(self, clients: Collection[int]) -> bool:
        """Return whether any of these clients wrote here; else it is another conversation."""
        return any(client in clients for client in self.clients)

    @property
    def state_vector(self) -> bytes:
        """The state vector of this session, for another's `update_since`."""
        return self._replica.state_vector

    @property
    def snapshot(self) -> bytes:
        """The snapshot of the conversation, in Yjs encoding."""
        return self._replica.snapshot

    def update_since(self, state_vector: bytes) -> bytes:
        """Return as one update all that a session with this state vector lacks."""
        return self._replica.update_since(state_vector)

    def missing_updates(self, snapshot: bytes) -> bytes:
        """Return as one update all that a replica with this snapshot lacks; b"" if nothing.

        Raises ValueError if the snapshot is malformed.
        """
        remote = decode_snapshot(snapshot)
        # A state vector has no deletions, so only the snapshots show whether anything is missing.
        if not decode_snapshot(self.snapshot).difference(remote):
            return b""
        return self.update_since(encode_state_vector(remote))

    def refuse_unshareable(self) -> None:
        """Raise UsageError if other replicas would refuse the conversation as too large."""
        self._replica.refuse_unshareable()

    def subscribe_updates(self, sender: Callable[[bytes], None]) -> Callable[[], None]:
        """Call `sender` with every update made here, in order; return a function to stop it."""
        self._senders.append(sender)
        return lambda: self._senders.remove(sender)

    @property
    def is_shared(self) -> bool:
        """Whether this user shares the conversation."""
        return bool(self._replicas.private_fields.get(REMOTE_ADDRESS_KEY))

    @property
    def remote_address(self) -> RemoteAddress | None:
        """The remote address of this user for the conversation; None if it is not shared."""
        return remote_address_in(self._replicas.private_fields)

    def set_remote_address(self, address: RemoteAddress | None) -> None:
        """Store the remote address of this user for the conversation; None if not shared any more.

        Undo does not change it, as it cannot make or withdraw the share.
        """
        fields = {REMOTE_ADDRESS_KEY: str(address or "")}
        store_private_fields(self._replicas, self._tracker, fields)

    def record(self, update: bytes) -> None:
        """Write a change that was made here to the journal, and send it."""
        self._tracker.record(self._replicas.shared, update)
        self._send(update)

    def receive(self, update: bytes, *, is_own: bool = False) -> None:  # noqa: ARG002 - not decided upon yet
        """Apply an update of another replica. Raises ReplicaError or UnrelatedHistory.

        With `is_own`, this user wrote it or brought it here, as in a merge.
        """
        given = own_stance(self._replica.fields, self._replicas.me)
        try:
            changes, applied = self._replica.receive(update)
        except UnrelatedUpdate as error:
            raise UnrelatedHistory(self.path, "unrelated_history.shared_folder") from error
        for refused in self._replica.take_late_refusals():
            self.refusals.refuse(refused)
        if applied:
            self._tracker.record(self._replicas.shared, applied)
        if changes:
            self._notify(changes)
            # All else was clean before, so the whole text need not be searched.
            if changes.rows or any(unclean_spans(splice.text) for splice in changes.splices):
                self.sanitize()
            self._record_correction(*restore_own_stance(self._replica, given))

    def merge_changes_on_disk(self) -> None:
        """Apply the changes that another program made in the files. Raises StorageError."""
        for durable in self._replicas:
            try:
                update = durable.read_changes_on_disk()
            except UnrelatedHistory:
                notify_moved_aside(
                    durable.path, durable.move_unrelated_aside(), user=self._replicas.user
                )
                continue
            given = own_stance(self._replica.fields, self._replicas.me)
            changes = durable.apply_and_queue(update)
            if changes and durable is self._replicas.shared:
                self._notify(changes)
                self._send(update)
                self._record_correction(*restore_own_stance(self._replica, given))

    def sanitize(self) -> None:
        """Clean the text that other replicas wrote."""
        self._record_correction(*sanitize_replica(self._replica))

    def _record_correction(self, changes: Changes, update: bytes) -> None:
        """Record a correction of another replica's update, as an edit of our own."""
        if changes:
            self.record(update)
            self._notify(changes)

    def _send(self, update: bytes) -> None:
        for sender in tuple(self._senders):
            sender(update)
