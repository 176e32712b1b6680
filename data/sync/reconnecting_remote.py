"""Base of remotes whose connection may drop: worker thread, exponential back-off.

Connecting, reading and writing happen in the thread; no call waits. If the connection breaks, the
thread connects again, and updates that were lost are sent after the next handshake. After a
PermanentFailure it does not connect again.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from ..errors import AfspraakError, RemoteError
from ..i18n.catalogue import Message
from .connection_state import Connection, ConnectionEvent, transition
from .remote import CarriedUpdate, FilesRemoved, LogOffsets, Presence, ReceivedUpdates, ShareEnded

INITIAL_BACKOFF_SECONDS = 0.5
MAX_BACKOFF_SECONDS = 30.0
"""The longest delay before a retry, in seconds; it doubles from the initial one."""

_COUNT = "came"
"""The only key of the offsets: the number of updates that arrived since the handshake."""


class PermanentFailure(RemoteError):
    """Trying again does not help before a person has removed the cause."""


class ReconnectingRemote(ABC):
    """One session's end of a distant remote; subclasses add the protocol."""

    def __init__(self, host: Message | str) -> None:
        """`host` is the name of the machine or database in messages."""
        self._connecting = Message("sharing.ssh.connecting", host=host)
        self._lock = threading.Condition()
        self._on_change: Callable[[], None] = lambda: None
        self._state = Connection.CONNECTING
        self._error: RemoteError | None = None
        """The error that ended the last connection; None while connected."""
        self._arrived: list[CarriedUpdate] = []
        self._presences: Sequence[Presence] = ()
        self._has_other_left = False
        self._backoff = INITIAL_BACKOFF_SECONDS
        self._thread = threading.Thread(target=self._reconnect_forever, daemon=True)

    @property
    def state(self) -> Connection:
        """The state of the connection."""
        return self._state

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection, with a handshake over it or without."""
        return self._state in (Connection.HANDSHAKING, Connection.IN_SYNC)

    def read_since(self, offsets: LogOffsets) -> ReceivedUpdates:
        """Return the updates since the handshake. Raises RemoteError if a new one is needed."""
        with self._lock:
            self._check()
            arrived = tuple(self._arrived[offsets.get(_COUNT, 0) :])
            return ReceivedUpdates(arrived, {_COUNT: len(self._arrived)})

    def read_presence(self) -> Sequence[Presence]:
        """Return the presences of the others that were received last."""
        with self._lock:
            self._check()
            return self._presences

    @property
    def has_other_left(self) -> bool:
        """Whether the other end said last that another user left the share for good."""
        return self._has_other_left

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call `on_change`, in a thread, when updates arrived or the connection changed."""
        self._on_change = on_change
        on_change()

        def stop() -> None:
            self._on_change = lambda: None

        return stop

    @abstractmethod
    def _connect_and_listen(self) -> None:
        """Connect, call `_set_connected`, and receive until the connection breaks.

        Raises AfspraakError then, and PermanentFailure if trying again would not help.
        """

    @abstractmethod
    def _disconnect(self) -> None:
        """Release the resources that `_connect_and_listen` left open, if any."""

    def _release(self) -> None:  # noqa: B027 - most have nothing left then
        """Release the thread's own resources; called when it ends, maybe long after `close`."""

    def _check(self) -> None:
        """Raise RemoteError if the state is not IN_SYNC. Call with the lock held."""
        if self._error is not None:
            raise self._error
        if self._state is not Connection.IN_SYNC:
            raise RemoteError(self._connecting)

    def _complete_handshake(self) -> LogOffsets:
        """Enter IN_SYNC, and return the offsets at this handshake. Call with the lock held."""
        self._advance(ConnectionEvent.AGREED)
        self._backoff = INITIAL_BACKOFF_SECONDS
        return {_COUNT: 0}

    def _set_connected(self) -> None:
        with self._lock:
            self._advance(ConnectionEvent.CONNECTED)
            self._error = None
        self._on_change()

    def _set_disconnected(self, error: AfspraakError) -> None:
        refused = isinstance(error, PermanentFailure)
        with self._lock:
            self._advance(ConnectionEvent.REFUSED if refused else ConnectionEvent.DROPPED)
            if isinstance(error, ShareEnded | FilesRemoved):
                self._error = error
            else:
                self._error = RemoteError(error.message)
            self._presences = ()
        self._on_change()

    def _reconnect_forever(self) -> None:
        while self._state is not Connection.CLOSED:
            try:
                self._connect_and_listen()
            except AfspraakError as error:
                self._set_disconnected(error)
            self._disconnect()
            with self._lock:
                self._lock.wait_for(
                    lambda: self._state is Connection.CLOSED,
                    None if self._state is Connection.FAILED else self._backoff,
                )
                self._advance(ConnectionEvent.RETRY)
            self._backoff = min(2 * self._backoff, MAX_BACKOFF_SECONDS)
        self._release()

    def _advance(self, event: ConnectionEvent) -> None:
        """Make a transition. Call with the lock held."""
        self._state = transition(self._state, event)
        self._lock.notify_all()
