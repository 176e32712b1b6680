"""A session and a place for shared updates, bound together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from ..errors import StorageError
from ..session.session import Session
from ..storage.ancestry import UnrelatedHistory
from .handshake import apply_updates, refuse_foreign_remote
from .remote import Presence, Remote


class SyncClient:
    """Hands on what is done here, and takes in what others do. All of it in the session's thread.

    The session keeps everything by itself as well: where the place fails, nothing is lost, and
    what it missed goes there as soon as it works again.
    """

    def __init__(self, session: Session, remote: Remote) -> None:
        """Catch up with what happened meanwhile, both ways, as soon as that can be."""
        self._session, self._remote = session, remote
        self._offsets: dict[str, int] = {}
        self._stop_sending: Callable[[], None] = lambda: None
        self._stop_watching: Callable[[], None] = lambda: None
        self.error = ""
        """Why the place cannot be reached at present; empty where it can."""
        self.out_of_sync = True
        """Whether it is still to be told what both lack: a place far away takes a while."""
        self._stop_sending = session.subscribe_updates(self._send)
        self.sync()

    @property
    def remote(self) -> Remote:
        """Where the updates go, and come from."""
        return self._remote

    @property
    def others(self) -> Sequence[Presence]:
        """Where the others are who are here now; nobody, where the place cannot be reached."""
        with suppress(StorageError):
            return self._remote.read_presence()
        return ()

    def watch(self, on_change: Callable[[], None]) -> None:
        """Have something called, in another thread, when `take_in` may have something to do."""
        self._stop_watching()
        self._stop_watching = self._remote.watch(on_change)

    def sync(self) -> None:
        """Take in what is new, and hand on what could not be handed on before."""
        if not self.out_of_sync:
            self._receive()
        # Where that failed there may be another connection already: nobody will tell of it again.
        if self.out_of_sync:
            self._handshake()

    def announce(self, presence: Presence) -> None:
        """Tell the others where one is."""
        if not self.out_of_sync:
            with suppress(StorageError):
                self._remote.announce(presence)

    def close(self) -> None:
        """Let go; others see that one has left."""
        self._stop_watching()
        self._stop_sending()
        self._remote.close()

    def _send(self, update: bytes) -> None:
        if self.out_of_sync:
            return  # it is part of what is handed on later
        try:
            self._remote.append(update)
        except StorageError as error:
            self._record_failure(error)

    def _record_failure(self, error: StorageError) -> None:
        self.out_of_sync = True
        self.error = str(error)

    def _receive(self) -> None:
        try:
            updates, seen = self._remote.read_since(self._offsets)
        except StorageError as error:
            self._record_failure(error)
            return
        self._offsets = dict(seen)
        try:
            apply_updates(self._session, updates)
        except UnrelatedHistory as error:
            self._record_failure(error)

    def _handshake(self) -> None:
        """Take in what is there, and add what of ours is not."""
        try:
            met = self._remote.handshake(self._session.state_vector)
            if met is None:
                return
            refuse_foreign_remote(self._session, met)
            apply_updates(self._session, met.updates)
            if ours := self._session.missing_updates(met.snapshot):
                self._remote.append(ours)
        except StorageError as error:
            self._record_failure(error)
            return
        self._offsets = dict(met.offsets)
        self.out_of_sync = False
        self.error = ""
        self._receive()
