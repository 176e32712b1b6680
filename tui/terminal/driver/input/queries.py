"""The queries that a terminal has not answered yet."""

from __future__ import annotations

import threading
import time
from collections import deque
from enum import Enum

QUERY_TIMEOUT = 2.0
"""Seconds after which no answer is expected. A terminal that has answered nothing by then counts
as unresponsive."""
_MAX_PENDING = 64
"""The most queries that are remembered."""


class Query(Enum):
    """A query; the value is the sequence to send."""

    CURSOR_POSITION = "\x1b[6n"
    SYNCHRONIZED_OUTPUT = "\x1b[?2026$p"
    IN_BAND_RESIZE = "\x1b[?2048$p"


class PendingQueries:
    """Queries in the order in which they were sent. May be used from any thread.

    Call `asked` before sending a query. A terminal answers in order and skips queries that it does
    not know, so an answer settles its own query and every earlier one.
    """

    def __init__(self) -> None:
        """Begin without queries."""
        self._pending: deque[Query] = deque(maxlen=_MAX_PENDING)
        self._settled = threading.Condition()
        self._first_asked: float | None = None
        self._last_asked = 0.0
        self._answers = False

    def __bool__(self) -> bool:
        """Whether a query is unanswered."""
        return bool(self._pending)

    def asked(self, query: Query) -> None:
        """Record a query that is about to be sent."""
        with self._settled:
            self._last_asked = time.monotonic()
            if self._first_asked is None:
                self._first_asked = self._last_asked
            self._pending.append(query)

    def answered(self, query: Query) -> bool:
        """Record an answer; return False if there was no such query."""
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
        """Whether an answer may arrive now: a query is pending, and not for long."""
        return bool(self._pending) and time.monotonic() - self._last_asked < QUERY_TIMEOUT

    @property
    def unresponsive(self) -> bool:
        """Whether this terminal had the time to answer a query, and never did."""
        asked = self._first_asked
        return not self._answers and asked is not None and time.monotonic() - asked >= QUERY_TIMEOUT

    def wait(self, seconds: float, step: float) -> bool:
        """Wait up to `seconds` for all answers; return whether there is nothing pending.

        Returns at most `step` seconds after the terminal turns out to be `unresponsive`.
        """
        end = time.monotonic() + seconds
        with self._settled:
            while self._pending and not self.unresponsive:
                remaining = end - time.monotonic()
                if remaining <= 0:
                    break
                self._settled.wait(min(remaining, step))
            return not self._pending
