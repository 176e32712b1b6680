"""The protocol of a remote: a place for shared updates, whatever it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

LogOffsets = Mapping[str, int]
"""The position up to which each log was read, by name; only the remote understands it."""


class ReceivedUpdates(NamedTuple):
    """Updates that were read, and the offsets after them."""

    updates: Sequence[bytes]
    offsets: LogOffsets


class HandshakeReply(NamedTuple):
    """A remote's answer to a session's state vector."""

    updates: Sequence[bytes]
    """What the session lacks."""
    snapshot: bytes
    """The remote's snapshot, from which follows what the remote lacks."""
    offsets: LogOffsets


class Presence(NamedTuple):
    """Where somebody is in the conversation."""

    login: str
    """The login, as the system knows it: nobody can claim to be another."""
    partner: str = ""
    """The id of the partner that they say they are."""
    pane: str = ""
    """The pane with their focus: `checklist`, `notes`, `agreements`."""
    position: int = 0
    """Their caret in the notes, in code points."""
    row: str = ""
    """The id of the item or agreement under their cursor; empty in the notes."""


class Remote(Protocol):
    """A place for the updates of one conversation. Every method can raise StorageError."""

    def handshake(self, state_vector: bytes) -> HandshakeReply | None:
        """Return what a session with this state vector lacks, and the remote's snapshot.

        Return None if that takes time: it is requested, and `watch` calls back when to try again.
        """

    def append(self, update: bytes) -> None:
        """Write an update of this session. If it gets lost, a later `handshake` shows that."""

    def read_since(self, offsets: LogOffsets) -> ReceivedUpdates:
        """Return what others wrote after offsets, which `handshake` or an earlier call returned."""

    def announce(self, presence: Presence) -> None:
        """Show the others where this user is. `login` is ignored: the remote knows it."""

    def read_presence(self) -> Sequence[Presence]:
        """Return the presences of the others who have the conversation open now."""

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call `on_change`, in any thread, when something may be new; return how to stop it."""

    def close(self) -> None:
        """Release the remote; the others see that this user has left."""
