"""A shared folder on another machine as the place for updates: its store there, over a line here.

Connecting, reading and writing happen in threads; no call waits. When the line drops, the machine
is called again, later and later; what was on its way then is told anew at the next meeting. It is
left alone where calling again would not help before somebody did something.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from ..errors import AfspraakError, StoreError
from ..language import say
from ..states import state_of
from ..text import clean_line
from .line import Hopeless, Line
from .messages import Kind, Message, Refused, garbled, message
from .store import Arrived, Met, Presence, Vector

_AGAIN_SECONDS = 0.5
_AT_MOST_SECONDS = 30.0
"""After how long is called again: twice as long each time, until this."""

_COUNT = "came"
"""The one entry of a vector: how many updates have come since the meeting."""


class DistantStore:
    """One session's end of a shared folder on another machine."""

    def __init__(self, host: str, entering: Message, line: Line | None = None) -> None:
        """`entering` is how the other end is asked for the folder.

        With a `line` that is open already, this goes on with it; else it calls by itself.
        """
        self._host, self._entering = host, entering
        self._lock = threading.Lock()
        self._told: Callable[[], None] = lambda: None
        self._line: Line | None = None
        self._trouble: StoreError | None = None
        self._asked = False
        self._in_touch = False
        self._coming: list[bytes] = []
        self._met: Met | None = None
        self._arrived: list[bytes] = []
        self._here: Sequence[Presence] = ()
        self._announced: Presence | None = None
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._keep_calling, args=(line,), daemon=True)
        self._thread.start()

    def meet(self, state: bytes) -> Met | None:
        """What the session lacks; None until it has come."""
        with self._lock:
            if self._met is not None:
                met, self._met = self._met, None
                self._asked, self._in_touch = False, True
                return met
            if self._trouble is not None:
                raise self._trouble
            if self._line is not None and not self._asked:
                self._asked = True
                self._coming, self._arrived = [], []
                self._line.post(Message(Kind.MEET, state))
            return None

    def append(self, update: bytes) -> None:
        """Hand on an own update."""
        self._live().post(Message(Kind.UPDATE, update))

    def read_since(self, seen: Vector) -> Arrived:
        """What came since a meeting. Raises StoreError where there has to be another one."""
        self._live()
        with self._lock:
            return Arrived(
                tuple(self._arrived[seen.get(_COUNT, 0) :]), {_COUNT: len(self._arrived)}
            )

    def announce(self, presence: Presence) -> None:
        """Tell the others where one is."""
        line = self._live()
        if presence != self._announced:
            self._announced = presence
            line.post(message(Kind.HERE, at=presence[1:]))  # who it is, is known there

    def present(self) -> Sequence[Presence]:
        """Where the others are, as far as has been heard."""
        self._live()
        return self._here

    def watch(self, something_new: Callable[[], None]) -> Callable[[], None]:
        """Have something called, in a thread, when something came or the line changed."""
        self._told = something_new
        something_new()

        def stop() -> None:
            self._told = lambda: None

        return stop

    def close(self) -> None:
        """Leave; what was handed on before gets there where the line works."""
        self._closed.set()
        with self._lock:
            line = self._line
        if line is not None:
            line.leave()
            self._thread.join(1.0)

    def _live(self) -> Line:
        """The line. Raises StoreError where there is none, or has been another one since."""
        with self._lock:
            if self._trouble is not None:
                raise self._trouble
            if self._line is None or not self._in_touch:
                raise StoreError(say("sharing.line.calling", host=clean_line(self._host)))
            return self._line

    def _keep_calling(self, line: Line | None) -> None:
        pause = _AGAIN_SECONDS
        while not self._closed.is_set():
            hopeless = False
            try:
                line = line or Line(self._host, ask=False)
                if not self._closed.is_set():
                    self._enter(line)
                    self._begin(line)
                    pause = _AGAIN_SECONDS
                    self._listen(line)
                    raise StoreError(say("sharing.line.dropped", host=clean_line(self._host)))
            except AfspraakError as error:
                hopeless = isinstance(error, Hopeless)
                self._end(error)
            if line is not None:
                line.cut()
                line = None
            self._closed.wait(None if hopeless else pause)
            pause = min(2 * pause, _AT_MOST_SECONDS)

    def _enter(self, line: Line) -> None:
        try:
            line.request(self._entering)
        except Refused as error:
            raise Hopeless(str(error)) from error

    def _begin(self, line: Line) -> None:
        with self._lock:
            self._line, self._trouble = line, None
            self._asked, self._in_touch = False, False
            self._met, self._announced = None, None
        self._told()

    def _end(self, error: AfspraakError) -> None:
        with self._lock:
            self._line, self._here = None, ()
            self._asked, self._in_touch, self._met = False, False, None
            self._trouble = StoreError(str(error))
        self._told()

    def _listen(self, line: Line) -> None:
        """Take in all that comes, until the line ends."""
        while (came := line.listen()) is not None:
            self._take(came)
            if came.kind is not Kind.PONG:
                self._told()

    def _take(self, came: Message) -> None:
        with self._lock:
            if came.kind is Kind.UPDATE:
                meeting = self._asked and self._met is None
                (self._coming if meeting else self._arrived).append(came.body)
            elif came.kind is Kind.MET:
                self._met = Met(self._coming, _checked(came.body), {_COUNT: 0})
            elif came.kind is Kind.HERE:
                self._here = _present(came)
            elif came.checked.kind not in (Kind.PONG, Kind.DONE):
                raise garbled()


def _checked(reached: bytes) -> bytes:
    try:
        state_of(reached)
    except ValueError:
        raise garbled() from None
    return reached


def _present(told: Message) -> Sequence[Presence]:
    found = []
    others = told.words.get("others")
    for one in others if isinstance(others, list) else ():
        match one:
            case [login, partner, pane, int(position), row]:
                login, partner, pane, row = map(clean_line, map(str, (login, partner, pane, row)))
                found.append(Presence(login, partner, pane, max(0, position), row))
    return tuple(found)
