"""The part of a session that remotes use: updates in and out, and the remote address."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from ..approval.stances import own_stance, restore_own_stance
from ..crdt.admission.check import ForgedUnits
from ..crdt.admission.source import Source
from ..crdt.cleansing import sanitize_replica
from ..crdt.quarantine.quarantine import Quarantine
from ..crdt.received_changes import ReceivedPart
from ..crdt.replica_errors import ReplicaError, UnrelatedUpdate
from ..crdt.snapshot import Snapshot, decode_snapshot, encode_state_vector
from ..crdt.update_clients import (
    clients_in,
    decode_client_list,
    encode_client_list,
    first_struct_id,
    is_decodable,
)
from ..errors import StorageError
from ..ids import Login, RowId
from ..model.agreements.given_numbers import lacking_numbers, shared_numbers
from ..model.changes import Changes
from ..model.conversation import CHANGED
from ..model.fields import SINGLETON_ID, FieldKey, Fields
from ..model.remote_address import RemoteAddress
from ..storage.conversation_file import ConversationFile
from ..storage.durable_replica import DurableReplica
from ..storage.saving.tracker import SaveTracker
from ..storage.siblings import private_path
from ..storage.unrelated.ancestry import UnrelatedHistory
from ..text.sanitize import unclean_spans
from .listeners import Listeners
from .open_pair import notify_moved_aside, notify_older_copy
from .private_fields import (
    REMOTE_ADDRESS_KEY,
    OwnShare,
    own_share_in,
    remote_address_in,
    store_private_fields,
)
from .private_file import AddressOnDisk
from .refusals import RefusalKind, Refusals
from .replica_pair import ReplicaPair
from .rights.hidden_ratings import HiddenRatings
from .rights.name_guard import NameGuard
from .rights.own_clients import OwnClients, registered_clients


class SyncEndpoint:
    """Receives the updates of other replicas for a session, and sends those of the session."""

    def __init__(
        self,
        replicas: ReplicaPair,
        tracker: SaveTracker,
        listeners: Listeners,
        ratings: HiddenRatings,
    ) -> None:
        self._replicas = replicas
        self._replica = replicas.shared.replica
        self._tracker = tracker
        self._notify = listeners.notify
        self._ratings = ratings
        self._senders: list[Callable[[bytes], None]] = []
        self.quarantine = Quarantine(self._replica)
        """Tries the updates of others before `receive`."""
        self.refusals = Refusals(replicas, tracker)
        """What was refused of the updates of others."""
        self._own_clients = OwnClients(replicas, tracker)
        self._address_on_disk = AddressOnDisk(replicas)
        self._numbered_version = -1
        """The `numbers_version` at which every agreement had its number."""
        self._sent_again: set[int] = set()
        """Clients of which a remote claimed to have more than this user wrote."""
        self._name_guard = NameGuard(replicas)
        listeners.subscribe(self._name_guard.follow)

    @property
    def path(self) -> Path:
        """The conversation's file."""
        return self._replicas.shared.path

    @property
    def client(self) -> int:
        """The client number of this session in the conversation."""
        return self._replica.client

    def anchor(self, update: bytes, named: set[int]) -> bytes:
        """Return an update without a change that names clients of this user; b"" without any.

        They are those that wrote `update` and are not in `named`; they are added to it.
        """
        if update[:1] == b"\1" and first_struct_id(update)[0] in named:
            return b""  # a key that is typed has one client
        new = {client for client in clients_in(update)[0] if client in self._own_clients} - named
        named |= new
        return encode_client_list(new) if new else b""

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
        remote = self._without_false_clocks(decode_snapshot(snapshot))
        # A state vector has no deletions, so only the snapshots show whether anything is missing.
        if not decode_snapshot(self.snapshot).difference(remote):
            return b""
        update = self.update_since(encode_state_vector(remote))
        # A clock of a hostile log can make the library encode a part of no length.
        return update if is_decodable(update) else self._replica.document()

    def holds(self, update: bytes) -> bool:
        """Return whether the session has all of an update; True if it is none of this program."""
        try:
            return self._replica.holds(update)
        except ReplicaError:
            return True

    def refuse_unshareable(self) -> None:
        """Raise UsageError if other replicas would refuse the conversation as too large."""
        self._replica.refuse_unshareable()

    def _without_false_clocks(self, remote: Snapshot) -> Snapshot:
        """Return a remote's snapshot, without what it claims to have of clients of this user.

        After the handshake it has no more of them than this session, unless another wrote as them:
        then all of that client is sent, once in a session.
        """
        held = self._replica.clocks_by_client
        clocks = dict(remote.clocks_by_client)
        for client, clock in remote.clocks_by_client.items():
            is_false = client in self._own_clients and clock > held.get(client, 0) > 0
            if is_false and client not in self._sent_again:
                self._sent_again.add(client)
                del clocks[client]
        return Snapshot(clocks, remote.delete_set)

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

    @property
    def address_on_disk(self) -> RemoteAddress | None:
        """The remote address as another program of this user may have just changed it."""
        return self._address_on_disk.current

    @property
    def own_share(self) -> OwnShare | None:
        """The logins of the share that this user made; None if another made it, or there is none.

        None too if an earlier version made it.
        """
        return own_share_in(self._replicas.private_fields) if self.is_shared else None

    def set_remote_address(
        self, address: RemoteAddress | None, own_share: OwnShare | None = None
    ) -> None:
        """Store the remote address of this user for the conversation; None if not shared any more.

        `own_share` has the logins if this user made the share. Undo changes neither, as it cannot
        make or withdraw the share.
        """
        fields = {REMOTE_ADDRESS_KEY: str(address or "")}
        if own_share or self.own_share:
            fields |= (own_share or OwnShare(Login(""), Login(""))).fields
        store_private_fields(self._replicas, self._tracker, fields)
        if address is not None and self.client in self.clients:
            self._own_clients.add([self.client])

    def record(self, update: bytes) -> None:
        """Write a change that was made here to the journal, and send it."""
        if self.client not in self._own_clients and self.is_shared:
            self._own_clients.add([self.client])
        self._tracker.record(self._replicas.shared, update)
        self._send(update)

    def admits(self, *, is_own: bool) -> bool:
        """Return whether updates of this user, or those of the other, are taken in this session."""
        if is_own or not self._name_guard.is_exhausted:
            return True
        self.refusals.note(RefusalKind.RECEIVING)
        return False

    def refuse_forged(self, update: bytes) -> None:
        """Raise ReplicaError if the other partner wrote an update as a client of this user."""
        try:
            self._replica.refuse_forged(update)
        except ReplicaError as error:
            self._count_forged(error)
            raise

    def receive(self, update: bytes, *, is_own: bool = False) -> None:
        """Apply an update of another replica. Raises ReplicaError or UnrelatedHistory.

        With `is_own`, this user wrote it or brought it here, as in a merge. Else the other partner
        did: what it changes in the name of the partner at this terminal is put back.
        """
        if not self.admits(is_own=is_own):
            raise ReplicaError("replica.refused", reason="it keeps on writing in this user's name")
        if is_own and self.is_shared and (clients := decode_client_list(update)):
            self._own_clients.add(clients)
        me = self._replicas.me
        tables: set[str] = set()
        try:
            for part in self._replica.receive_parts(update, is_own=is_own, watched=me):
                self._take(part)
                tables |= {table for table, _ in part.changes.rows}
        except UnrelatedUpdate as error:
            raise UnrelatedHistory(self.path, "unrelated_history.shared_folder") from error
        except ReplicaError as error:
            self._count_forged(error)
            raise
        if tables & {"agreement", "header"}:
            self._store(shared_numbers(self._replica.fields))
        if tables & {"item", "header"}:
            self.settle_ratings()
        for refused in self._replica.take_late_refusals():
            self.refusals.refuse(refused)

    def _count_forged(self, error: ReplicaError) -> None:
        if isinstance(error.__cause__, ForgedUnits):
            self._name_guard.count_forged()

    def _take(self, part: ReceivedPart) -> None:
        """Record a part of what was received, and correct it."""
        if part.update:
            self._tracker.record(self._replicas.shared, part.update)
        changes = part.changes
        if not changes:
            return
        self._notify(changes)
        self._put_back(part)
        # All else was clean before, so the whole text need not be searched.
        if changes.rows or any(unclean_spans(splice.text) for splice in changes.splices):
            self.sanitize()

    def _put_back(self, part: ReceivedPart) -> None:
        """Put back what a part changed in the name of the partner at this terminal."""
        me, replica = self._replicas.me, self._replica
        if part.source is Source.OTHER:
            correction = self._name_guard.put_back(part)
            if correction[0]:
                self.refusals.note(RefusalKind.AUTHOR)
            self._record_correction(*correction)
        elif me is not None and ("approval", RowId(me)) in part.changes.rows:
            before = {**replica.fields, **part.previous}
            given = {key: value for key, value in before.items() if value is not None}
            self._record_correction(*restore_own_stance(replica, own_stance(given, me)))

    def finish(self) -> None:
        """Store what the next session has to know of what was received in this one."""
        self._name_guard.store_removals(self._tracker)

    def has_others_on_disk(self) -> bool:
        """Return whether another program put changes of the other partner into the file.

        A second window of this user is not another; nor is a change by hand. False if that cannot
        be determined, or the conversation is not shared.
        """
        shared = self._replicas.shared
        if not self.is_shared:
            return False
        with suppress(StorageError):
            if not shared.is_changed_on_disk:
                return False
            present, by_hand = ConversationFile(shared.path, keyring=shared.keyring).load()
            clocks = self._replica.clocks_by_client
            new = {
                client
                for client, clock in present.clocks_by_client.items()
                if clock > clocks.get(client, 0)
            }
            path = private_path(shared.path)
            private = DurableReplica.open_private(path, keyring=shared.keyring)
            own = registered_clients(private.replica.fields) if private else set()
            return not by_hand and any(each not in self._own_clients for each in new - own)
        return False

    def merge_changes_on_disk(self) -> bool:
        """Apply the changes that another program made in the files; return whether any were new.

        Raises StorageError.
        """
        rows = self._replicas.open_late_private()
        if rows:
            self._notify(Changes(rows=rows))
        new, faults = bool(rows), list[StorageError]()
        for durable in self._replicas:
            try:
                if durable.is_changed_on_disk:
                    new |= self._merge_file(durable)
            except StorageError as error:
                faults.append(error)
        self._own_clients.read()
        for fault in faults:
            raise fault
        return new

    def _merge_file(self, durable: DurableReplica) -> bool:
        given = own_stance(self._replica.fields, self._replicas.me)
        try:
            changes, found = durable.merge_changes_on_disk()
        except UnrelatedHistory:
            moved = durable.move_unrelated_aside()
            notify_moved_aside(durable.path, moved, user=self._replicas.user)
            return False
        if found.is_older and durable is self._replicas.shared:
            notify_older_copy(durable.path, user=self._replicas.user)
        if not changes:
            return False
        self._notify(changes)
        if durable is self._replicas.shared:
            self._send(found.update)
            self._record_correction(*restore_own_stance(self._replica, given))
            self._store(shared_numbers(self._replica.fields))
            self.settle_ratings()
        return True

    def sanitize(self) -> None:
        """Clean the text that other replicas wrote."""
        self._record_correction(*sanitize_replica(self._replica))

    def record_time(self, now: datetime) -> None:
        """Store the time of a change made here in the conversation; undo does not change it.

        It counts to the minute. Each partner has a field of their own, so that neither replaces
        that of the other. No screen shows it, so no listener hears of it.
        """
        moment = now.astimezone(UTC).replace(second=0, microsecond=0).isoformat()
        key = FieldKey("header", SINGLETON_ID, f"{CHANGED}/{self._replicas.me or '-'}")
        _, update = self._replica.edit((), {key: moment}, boundary=False, undoable=False)
        if update:
            self.record(update)

    def settle_ratings(self) -> None:
        """Let the other see the ratings of this partner that they may see by now."""
        self._record_correction(*self._ratings.settle())

    def store_numbers(self) -> None:
        """Give a number to each agreement without one of its own; every replica does it alike."""
        if (version := self._replica.rows.numbers_version) != self._numbered_version:
            self._store(lacking_numbers(self._replica.fields))
            self._numbered_version = version

    def _store(self, fields: Fields) -> None:
        if fields:
            update = self._replica.edit((), fields, boundary=False, undoable=False)
            self._record_correction(*update)

    def _record_correction(self, changes: Changes, update: bytes) -> None:
        """Record a correction of another replica's update, as an edit of our own."""
        if update:
            self.record(update)  # the marks of a line break are no change that a screen shows
        if changes:
            self._notify(changes)

    def _send(self, update: bytes) -> None:
        for sender in tuple(self._senders):
            sender(update)
