"""What a session offers to those who share it: updates in and out, where, and what is new."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from ..crdt.read_marker import ReadMarker, decode_read_marker
from ..crdt.replica_errors import ReplicaError
from ..crdt.snapshot import Snapshot, decode_snapshot, encode_state_vector
from ..errors import StorageError, UsageError
from ..i18n.catalogue import tr
from ..model.conversation import ROLES
from ..model.fields import SINGLETON_ID, Fields, field_key
from ..model.private_answers import private_file_partner, reassign_private_file
from ..model.remote_address import RemoteAddress
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
"""Where this user shares the conversation: kept in the private file, for it is theirs alone."""


class SyncEndpoint:
    """The part of a session that can be shared. `Session` brings the rest."""

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
        """What seals the conversation's file where it is locked; None for a plain one."""
        return self._shared.seal

    @property
    def save_status(self) -> SaveStatus:
        """Whether all is safe now."""
        raise NotImplementedError

    @property
    def client(self) -> int:
        """The number of this session among all that ever wrote in the conversation."""
        return self._shared.replica.client

    @property
    def state_vector(self) -> bytes:
        """What this session has, for another's `since`."""
        return self._shared.replica.state_vector

    def update_since(self, state_vector: bytes) -> bytes:
        """What somebody with this state lacks, as an update."""
        return self._shared.replica.update_since(state_vector)

    def missing_updates(self, snapshot: bytes) -> bytes:
        """What a replica that has come so far (its `reached`) lacks, as an update; b"" for nothing.

        Raises ValueError for what is no such thing.
        """
        remote = decode_snapshot(snapshot)
        # A state vector does not tell what was removed, so only the two states tell what is new.
        if not decode_snapshot(self.snapshot).difference(remote):
            return b""
        return self.update_since(encode_state_vector(remote))

    @property
    def snapshot(self) -> bytes:
        """How far the conversation has come (see `Replica.reached`)."""
        return self._shared.replica.snapshot

    @property
    def clients(self) -> Collection[int]:
        """The numbers of all sessions that wrote in the conversation."""
        return self._shared.replica.clocks_by_client.keys()

    def written_by(self, clients: Collection[int]) -> bool:
        """Whether any of these sessions wrote in this conversation; else it is another one."""
        return any(client in clients for client in self.clients)

    def add_checkpoints(self, checkpoints: Checkpoints) -> None:
        """Have in the history also when another copy's notes became what they were."""
        self._shared.add_checkpoints(checkpoints)

    def current_tables(self) -> tuple[TableRows, TableRows | None]:
        """The tables of the whole conversation as it is now, and of the private preparation."""
        private = self._private.prepare_save() if self._private is not None else None
        shared = self._shared.prepare_save().content.tables
        return shared, private.content.tables if private is not None else None

    def subscribe_updates(self, sender: Callable[[bytes], None]) -> Callable[[], None]:
        """Hand on every update made here, in order; returns how to stop that."""
        self._senders.append(sender)
        return lambda: self._senders.remove(sender)

    @property
    def remote_address(self) -> RemoteAddress | None:
        """Where this user shares the conversation; None where it is not shared."""
        return remote_address_in(self._private.replica.fields) if self._private else None

    def set_remote_address(self, address: RemoteAddress | None) -> None:
        """Remember where this user shares the conversation; None: nowhere any more."""
        keeper = self._require_private()
        # No step that undo takes back: that would not bring the folder back, or take it away.
        _, update = keeper.replica.edit(
            (), {_REMOTE_ADDRESS_KEY: str(address or "")}, undoable=False
        )
        self._record(keeper, update)

    def fsync_journals(self) -> None:
        """Bring all that was done to the disk itself. May run in any thread; it never raises."""
        for keeper in filter(None, (self._shared, self._private)):
            with suppress(StorageError):
                keeper.fsync_journal()

    @property
    def conversation(self) -> Conversation:
        """The conversation as it is now."""
        raise NotImplementedError

    def set_partner(self, partner: str) -> None:
        """Set which partner is at this terminal; the private file remembers it."""
        self.me = self.writer = partner
        if self.save_status.read_only:
            return
        keeper = self._require_private()
        if private_file_partner(keeper.replica.fields) != partner:
            told = reassign_private_file(keeper.replica.fields, partner, login_name())
            _, update = keeper.replica.edit((), told, undoable=False)
            self._record(keeper, update)

    def require_partner(self) -> str:
        """Return the id of the partner at this terminal. Raises UsageError where nobody knows."""
        if self.me is None:
            names = " / ".join(clean_line(p.name) or p.role for p in self.conversation.partners)
            raise UsageError(tr("participant.unknown", names=names))
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
        """The remark that a partner typed here for a stance and did not give yet; "" without."""
        own = self._private.replica.fields if self._private is not None else {}
        return str(own.get(field_key("approval", partner, "remark"), ""))

    def _refuse_private(self, partner: str) -> None:
        """Raise UsageError unless `partner` is at this terminal, writes now, and nobody else."""
        if partner != self.require_partner() or self.has_guest:
            raise UsageError(tr("participant.private"))

    @property
    def has_pending_updates(self) -> bool:
        """Whether something cannot be taken in, because what it builds on is missing."""
        return not all(
            keeper.replica.is_complete for keeper in filter(None, (self._shared, self._private))
        )

    @property
    def read_marker(self) -> ReadMarker | None:
        """When this user last looked, and at what; None where nobody else could have changed it."""
        return decode_read_marker(self._private.replica.fields) if self._private else None

    def mark_read(self) -> None:
        """Remember that this user has seen all there is, where it is or once was shared."""
        if self._private is not None and _REMOTE_ADDRESS_KEY in self._private.replica.fields:
            self._store_read_marker(
                ReadMarker(self._clock().astimezone(), decode_snapshot(self.snapshot))
            )

    def unread_changes(self) -> UnreadChanges | None:
        """What the other did since this user last looked; None where that is nothing."""
        seen = self.read_marker
        if seen is None or seen.snapshot == (now := decode_snapshot(self.snapshot)):
            return None
        if not seen.snapshot.is_contained_in(now):
            return None
        from .unread import UnreadChanges

        try:
            return (
                UnreadChanges.since(self._shared.replica, self._include_own(seen.snapshot), self.me)
                or None
            )
        except ReplicaError:  # the document waits for what is missing
            return None

    def _mark_own_read(self) -> None:
        """What this session did itself needs no look at it."""
        if (seen := self.read_marker) is not None:
            self._store_read_marker(seen._replace(snapshot=self._include_own(seen.snapshot)))

    def _mark_recovered_read(self) -> None:
        """What a session of this user's left unsaved was seen there, and so was what it had."""
        if self._shared.has_unsaved_edits and (seen := self.read_marker) is not None:
            self._store_read_marker(seen._replace(snapshot=decode_snapshot(self.snapshot)))

    def _store_read_marker(self, marker: ReadMarker) -> None:
        if self.save_status.read_only:
            return  # nobody is to be asked about what they did not do
        keeper = self._require_private()
        _, update = keeper.replica.edit((), marker.fields(), undoable=False)
        if update:
            self._record(keeper, update)

    def _include_own(self, snapshot: Snapshot) -> Snapshot:
        """A state, and all that this session ever did."""
        done = self._shared.replica.clocks_by_client.get(self.client, 0)
        return snapshot.union(Snapshot({self.client: done})) if done else snapshot

    def _send(self, update: bytes) -> None:
        for sender in tuple(self._senders):
            sender(update)

    def _require_private(self) -> DurableReplica:
        """The keeper of the private file, made when it is first needed."""
        raise NotImplementedError

    def _record(self, keeper: DurableReplica, update: bytes, *, send: bool = True) -> None:
        """Keep a change, and with `send` hand it on where it is the shared conversation's."""
        raise NotImplementedError


def remote_address_in(fields: Fields) -> RemoteAddress | None:
    """Where the conversation of a private file with these fields is shared; None for nowhere."""
    found = str(fields.get(_REMOTE_ADDRESS_KEY, ""))
    return RemoteAddress.parse(found) if found else None
