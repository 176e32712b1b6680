"""A user's own copy of a conversation, in their notebook on this machine, as a remote.

For people who work on two machines: `sync` merges both copies. If this copy is shared on its own
machine, the other partner gets the changes at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from pathlib import Path

from ...crdt.replica import Replica
from ...ids import PartnerId
from ...model.remote_address import LocalFolder
from ...model.rows.conversation_rows import to_conversation
from ...notebook.notebook import Notebook
from ...session.participant import recognise
from ...session.session import Session
from ...session.user import SYSTEM_USER, User
from ..handshake import exchange_updates, receive_into, receive_own
from ..hosts import LocalHost
from ..membership import find_existing_copy
from ..remote import CarriedUpdate, HandshakeReply, LogOffsets, Presence, ReceivedUpdates


class NotebookCopyRemote:
    """The copy, for one exchange. It is made if there is none yet."""

    def __init__(
        self,
        notebook: Path,
        created: str,
        clients: Collection[int],
        partner: PartnerId,
        *,
        user: User = SYSTEM_USER,
    ) -> None:
        """Find the copy by the time of creation and the clients who wrote in it.

        `partner` is the id of the partner whose copy it is, "" if unknown.
        """
        self._notebook = notebook
        self._user = user
        self._partner: PartnerId | None = partner
        self._new_replica = Replica()
        path = find_existing_copy(created, clients, notebook, user=user)
        self._session = Session.open(path, user=user) if path else None
        self._exchange_here()

    def handshake(self, state_vector: bytes) -> HandshakeReply:
        """Return the updates of the copy that a session with this state vector lacks."""
        copy = self._session.sync if self._session else self._new_replica
        return HandshakeReply(
            (CarriedUpdate(copy.update_since(state_vector), is_own=True),), copy.snapshot, {}
        )

    def append(self, update: bytes) -> None:
        """Apply an update to the copy. Raises QuarantineUnavailable."""
        if self._session is not None:
            receive_own(self._session.sync, update)
        else:
            receive_into(self._new_replica, [update])

    def read_since(self, offsets: LogOffsets) -> ReceivedUpdates:
        """Return no updates: nobody else writes to the copy meanwhile."""
        return ReceivedUpdates((), offsets)

    def announce(self, presence: Presence) -> None:
        """Do nothing: nobody sees it."""

    def read_presence(self) -> Sequence[Presence]:
        """Return no presences."""
        return ()

    @property
    def has_other_left(self) -> bool:
        """Nobody takes part in it who could leave."""
        return False

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:  # noqa: ARG002
        """Do nothing: there are no changes of others."""
        return lambda: None

    def close(self) -> None:
        """Save the copy. Raises StorageError and RemoteError."""
        if self._session is None:
            conversation = to_conversation(self._new_replica.fields)
            if not conversation.partners:
                return
            if conversation.partner(self._partner) is None:
                self._partner = recognise(conversation, {}, user=self._user)
            path = Notebook(self._notebook, user=self._user).new_path(conversation, self._partner)
            self._session = Session.from_replica(path, self._new_replica, user=self._user)
            if self._partner is not None:
                self._session.set_partner(self._partner)
        with closing(self._session):
            self._session.save()
            self._exchange_here()

    def _exchange_here(self) -> None:
        if self._session is None:
            return
        address = self._session.sync.remote_address
        if isinstance(address, LocalFolder):
            with closing(LocalHost().open_remote(address.share_id)) as remote:
                exchange_updates(self._session.sync, remote)
