"""What a session offers to those who share it: its updates, in and out, and where it is shared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from .fields import SINGLE, field_key
from .replica import Replica
from .store.keeper import Keeper

if TYPE_CHECKING:
    from .store.moments import Moments

_SHARED_IN = field_key("header", SINGLE, "shared_in")
"""Where this user shares the conversation: kept in the private file, for it is theirs alone."""


class Shareable:
    """The part of a session that can be shared. `Session` brings the rest."""

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

    def grew_from(self, other: Replica) -> bool:
        """Whether this and another replica hold anything that the same session wrote."""
        return self._shared.replica.shares_history_with(other)

    def remember(self, moments: Moments) -> None:
        """Have in the history also when another copy's notes became what they were."""
        self._shared.remember(moments)

    def send_to(self, sender: Callable[[bytes], None]) -> Callable[[], None]:
        """Hand on every update made here, in order; returns how to stop that."""
        self._senders.append(sender)
        return lambda: self._senders.remove(sender)

    @property
    def shared_in(self) -> Path | None:
        """The folder in which this user shares the conversation; None where it is not shared."""
        fields = self._private.replica.fields if self._private else {}
        found = str(fields.get(_SHARED_IN, ""))
        return Path(found) if found else None

    def share_in(self, folder: Path | None) -> None:
        """Remember where this user shares the conversation; None: nowhere any more."""
        keeper = self._private_keeper()
        # No step that undo takes back: that would not bring the folder back, or take it away.
        _, update = keeper.replica.edit((), {_SHARED_IN: str(folder or "")}, undoable=False)
        self._record(keeper, update)

    def _send(self, update: bytes) -> None:
        for sender in tuple(self._senders):
            sender(update)

    def _private_keeper(self) -> Keeper:
        """The keeper of the private file, made when it is first needed."""
        raise NotImplementedError

    def _record(self, keeper: Keeper, update: bytes, *, send: bool = True) -> None:
        """Keep a change, and with `send` hand it on where it is the shared conversation's."""
        raise NotImplementedError
