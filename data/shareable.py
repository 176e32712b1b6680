"""What a session offers to those who share it: its updates, in and out, and where it is shared."""

from __future__ import annotations

from collections.abc import Callable, Collection

from .fields import SINGLE, field_key
from .states import state_of, vector
from .store.keeper import Keeper
from .where import Where

_SHARED_IN = field_key("header", SINGLE, "shared_in")
"""Where this user shares the conversation: kept in the private file, for it is theirs alone."""


class Shareable:
    """The part of a session that can be shared. `Session` brings the rest."""

    me: str
    writer: str

    def __init__(self, shared: Keeper, private: Keeper | None) -> None:
        self._shared = shared
        self._private = private
        self._senders: list[Callable[[bytes], None]] = []

    @property
    def client(self) -> int:
        """The number of this session among all that ever wrote in the conversation."""
        return self._shared.replica.client

    @property
    def state(self) -> bytes:
        """What this session has, for another's `since`."""
        return self._shared.replica.state

    def since(self, state: bytes) -> bytes:
        """What somebody with this state lacks, as an update."""
        return self._shared.replica.since(state)

    def lacked_by(self, reached: bytes) -> bytes:
        """What a replica that has come so far (its `reached`) lacks, as an update; b"" for nothing.

        Raises ValueError for what is no such thing.
        """
        there = state_of(reached)
        # A state vector does not tell what was removed, so only the two states tell what is new.
        if not state_of(self.reached).beyond(there):
            return b""
        return self.since(vector(there))

    @property
    def reached(self) -> bytes:
        """How far the conversation has come (see `Replica.reached`)."""
        return self._shared.replica.reached

    @property
    def clients(self) -> Collection[int]:
        """The numbers of all sessions that wrote in the conversation."""
        return self._shared.replica.clocks.keys()

    def written_by(self, clients: Collection[int]) -> bool:
        """Whether any of these sessions wrote in this conversation; else it is another one."""
        return any(client in clients for client in self.clients)

    def send_to(self, sender: Callable[[bytes], None]) -> Callable[[], None]:
        """Hand on every update made here, in order; returns how to stop that."""
        self._senders.append(sender)
        return lambda: self._senders.remove(sender)

    @property
    def shared_in(self) -> Where | None:
        """Where this user shares the conversation; None where it is not shared."""
        fields = self._private.replica.fields if self._private else {}
        found = str(fields.get(_SHARED_IN, ""))
        return Where.parse(found) if found else None

    def share_in(self, where: Where | None) -> None:
        """Remember where this user shares the conversation; None: nowhere any more."""
        keeper = self._private_keeper()
        # No step that undo takes back: that would not bring the folder back, or take it away.
        _, update = keeper.replica.edit((), {_SHARED_IN: str(where or "")}, undoable=False)
        self._record(keeper, update)

    def i_am(self, partner: str) -> None:
        """Tell which partner is at this terminal, where the login name here does not."""
        self.me = self.writer = partner
        self._private_keeper()  # it remembers that

    def _send(self, update: bytes) -> None:
        for sender in tuple(self._senders):
            sender(update)

    def _private_keeper(self) -> Keeper:
        """The keeper of the private file, made when it is first needed."""
        raise NotImplementedError

    def _record(self, keeper: Keeper, update: bytes, *, send: bool = True) -> None:
        """Keep a change, and with `send` hand it on where it is the shared conversation's."""
        raise NotImplementedError
