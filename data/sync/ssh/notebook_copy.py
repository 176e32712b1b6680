"""A user's own copy of a conversation, in a notebook of theirs, as a place for updates.

For who works on two machines: `sync` brings both copies together. Where this copy is shared on its
own machine, the other partner is told at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from pathlib import Path

from ...crdt.replica import Replica
from ...model.fields import to_conversation
from ...notebook.notebook import Notebook
from ...session.participant import recognise
from ...session.session import Session
from ..handshake import exchange_updates
from ..membership import find_existing_copy
from ..open_remote import open_remote
from ..remote import HandshakeReply, LogOffsets, Presence, ReceivedUpdates


class NotebookCopyRemote:
    """The copy, for one exchange. It is made when there is none yet."""

    def __init__(
        self, notebook: Path, created: str, clients: Collection[int], partner: str
    ) -> None:
        """The conversation is known by when it was created and who wrote in it.

        `partner` is the id of the one whose copy it is, "" where that is not known.
        """
        self._notebook = notebook
        self._partner: str | None = partner
        self._new = Replica()
        path = find_existing_copy(created, clients, notebook)
        self._session = Session.open(path) if path else None
        self._exchange_here()

    def handshake(self, state_vector: bytes) -> HandshakeReply:
        """What a session lacks of the copy."""
        copy = self._session or self._new
        return HandshakeReply((copy.update_since(state_vector),), copy.snapshot, {})

    def append(self, update: bytes) -> None:
        """Take an update into the copy."""
        if self._session is not None:
            self._session.receive(update)
        else:
            self._new.apply(update)

    def read_since(self, offsets: LogOffsets) -> ReceivedUpdates:
        """Nothing: nobody else writes here meanwhile."""
        return ReceivedUpdates((), offsets)

    def announce(self, presence: Presence) -> None:
        """Nobody is here to see it."""

    def read_presence(self) -> Sequence[Presence]:
        """Nobody is here."""
        return ()

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:  # noqa: ARG002
        """There is never news."""
        return lambda: None

    def close(self) -> None:
        """Keep what was taken in. Raises StoreError."""
        if self._session is None:
            conversation = to_conversation(self._new.fields)
            if not conversation.partners:
                return
            if conversation.partner(self._partner) is None:
                self._partner = recognise(conversation, {})
            path = Notebook(self._notebook).new_path(conversation, self._partner)
            self._session = Session.from_replica(path, self._new)
            if self._partner is not None:
                self._session.set_partner(self._partner)
        with closing(self._session):
            self._session.save()
            self._exchange_here()

    def _exchange_here(self) -> None:
        if self._session is None or (where := self._session.remote_address) is None or where.host:
            return
        with closing(open_remote(where)) as store:
            exchange_updates(self._session, store)
