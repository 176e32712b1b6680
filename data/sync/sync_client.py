"""Bind the sync endpoint of a session to a remote."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress

from ..crdt.quarantine.quarantine import QuarantineUnavailable
from ..errors import RemoteError, StorageError
from ..i18n.catalogue import Message
from ..session.sync_endpoint import SyncEndpoint
from ..storage.unrelated.ancestry import UnrelatedHistory
from .connection_state import Connection, ConnectionEvent, transition
from .handshake import apply_updates, refuse_foreign_remote, refuse_size
from .remote import CarriedUpdate, LogsRemoved, Presence, Remote, ShareEnded
from .share_state import ShareRecord, ShareState

_LOG = logging.getLogger("afspraak.sync")


class SyncClient:
    """Sends the session's updates and receives those of others.

    Call every method from the session's thread; only `watch`'s callback runs elsewhere. The session
    has all updates on disk itself: if the remote fails, nothing is lost, and the missing updates
    are sent when it works again.
    """

    def __init__(
        self, endpoint: SyncEndpoint, remote: Remote, record: ShareRecord | None = None
    ) -> None:
        """Begin the handshake, which a later `sync` may complete: `state` is then IN_SYNC.

        `record` is that of earlier clients of the same session.
        """
        self._endpoint = endpoint
        self.remote = remote
        """The remote that updates are sent to and received from."""
        self.record = record or ShareRecord()
        """What happened to the share in this session."""
        self._address = endpoint.remote_address
        self._offsets: dict[str, int] = {}
        self._named: set[int] = set()
        """The clients of this user that were named over this connection."""
        self._stop_sending: Callable[[], None] = lambda: None
        self._stop_watching: Callable[[], None] = lambda: None
        self.error: Message | None = None
        """Why the remote cannot be reached, nothing is received, or nothing can be sent."""
        self.has_ended = False
        """Whether `error` says that there is no such share."""
        self._can_send = True
        """Whether no update was too large to send since the last handshake."""
        self._removed: LogsRemoved | None = None
        """That logs of others were removed; the next handshake shows whether anything is lost."""
        self._is_paused = False
        """Whether nothing is received, as the quarantine cannot try it; sending goes on."""
        self._is_first_handshake = True
        self.own_came_back = False
        """Whether the first handshake brought what this user wrote elsewhere or had before: the
        file is older, such as a backup, or that of another machine."""
        self.state = Connection.CONNECTING
        """The state of the connection; each call of `sync` tries to advance it to IN_SYNC."""
        self._stop_sending = endpoint.subscribe_updates(self._send)
        self.sync()

    def share_state(self, others: Sequence[Presence]) -> ShareState:
        """Return what a person is told, with these presences of others."""
        if self.error is not None:
            return ShareState.ENDED if self.has_ended else ShareState.DISCONNECTED
        if self.state is not Connection.IN_SYNC:
            return ShareState.CONNECTING
        return ShareState.HERE if others else ShareState.CONNECTED

    @property
    def others(self) -> Sequence[Presence]:
        """The presences of the others; none if the remote cannot be reached."""
        try:
            others = self.remote.read_presence()
        except RemoteError:
            return ()
        if others and self.state is Connection.IN_SYNC:
            self._prepare_quarantine()
        return others

    @property
    def has_other_left(self) -> bool:
        """Whether the other partner left the share for good, as `others` found it last."""
        return self.remote.has_other_left

    @property
    def should_retry(self) -> bool:
        """Whether nothing was received for a while, and `sync` should try again."""
        return self._is_paused and self._endpoint.quarantine.may_retry

    def watch(self, on_change: Callable[[], None]) -> None:
        """Call `on_change`, in another thread, when `sync` may have something to do."""
        self._stop_watching()
        self._stop_watching = self.remote.watch(on_change)

    def sync(self) -> None:
        """Receive new updates, and send those that could not be sent before."""
        if self._is_ended_elsewhere():
            return
        if self.state is Connection.IN_SYNC:
            if self._is_paused and not self.should_retry:
                return
            if not self._is_paused:
                self._receive()
        # After a failed read, retry now: no new notification will come.
        if self.state is not Connection.IN_SYNC or self._is_paused:
            self._handshake()

    def announce(self, presence: Presence) -> None:
        """Show the presence of this session to the others."""
        if self.state is Connection.IN_SYNC and not self._is_ended_elsewhere():
            with suppress(RemoteError):
                self.remote.announce(presence)

    def close(self) -> None:
        """Release the remote; others see that this user has left."""
        self._advance(ConnectionEvent.CLOSE)
        self._stop_watching()
        self._stop_sending()
        self._endpoint.quarantine.close()
        self.remote.close()

    def _send(self, update: bytes) -> None:
        if self.state is not Connection.IN_SYNC or not self._can_send:
            return  # the next handshake sends it
        if self._is_ended_elsewhere():
            return
        try:
            if self._is_sendable(update):
                self._append(update)
        except RemoteError as error:
            self._record_failure(error)

    def _is_ended_elsewhere(self) -> bool:
        """Return whether another program of this user ended or moved the share: nothing is sent."""
        if self._endpoint.address_on_disk == self._address:
            return False
        if not self.has_ended:
            self._record_failure(ShareEnded("sharing.ended.elsewhere"))
        return True

    def _append(self, update: bytes) -> None:
        """Send an update, after an anchor that names the clients of this user in it, once each."""
        if anchor := self._endpoint.anchor(update, self._named):
            self.remote.append(anchor)
        self.remote.append(update)

    def _is_sendable(self, update: bytes) -> bool:
        """Return whether an update can be sent; if it is too large, only receive from now on."""
        try:
            refuse_size(update)
        except RemoteError as error:
            self._can_send, self.error = False, error.message
            return False
        return True

    def _record_failure(self, error: StorageError | RemoteError) -> None:
        self._advance(ConnectionEvent.DROPPED)
        self._named.clear()
        self.error = error.message
        _LOG.info("remote failed: %s", error.message.key)
        self.has_ended = isinstance(error, ShareEnded)
        self.record.fail(error)

    def _advance(self, event: ConnectionEvent) -> None:
        before, self.state = self.state, transition(self.state, event)
        if self.state is not before:
            _LOG.info("connection %s", self.state.name)

    def _receive(self) -> None:
        try:
            updates, offsets = self.remote.read_since(self._offsets)
        except LogsRemoved as error:
            self._advance(ConnectionEvent.DROPPED)
            self._removed = error
            return
        except RemoteError as error:
            self._record_failure(error)
            return
        self._offsets = dict(offsets)
        try:
            self._apply(updates)
        except UnrelatedHistory as error:
            self._record_failure(error)

    def _apply(self, updates: Sequence[CarriedUpdate]) -> None:
        """Apply updates, or pause: a later handshake gets them again. Raises UnrelatedHistory."""
        if updates:
            self.record.receive()
        try:
            apply_updates(self._endpoint, updates)
        except QuarantineUnavailable as error:
            self._is_paused, self.error = True, error.message
        else:
            self._is_paused = False

    def _prepare_quarantine(self) -> None:
        """Start the quarantine for what the others will write; if it fails, that says why."""
        with suppress(QuarantineUnavailable):
            self._endpoint.quarantine.start()

    def _handshake(self) -> None:
        """Receive the updates that the session lacks, and send those that the remote lacks."""
        self._advance(ConnectionEvent.RETRY)
        try:
            reply = self.remote.handshake(self._endpoint.state_vector)
            if reply is None:
                return
            self._advance(ConnectionEvent.CONNECTED)
            refuse_foreign_remote(self._endpoint, reply)
            self._can_send, self.error, self.has_ended = True, None, False
            if self._is_first_handshake:
                self._is_first_handshake = False
                self.own_came_back = any(
                    update.is_own and not self._endpoint.holds(update.data)
                    for update in reply.updates
                )
            self._apply(reply.updates)
            missing = self._endpoint.missing_updates(reply.snapshot)
            if missing and self._removed is not None:
                self.record.fail(self._removed)  # what was only condensed is not missing
            self._removed = None
            if missing and self._is_sendable(missing):
                self._append(missing)
        except (StorageError, RemoteError) as error:
            self._record_failure(error)
            return
        self._offsets = dict(reply.offsets)
        self._advance(ConnectionEvent.AGREED)
        self.record.connect()
        if not self._is_paused:
            self._receive()
