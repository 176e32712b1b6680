"""What a place for shared updates must be able to do, whatever it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

LogOffsets = Mapping[str, int]
"""How far each log was read: its name, and an offset that only the store understands."""


class ReceivedUpdates(NamedTuple):
    """Updates that were read, and how far all logs are read now."""

    updates: Sequence[bytes]
    offsets: LogOffsets


class HandshakeReply(NamedTuple):
    """What is in the place, for a session that comes there."""

    updates: Sequence[bytes]
    """What the session lacks."""
    snapshot: bytes
    """How far the place had come (see `Replica.reached`): it tells what the place lacks."""
    offsets: LogOffsets


class Presence(NamedTuple):
    """Where somebody is in the conversation."""

    login: str
    """Who, as the system knows them: nobody can claim to be another."""
    partner: str = ""
    """Which partner of the conversation they say they are; an id."""
    pane: str = ""
    """The pane with their focus: `checklist`, `notes`, `agreements`."""
    position: int = 0
    """Their caret in the notes, in code points."""
    row: str = ""
    """The id of the item or agreement under their cursor; empty in the notes."""


class Remote(Protocol):
    """A place for the updates of one conversation. Every call raises StoreError in trouble."""

    def handshake(self, state_vector: bytes) -> HandshakeReply | None:
        """What a session with this state (a state vector) lacks of all that is there.

        None where that takes a while: it is asked for, and `watch` tells when to call this again.
        """

    def append(self, update: bytes) -> None:
        """Hand on an own update. What a place that fails meanwhile lost, `meet` tells later."""

    def read_since(self, offsets: LogOffsets) -> ReceivedUpdates:
        """What others wrote since a vector, which `meet` or an earlier call gave."""

    def announce(self, presence: Presence) -> None:
        """Tell the others where one is. `login` is not looked at: the store knows it."""

    def read_presence(self) -> Sequence[Presence]:
        """Where the others are who have the conversation open now."""

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Have something called, in any thread, when there may be news; returns how to stop it."""

    def close(self) -> None:
        """Let go; the others see that one has left."""
