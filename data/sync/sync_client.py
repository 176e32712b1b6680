"""A session and a place for shared updates, bound together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from ..errors import StoreError
from ..session.session import Session
from ..storage.ancestry import ForeignDocument
from .handshake import refuse_foreign, take_in
from .remote import Presence, Remote


class SyncClient:
    """Hands on what is done here, and takes in what others do. All of it in the session's thread.

    The session keeps everything by itself as well: where the place fails, nothing is lost, and
    what it missed goes there as soon as it works again.
    """

    def __init__(self, session: Session, store: Remote) -> None:
        """Catch up with what happened meanwhile, both ways, as soon as that can be."""
        self._session, self._store = session, store
        self._seen: dict[str, int] = {}
        self._stop_sending: Callable[[], None] = lambda: None
        self._stop_watching: Callable[[], None] = lambda: None
        self.trouble = ""
        """Why the place cannot be reached at present; empty where it can."""
        self.behind = True
        """Whether it is still to be told what both lack: a place far away takes a while."""
        self._stop_sending = session.send_to(self._send)
        self.take_in()

    @property
    def others(self) -> Sequence[Presence]:
        """Where the others are who are here now; nobody, where the place cannot be reached."""
        with suppress(StoreError):
            return self._store.present()
        return ()

    def watch(self, something_new: Callable[[], None]) -> None:
        """Have something called, in another thread, when `take_in` may have something to do."""
        self._stop_watching()
        self._stop_watching = self._store.watch(something_new)

    def take_in(self) -> None:
        """Take in what is new, and hand on what could not be handed on before."""
        if not self.behind:
            self._receive()
        # Where that failed there may be another connection already: nobody will tell of it again.
        if self.behind:
            self._catch_up()

    def announce(self, presence: Presence) -> None:
        """Tell the others where one is."""
        if not self.behind:
            with suppress(StoreError):
                self._store.announce(presence)

    def close(self) -> None:
        """Let go; others see that one has left."""
        self._stop_watching()
        self._stop_sending()
        self._store.close()

    def _send(self, update: bytes) -> None:
        if self.behind:
            return  # it is part of what is handed on later
        try:
            self._store.append(update)
        except StoreError as error:
            self._failed(error)

    def _failed(self, error: StoreError) -> None:
        self.behind = True
        self.trouble = str(error)

    def _receive(self) -> None:
        try:
            updates, seen = self._store.read_since(self._seen)
        except StoreError as error:
            self._failed(error)
            return
        self._seen = dict(seen)
        try:
            take_in(self._session, updates)
        except ForeignDocument as error:
            self._failed(error)

    def _catch_up(self) -> None:
        """Take in what is there, and add what of ours is not."""
        try:
            met = self._store.handshake(self._session.state_vector)
            if met is None:
                return
            refuse_foreign(self._session, met)
            take_in(self._session, met.updates)
            if ours := self._session.missing_updates(met.snapshot):
                self._store.append(ours)
        except StoreError as error:
            self._failed(error)
            return
        self._seen = dict(met.seen)
        self.behind = False
        self.trouble = ""
        self._receive()
