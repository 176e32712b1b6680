"""The part of a session for sharing: updates in and out, the remote address, unread changes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from ..crdt.read_marker import ReadMarker, decode_read_marker
from ..crdt.replica_errors import ReplicaError
from ..crdt.snapshot import Snapshot, decode_snapshot, encode_state_vector
from ..errors import StorageError, UsageError
from ..model.conversation import ROLES
from ..model.fields import SINGLETON_ID, Fields, field_key
from ..model.private_answers import private_file_partner, reassign_private_file
from ..model.remote_address import RemoteAddress, parse_remote_address
from ..storage.durable_replica import DurableReplica
from ..system.user import login_name
from ..text.sanitize import clean_line

if TYPE_CHECKING:
    from ..model.conversation import Conversation
    from ..storage.autosave import SaveStatus
    from ..storage.checkpoints import Checkpoints
    from ..storage.encryption.seal import Seal
    from ..storage.tables import TableRows
    from .unread import UnreadChanges

_REMOTE_ADDRESS_KEY = field_key("header", SINGLETON_ID, "shared_in")
"""Where this user shares the conversation: in the private file, because it is theirs alone."""


class SyncEndpoint:
    """The part of a session that a remote needs. `Session` adds the rest."""

    me: str | None
    writer: str

    def __init__(
        self, shared: DurableReplica, private: DurableReplica | None, clock: Callable[[], datetime]
    ) -> None:
        self._shared = shared
        self._private = private
        self._clock = clock
        self._senders: list[Callable[[bytes], None]] = []

    @property
    def seal(self) -> Seal | None:
        """The seal of a locked conversation; None for a plain one."""
        return self._shared.seal

    @property
    def save_status(self) -> SaveStatus:
        """Whether everything is saved now."""
        raise NotImplementedError

    @property
    def client(self) -> int:
        """The client number of this session in the conversation."""
        return self._shared.replica.client

    @property
    def state_vector(self) -> bytes:
        """The state vector of this session, for another's `update_since`."""
        return self._shared.replica.state_vector

    def update_since(self, state_vector: bytes) -> bytes:
        """Return what a session with this state vector lacks, as an update."""
        return self._shared.replica.update_since(state_vector)

    def missing_updates(self, snapshot: bytes) -> bytes:
        """Return what a replica with this snapshot lacks, as an update; b"" for nothing.

        Raises ValueError if the snapshot is malformed.
        """
        remote = decode_snapshot(snapshot)
        # A state vector has no deletions, so only the two snapshots show what is new.
        if not decode_snapshot(self.snapshot).difference(remote):
            return b""
        return self.update_since(encode_state_vector(remote))

    @property
    def snapshot(self) -> bytes:
        """The snapshot of the conversation, in Yjs encoding."""
        return self._shared.replica.snapshot

    @property
    def clients(self) -> Collection[int]:
        """The client numbers of all sessions that wrote in the conversation."""
        return self._shared.replica.clocks_by_client.keys()

    def written_by(self, clients: Collection[int]) -> bool:
        """Return whether any of these clients wrote here; else it is another conversation."""
        return any(client in clients for client in self.clients)

    def add_checkpoints(self, checkpoints: Checkpoints) -> None:
        """Add the checkpoints of another copy to the history."""
        self._shared.add_checkpoints(checkpoints)

    def current_tables(self) -> tuple[TableRows, TableRows | None]:
        """Return the tables of the conversation as it is now, and of the private preparation."""
        private = self._private.prepare_save() if self._private is not None else None
        shared = self._shared.prepare_save().content.tables
        return shared, private.content.tables if private is not None else None

    def subscribe_updates(self, sender: Callable[[bytes], None]) -> Callable[[], None]:
        """Call `sender` with every update made here, in order; return how to stop that."""
        self._senders.append(sender)
        return lambda: self._senders.remove(sender)

    @property
    def remote_address(self) -> RemoteAddress | None:
        """Where this user shares the conversation; None if it is not shared."""
        return remote_address_in(self._private.replica.fields) if self._private else None

    def set_remote_address(self, address: RemoteAddress | None) -> None:
        """Store where this user shares the conversation; None: nowhere any more."""
        durable = self._require_private()
        # Not undoable: undo would neither restore the share nor remove it.
        _, update = durable.replica.edit(
            (), {_REMOTE_ADDRESS_KEY: str(address or "")}, undoable=False
        )
        self._record(durable, update)

    def fsync_journals(self) -> None:
        """Sync the journals to disk. May run in any thread; never raises."""
        for durable in filter(None, (self._shared, self._private)):
            with suppress(StorageError):
                durable.fsync_journal()

    @property
    def conversation(self) -> Conversation:
        """The conversation as it is now."""
        raise NotImplementedError

    def set_partner(self, partner: str) -> None:
        """Set which partner is at this terminal; the private file records it."""
        self.me = self.writer = partner
        if self.save_status.read_only:
            return
        durable = self._require_private()
        if private_file_partner(durable.replica.fields) != partner:
            fields = reassign_private_file(durable.replica.fields, partner, login_name())
            _, update = durable.replica.edit((), fields, undoable=False)
            self._record(durable, update)

    def require_partner(self) -> str:
        """Return the id of the partner at this terminal. Raises UsageError if unknown."""
        if self.me is None:
            names = " / ".join(clean_line(p.name) or p.role for p in self.conversation.partners)
            raise UsageError("participant.unknown", names=names)
        return self.me

    @property
    def other(self) -> str | None:
        """The id of the partner who is not at this terminal; None while `me` is not known."""
        return next(role for role in ROLES if role != self.me) if self.me else None

    def require_other(self) -> str:
        """Return the id of the other partner. Raises UsageError while `me` is not known."""
        self.require_partner()
        return self.other or ""

    @property
    def has_guest(self) -> bool:
        """Whether another than the partner at this terminal writes now, on the same keyboard."""
        return self.writer != (self.me or "")

    def draft(self, partner: str) -> str:
        """Return the remark that a partner typed here for a stance not given yet; "" without."""
        own = self._private.replica.fields if self._private is not None else {}
        return str(own.get(field_key("approval", partner, "remark"), ""))

    def _refuse_private(self, partner: str) -> None:
        """Raise UsageError unless `partner` is at this terminal and writes now."""
        if partner != self.require_partner() or self.has_guest:
            raise UsageError("participant.private")

    @property
    def has_pending_updates(self) -> bool:
        """Whether an update waits for one that is missing."""
        return not all(
            durable.replica.is_complete for durable in filter(None, (self._shared, self._private))
        )

    @property
    def read_marker(self) -> ReadMarker | None:
        """When this user last looked, and at which snapshot; None if never shared."""
        return decode_read_marker(self._private.replica.fields) if self._private else None

    def mark_read(self) -> None:
        """Record that this user has seen everything, if the conversation is or was shared."""
        if self._private is not None and _REMOTE_ADDRESS_KEY in self._private.replica.fields:
            self._store_read_marker(
                ReadMarker(self._clock().astimezone(), decode_snapshot(self.snapshot))
            )

    def unread_changes(self) -> UnreadChanges | None:
        """Return what the other did since this user last looked; None if nothing."""
        marker = self.read_marker
        if marker is None or marker.snapshot == (now := decode_snapshot(self.snapshot)):
            return None
        if not marker.snapshot.is_contained_in(now):
            return None
        from .unread import UnreadChanges

        try:
            return (
                UnreadChanges.since(
                    self._shared.replica, self._include_own(marker.snapshot), self.me
                )
                or None
            )
        except ReplicaError:  # an update is missing
            return None

    def _mark_own_read(self) -> None:
        """Mark the changes of this session as read."""
        if (marker := self.read_marker) is not None:
            self._store_read_marker(marker._replace(snapshot=self._include_own(marker.snapshot)))

    def _mark_recovered_read(self) -> None:
        """Mark updates recovered from our own journal as read, and all that they were based on."""
        if self._shared.has_unsaved_edits and (marker := self.read_marker) is not None:
            self._store_read_marker(marker._replace(snapshot=decode_snapshot(self.snapshot)))

    def _store_read_marker(self, marker: ReadMarker) -> None:
        if self.save_status.read_only:
            return  # nobody is asked about what they did not do
        durable = self._require_private()
        _, update = durable.replica.edit((), marker.fields(), undoable=False)
        if update:
            self._record(durable, update)

    def _include_own(self, snapshot: Snapshot) -> Snapshot:
        """Return a snapshot with all changes of this session."""
        clock = self._shared.replica.clocks_by_client.get(self.client, 0)
        return snapshot.union(Snapshot({self.client: clock})) if clock else snapshot

    def _send(self, update: bytes) -> None:
        for sender in tuple(self._senders):
            sender(update)

    def _require_private(self) -> DurableReplica:
        """Return the durable replica of the private file; make it when first needed."""
        raise NotImplementedError

    def _record(self, keeper: DurableReplica, update: bytes, *, send: bool = True) -> None:
        """Write a change to the journal; with `send`, send it if it is not private."""
        raise NotImplementedError


def remote_address_in(fields: Fields) -> RemoteAddress | None:
    """Return the remote address in the fields of a private file; None if not shared."""
    address = str(fields.get(_REMOTE_ADDRESS_KEY, ""))
    return parse_remote_address(address) if address else None
