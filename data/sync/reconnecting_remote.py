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
_AT_MOST_SECONDS = 30.0
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
        self._told: Callable[[], None] = lambda: None
        self._trouble: StorageError | None = None
        self._connected = False
        self._in_touch = False
        """Whether the session and the place have met over this connection."""
        self._arrived: list[bytes] = []
        self._here: Sequence[Presence] = ()
        self._pause = INITIAL_BACKOFF_SECONDS
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._keep_calling, daemon=True)

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
            return self._here

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Have something called, in a thread, when something came or the connection changed."""
        self._told = on_change
        on_change()

        def stop() -> None:
            self._told = lambda: None

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
        if self._trouble is not None:
            raise self._trouble
        if not self._in_touch:
            raise StorageError(self._calling)

    def _meeting(self) -> LogOffsets:
        """With the lock held: from here on counts what came since this meeting."""
        self._in_touch = True
        self._pause = INITIAL_BACKOFF_SECONDS
        return {_COUNT: 0}

    def _begin(self) -> None:
        with self._lock:
            self._connected, self._in_touch, self._trouble = True, False, None
        self._told()

    def _end(self, error: AfspraakError) -> None:
        with self._lock:
            self._connected, self._in_touch, self._here = False, False, ()
            self._trouble = StorageError(str(error))
        self._told()

    def _keep_calling(self) -> None:
        while not self._closed.is_set():
            hopeless = False
            try:
                self._connect_and_listen()
            except AfspraakError as error:
                hopeless = isinstance(error, PermanentFailure)
                self._end(error)
            self._disconnect()
            self._closed.wait(None if hopeless else self._pause)
            self._pause = min(2 * self._pause, _AT_MOST_SECONDS)
        self._release()
