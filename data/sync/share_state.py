"""The state of a share as a person is told it, and what happened to it while a session lives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from typing import NamedTuple, assert_never

from ..errors import AfspraakError
from ..i18n.catalogue import Message
from ..ids import Login
from ..model.remote_address import HostAddress, PostgresDatabase, SshMachine, ThisMachine
from ..text.sanitize import clean_line
from .remote import FilesRemoved, ShareEnded


class ShareState(Enum):
    """What a person is told about a share; the value is part of the keys of messages."""

    HERE = "here"
    """Connected, and the other partner has the conversation open."""
    CONNECTED = "connected"
    """Connected; nobody else has it open."""
    CONNECTING = "connecting"
    DISCONNECTED = "disconnected"
    """The connection does not live, or does not carry everything; it is tried again."""
    ENDED = "ended"
    """There is no such share where it was."""

    @property
    def fails(self) -> bool:
        """Whether what is written here does not reach the other partner, or the other way."""
        return self in (ShareState.DISCONNECTED, ShareState.ENDED)


class Loss(Enum):
    """What was lost as a share failed."""

    NOTHING = auto()
    """It could not be reached."""
    PART = auto()
    """Files or rows of it were removed."""
    ALL = auto()
    """There was no such share where it was."""


class Interruption(NamedTuple):
    """The last time that a share failed."""

    reason: Message
    at: datetime
    loss: Loss


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class ShareRecord:
    """What happened to a share, for as long as its session lives; times are in UTC."""

    clock: Callable[[], datetime] = _now
    is_connected: bool | None = None
    """Whether the connection lives; None until the first one does, or fails."""
    since: datetime | None = None
    """The time since which the connection lives, or does not."""
    last_received: datetime | None = None
    """The time at which the last updates arrived."""
    interruption: Interruption | None = None
    repairs: int = 0
    """How often a share that was removed, or a part of it, was whole again."""

    def connect(self) -> None:
        """Record that the connection lives."""
        if self.is_connected is False and self.interruption is not None:
            self.repairs += self.interruption.loss is not Loss.NOTHING
        self._set_connected(True)

    def fail(self, error: AfspraakError) -> None:
        """Record that it does not."""
        reason, loss = error.message, Loss.NOTHING
        if isinstance(error, FilesRemoved | ShareEnded):
            loss = Loss.PART if isinstance(error, FilesRemoved) else Loss.ALL
        if self.interruption is None or self.is_connected or self.interruption.reason != reason:
            self.interruption = Interruption(reason, self.clock(), loss)
        self._set_connected(False)

    def receive(self) -> None:
        """Record that updates arrived."""
        self.last_received = self.clock()

    def _set_connected(self, connected: bool) -> None:
        if connected is not self.is_connected:
            self.is_connected, self.since = connected, self.clock()


def join_command(address: HostAddress, owner: Login, organisation: HostAddress | None) -> str:
    """Return the command with which the other partner joins what `owner` shares on a host.

    The database of the organisation need not be named.
    """
    match address:
        case ThisMachine():
            return f"afspraak join {clean_line(owner)}"
        case SshMachine(name):
            return f"afspraak join {clean_line(name)}:{clean_line(owner)}"
        case PostgresDatabase(url):
            via = "" if address == organisation else f" --via {clean_line(url)}"
            return f"afspraak join {clean_line(owner)}{via}"
        case _:
            assert_never(address)
