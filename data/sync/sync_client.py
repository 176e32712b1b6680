"""Bind the sync endpoint of a session to a remote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from ..errors import StorageError
from ..i18n.catalogue import tr
from ..session.sync_endpoint import SyncEndpoint
from ..storage.ancestry import UnrelatedHistory
from .handshake import apply_updates, refuse_foreign_remote
from .remote import Presence, Remote


class SyncClient:
    """Sends the session's updates and receives those of others.

    Call every method from the session's thread; only `watch`'s callback runs elsewhere. The session
    has everything on disk by itself: if the remote fails, nothing is lost, and what it missed is
    sent as soon as it works again.
    """

    def __init__(self, endpoint: SyncEndpoint, remote: Remote) -> None:
        """Start to catch up, both ways. May return before: `out_of_sync` is true until then."""
        self._endpoint, self._remote = endpoint, remote
        self._offsets: dict[str, int] = {}
        self._stop_sending: Callable[[], None] = lambda: None
        self._stop_watching: Callable[[], None] = lambda: None
        self.error = ""
        """Why the remote cannot be reached; empty if it can."""
        self.out_of_sync = True
        """True until a handshake over the present connection is complete."""
        self._stop_sending = endpoint.subscribe_updates(self._send)
        self.sync()

    @property
    def remote(self) -> Remote:
        """Where the updates go, and come from."""
        return self._remote

    @property
    def others(self) -> Sequence[Presence]:
        """The presences of the others; none if the remote cannot be reached."""
        with suppress(StorageError):
            return self._remote.read_presence()
        return ()

    def watch(self, on_change: Callable[[], None]) -> None:
        """Call `on_change`, in another thread, when `sync` may have something to do."""
        self._stop_watching()
        self._stop_watching = self._remote.watch(on_change)

    def sync(self) -> None:
        """Receive what is new, and send what could not be sent before."""
        if not self.out_of_sync:
            self._receive()
        # After a failed read, retry now: no new notification will come.
        if self.out_of_sync:
            self._handshake()

    def announce(self, presence: Presence) -> None:
        """Show the others where this user is."""
        if not self.out_of_sync:
            with suppress(StorageError):
                self._remote.announce(presence)

    def close(self) -> None:
        """Release the remote; others see that this user has left."""
        self._stop_watching()
        self._stop_sending()
        self._remote.close()

    def _send(self, update: bytes) -> None:
        if self.out_of_sync:
            return  # the next handshake sends it
        try:
            self._remote.append(update)
        except StorageError as error:
            self._record_failure(error)

    def _record_failure(self, error: StorageError) -> None:
        self.out_of_sync = True
        self.error = tr(error.message)

    def _receive(self) -> None:
        try:
            updates, offsets = self._remote.read_since(self._offsets)
        except StorageError as error:
            self._record_failure(error)
            return
        self._offsets = dict(offsets)
        try:
            apply_updates(self._endpoint, updates)
        except UnrelatedHistory as error:
            self._record_failure(error)

    def _handshake(self) -> None:
        """Receive what the session lacks, and send what the remote lacks."""
        try:
            reply = self._remote.handshake(self._endpoint.state_vector)
            if reply is None:
                return
            refuse_foreign_remote(self._endpoint, reply)
            apply_updates(self._endpoint, reply.updates)
            if missing := self._endpoint.missing_updates(reply.snapshot):
                self._remote.append(missing)
        except StorageError as error:
            self._record_failure(error)
            return
        self._offsets = dict(reply.offsets)
        self.out_of_sync = False
        self.error = ""
        self._receive()
