"""A session and a place for shared updates, bound together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from ..errors import StoreError
from ..replica import Replica, ReplicaError
from ..session import Session
from .store import Presence, Store


class Link:
    """Hands on what is done here, and takes in what others do. All of it in the session's thread.

    The session keeps everything by itself as well: where the place fails, nothing is lost, and
    what it missed goes there as soon as it works again.
    """

    def __init__(self, session: Session, store: Store) -> None:
        """Catch up with what happened meanwhile, both ways. Raises StoreError."""
        self._session, self._store = session, store
        self._seen: dict[str, int] = {}
        self._stop_sending: Callable[[], None] = lambda: None
        self._stop_watching: Callable[[], None] = lambda: None
        self.trouble = ""
        """Why the place cannot be reached at present; empty where it can."""
        self._catch_up()
        self._stop_sending = session.send_to(self._send)

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
        try:
            if self.trouble:
                self._catch_up()
            else:
                self._receive()
        except StoreError as error:
            self.trouble = str(error)

    def announce(self, presence: Presence) -> None:
        """Tell the others where one is."""
        if not self.trouble:
            with suppress(StoreError):
                self._store.announce(presence)

    def close(self) -> None:
        """Let go; others see that one has left."""
        self._stop_watching()
        self._stop_sending()
        self._store.close()

    def _send(self, update: bytes) -> None:
        if self.trouble:
            return  # it is part of what is handed on later
        try:
            self._store.append(update)
        except StoreError as error:
            self.trouble = str(error)

    def _receive(self) -> None:
        updates, seen = self._store.read_since(self._seen)
        self._seen = dict(seen)
        self._receive_all(updates)

    def _receive_all(self, updates: Sequence[bytes]) -> None:
        for update in updates:
            with suppress(ReplicaError):  # foreign bytes in a log: what is whole counts
                self._session.receive(update)

    def _catch_up(self) -> None:
        """Read all that is there, and add what of ours is not."""
        there = Replica()
        updates, seen = self._store.read_since({})
        for update in updates:
            with suppress(ReplicaError):
                there.apply(update)
        self._seen = dict(seen)
        if not there.whole:
            # Something is missing that others wait for; told as one update they would be left out.
            self._receive_all(updates)
        elif updates:
            self._receive_all([there.since(self._session.state)])
        ours = self._session.since(there.state)
        before = there.state
        # A state does not tell what was deleted, so only what changes by it tells what is new.
        if there.apply(ours) or there.state != before:
            self._store.append(ours)
        if self._store.cluttered and there.whole:
            self._store.append(self._session.since(Replica().state))
            self._store.tidy()
        self.trouble = ""
