"""What every store that is reached over something that can break has in common.

Connecting, reading and writing happen in a thread; no call waits. Where the connection breaks, it
is made again, later and later; what was on its way then is told anew at the next meeting. It is
left alone where trying again would not help before somebody did something.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from ..errors import AfspraakError, StorageError
from .remote import LogOffsets, Presence, ReceivedUpdates

INITIAL_BACKOFF_SECONDS = 0.5
MAX_BACKOFF_SECONDS = 30.0
"""After how long is tried again: twice as long each time, until this."""

_COUNT = "came"
"""The one entry of a vector: how many updates have come since the meeting."""


class PermanentFailure(StorageError):
    """Trying again by itself would not help: somebody has to do something first."""


class ReconnectingRemote(ABC):
    """One session's end of a place that is far away; what is said over the line comes on top."""

    def __init__(self, calling: str) -> None:
        """`calling` says what is going on while there is no connection yet."""
        self._calling = calling
        self._lock = threading.Lock()
        self._on_change: Callable[[], None] = lambda: None
        self._error: StorageError | None = None
        self._connected = False
        self._handshake_done = False
        """Whether the session and the place have met over this connection."""
        self._arrived: list[bytes] = []
        self._presences: Sequence[Presence] = ()
        self._backoff = INITIAL_BACKOFF_SECONDS
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._reconnect_forever, daemon=True)

    def read_since(self, offsets: LogOffsets) -> ReceivedUpdates:
        """What came since a meeting. Raises StoreError where there has to be another one."""
        with self._lock:
            self._check()
            arrived = tuple(self._arrived[offsets.get(_COUNT, 0) :])
            return ReceivedUpdates(arrived, {_COUNT: len(self._arrived)})

    def read_presence(self) -> Sequence[Presence]:
        """Where the others are, as far as has been heard."""
        with self._lock:
            self._check()
            return self._presences

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Have something called, in a thread, when something came or the connection changed."""
        self._on_change = on_change
        on_change()

        def stop() -> None:
            self._on_change = lambda: None

        return stop

    @abstractmethod
    def _connect_and_listen(self) -> None:
        """Connect, tell that by `_begin`, and take in what comes, until it breaks.

        Raises AfspraakError then, and Hopeless where it need not be tried again.
        """

    @abstractmethod
    def _disconnect(self) -> None:
        """Let go of whatever `_call` left open; called with none, it does nothing."""

    def _release(self) -> None:  # noqa: B027 - most have nothing left then
        """The thread ends, however late after `close`: let go of what it used."""

    def _check(self) -> None:
        """With the lock held. Raises StoreError where there was no meeting over a connection."""
        if self._error is not None:
            raise self._error
        if not self._handshake_done:
            raise StorageError(self._calling)

    def _complete_handshake(self) -> LogOffsets:
        """With the lock held: from here on counts what came since this meeting."""
        self._handshake_done = True
        self._backoff = INITIAL_BACKOFF_SECONDS
        return {_COUNT: 0}

    def _set_connected(self) -> None:
        with self._lock:
            self._connected, self._handshake_done, self._error = True, False, None
        self._on_change()

    def _set_disconnected(self, error: AfspraakError) -> None:
        with self._lock:
            self._connected, self._handshake_done, self._presences = False, False, ()
            self._error = StorageError(str(error))
        self._on_change()

    def _reconnect_forever(self) -> None:
        while not self._closed.is_set():
            hopeless = False
            try:
                self._connect_and_listen()
            except AfspraakError as error:
                hopeless = isinstance(error, PermanentFailure)
                self._set_disconnected(error)
            self._disconnect()
            self._closed.wait(None if hopeless else self._backoff)
            self._backoff = min(2 * self._backoff, MAX_BACKOFF_SECONDS)
        self._release()
