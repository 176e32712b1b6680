"""The read marker of a session, stored in the private file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from ..crdt.read_marker import ReadMarker, decode_read_marker
from ..crdt.replica_errors import ReplicaError
from ..crdt.snapshot import Snapshot, decode_snapshot
from ..storage.saving.status import Saving
from ..storage.saving.tracker import SaveTracker
from .private_fields import FIRST_LOOK_KEY, REMOTE_ADDRESS_KEY, store_private_fields
from .replica_pair import ReplicaPair
from .rights.own_clients import registered_clients

if TYPE_CHECKING:
    from .unread import UnreadChanges


class StoredReadMarker:
    """Owner of the read marker of one session. `clock` returns local time."""

    def __init__(
        self, replicas: ReplicaPair, tracker: SaveTracker, clock: Callable[[], datetime]
    ) -> None:
        self._replicas = replicas
        self._tracker = tracker
        self._clock = clock

    @property
    def value(self) -> ReadMarker | None:
        """The time and snapshot at which this user last looked; None if never shared."""
        return decode_read_marker(self._replicas.private_fields)

    @property
    def is_first_look(self) -> bool:
        """Whether the conversation was joined, and nobody has looked at it on a screen since."""
        return bool(self._replicas.private_fields.get(FIRST_LOOK_KEY))

    def expect_first_look(self) -> None:
        """Record that the conversation was joined just now."""
        store_private_fields(self._replicas, self._tracker, {FIRST_LOOK_KEY: "due"})

    def end_first_look(self) -> None:
        """Record that this user looks now."""
        if self._tracker.status.state is not Saving.READ_ONLY:
            store_private_fields(self._replicas, self._tracker, {FIRST_LOOK_KEY: ""})

    def mark_read(self) -> None:
        """Record that this user has seen everything, if the conversation is or was shared."""
        if REMOTE_ADDRESS_KEY in self._replicas.private_fields:
            self._store(ReadMarker(self._clock().astimezone(), self._snapshot))

    def mark_own_read(self) -> None:
        """Mark this user's changes as read: of this session, of others, and by hand."""
        if (marker := self.value) is not None:
            self._store(marker._replace(snapshot=self._include_own(marker.snapshot)))

    def mark_brought_read(self, before: Snapshot, own: Snapshot) -> None:
        """Mark as read what this user wrote of what they brought since a snapshot, as in a merge.

        `own` is known to be theirs. In a conversation that is not shared, all of it is.
        """
        if (marker := self.value) is not None:
            if not self._replicas.private_fields.get(REMOTE_ADDRESS_KEY):
                own = self._snapshot.difference(before)
            self._store(marker._replace(snapshot=marker.snapshot.union(own)))

    def mark_recovered_read(self) -> None:
        """Mark updates recovered from our own journal as read, and all that they were based on."""
        if self._replicas.shared.recovery.has_unsaved_edits and (marker := self.value) is not None:
            self._store(marker._replace(snapshot=self._snapshot))

    def unread_changes(self) -> UnreadChanges | None:
        """Return the other partner's changes since this user last looked; None for none."""
        if (marker := self.value) is None:
            return None
        now = self._snapshot
        if marker.snapshot == now or not marker.snapshot.is_contained_in(now):
            return None
        from .unread import UnreadChanges

        replica, seen = self._replicas.shared.replica, self._include_own(marker.snapshot)
        try:
            return UnreadChanges.since(replica, seen, self._replicas.me) or None
        except ReplicaError:  # an update is missing
            return None

    @property
    def _snapshot(self) -> Snapshot:
        return decode_snapshot(self._replicas.shared.replica.snapshot)

    def _include_own(self, snapshot: Snapshot) -> Snapshot:
        """Return a snapshot with all changes that are known to be this user's."""
        shared = self._replicas.shared
        own = {shared.replica.client, *registered_clients(self._replicas.private_fields)}
        clocks = shared.replica.clocks_by_client
        written = {client: clocks[client] for client in own if clocks.get(client)}
        return snapshot.union(Snapshot(written)).union(shared.by_hand)

    def _store(self, marker: ReadMarker) -> None:
        # In a read-only folder this would report the failure of a write that nobody requested.
        if self._tracker.status.state is not Saving.READ_ONLY:
            store_private_fields(self._replicas, self._tracker, marker.fields())
