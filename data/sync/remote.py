"""The protocol of a remote, where the sessions of a shared conversation exchange updates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from ..errors import RemoteError
from ..ids import NOBODY, Login, PartnerId
from ..text.sanitize import clean_line


class ShareEnded(RemoteError):
    """There is no such share where it was, or it does not admit this user any more."""


class FilesRemoved(RemoteError):
    """Files of a share were removed from outside; a handshake writes what is lacking."""


class LogsRemoved(FilesRemoved):
    """Only logs of others: they may hold what they held in another one."""


LogOffsets = Mapping[str, int]
"""The position up to which each log was read, by name; only the remote understands it."""


class CarriedUpdate(NamedTuple):
    """An update as a remote carries it."""

    data: bytes
    is_own: bool = False
    """Whether this user wrote it, as the system proves: the owner of a file, the login."""


def data_of(updates: Iterable[CarriedUpdate]) -> list[bytes]:
    """Return the updates without their writers."""
    return [update.data for update in updates]


class ReceivedUpdates(NamedTuple):
    """Updates that were read, and the offsets after them."""

    updates: Sequence[CarriedUpdate]
    offsets: LogOffsets


class HandshakeReply(NamedTuple):
    """A remote's answer to a session's state vector."""

    updates: Sequence[CarriedUpdate]
    """The updates that the session lacks."""
    snapshot: bytes
    """The remote's snapshot, from which the session computes what the remote lacks."""
    offsets: LogOffsets


class Presence(NamedTuple):
    """The presence of a session: its user, and their location in the conversation."""

    login: Login
    """The login, authenticated by the system."""
    partner: PartnerId = NOBODY
    """The id of the partner that they claim to be."""
    pane: str = ""
    """The pane with their focus: `checklist`, `notes`, `agreements`."""
    position: int = 0
    """Their caret in the notes, in code points."""
    row: str = ""
    """The id of the item or agreement under their cursor; empty in the notes."""


def parse_presence(login: str, at: object) -> Presence | None:
    """Return the presence of `login`, cleaned; None if `at`, its other values, is malformed."""
    match at:
        case [str(partner), str(pane), int(position), str(row)]:
            login, partner, pane, row = map(clean_line, (login, partner, pane, row))
            return Presence(Login(login), PartnerId(partner), pane, max(0, position), row)
    return None


class Remote(Protocol):
    """One session's access to the updates of a shared conversation; methods raise RemoteError."""

    def handshake(self, state_vector: bytes) -> HandshakeReply | None:
        """Return the updates that a session with this state vector lacks, and the snapshot.

        Return None if that takes time: `watch` calls back when to try again. Raises ValueError if
        the state vector is malformed.
        """

    def append(self, update: bytes) -> None:
        """Write an update of this session. If it gets lost, a later `handshake` shows that."""

    def read_since(self, offsets: LogOffsets) -> ReceivedUpdates:
        """Return others' updates after offsets that `handshake` or an earlier call returned."""

    def announce(self, presence: Presence) -> None:
        """Show this session's presence to the others. `login` is ignored: the remote knows it."""

    def read_presence(self) -> Sequence[Presence]:
        """Return the presences of the others who have the conversation open now."""

    @property
    def has_other_left(self) -> bool:
        """Whether another user left the share for good, as the last `read_presence` found it."""

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call `on_change`, in any thread, when there may be news; return a function to stop it."""

    def close(self) -> None:
        """Release the remote; the others see that this user has left."""
