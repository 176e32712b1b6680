"""The questions a terminal has been asked and has not answered yet."""

from __future__ import annotations

import threading
import time
from collections import deque
from enum import Enum

QUERY_TIMEOUT = 2.0
"""Seconds after which an answer is not expected any more. A terminal that has not answered anything
by then counts as one that never will."""
_MOST = 64
"""The most questions that are remembered."""


class Query(Enum):
    """A question; the value is what is sent."""

    CURSOR_POSITION = "\x1b[6n"
    SYNCHRONIZED_OUTPUT = "\x1b[?2026$p"
    IN_BAND_RESIZE = "\x1b[?2048$p"


class PendingQueries:
    """Questions in the order in which they were sent. May be used from any thread.

    Whoever sends a question calls `asked` first. A terminal answers in order: an answer settles
    its own question and every earlier one, since a terminal that skipped those does not know them.
    """

    def __init__(self) -> None:
        """Nothing has been asked."""
        self._pending: deque[Query] = deque(maxlen=_MOST)
        self._settled = threading.Condition()
        self._first_asked: float | None = None
        self._last_asked = 0.0
        self._answers = False

    def __bool__(self) -> bool:
        """Whether an answer is still to come."""
        return bool(self._pending)

    def asked(self, query: Query) -> None:
        """Record a question that is about to be sent."""
        with self._settled:
            self._last_asked = time.monotonic()
            if self._first_asked is None:
                self._first_asked = self._last_asked
            self._pending.append(query)

    def answered(self, query: Query) -> bool:
        """Record an answer; False if nobody had asked."""
        with self._settled:
            if query not in self._pending:
                return False
            while self._pending.popleft() is not query:
                pass
            self._answers = True
            self._settled.notify_all()
            return True

    @property
    def expecting(self) -> bool:
        """Whether an answer may well come now: one is pending, and not for long."""
        return bool(self._pending) and time.monotonic() - self._last_asked < QUERY_TIMEOUT

    @property
    def unresponsive(self) -> bool:
        """Whether this terminal had the time to answer something, and never did."""
        asked = self._first_asked
        return not self._answers and asked is not None and time.monotonic() - asked >= QUERY_TIMEOUT

    def wait(self, seconds: float, step: float) -> bool:
        """Wait until all is answered, or for so long; returns whether all is answered.

        Returns after at most `step` seconds more when the terminal turns out to be `hopeless`.
        """
        end = time.monotonic() + seconds
        with self._settled:
            while self._pending and not self.unresponsive:
                left = end - time.monotonic()
                if left <= 0:
                    break
                self._settled.wait(min(left, step))
            return not self._pending
