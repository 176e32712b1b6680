"""Flow control: on a slow line frames wait, instead of queueing behind each other.

Between program and user are buffers of megabytes (pty, sshd, TCP). A line that cannot keep up fills
them, and every frame waits for all bytes before it. So the terminal is sometimes asked for its
cursor position (`CSI 6 n`, which every terminal answers): the answer means that everything sent
before the query has been drawn.
"""

from __future__ import annotations

_QUERY_EVERY = 1024
"""Bytes after which the terminal is queried. A typed letter is some ten."""
_WINDOW = 4096
"""The most bytes under way: 1.6 s at 20 kbit/s. A whole pane or a page of notes fits, so that on a
line with a long delay nothing waits for an answer."""
ANSWER_TIMEOUT = 2.0
"""Seconds after which an answer counts as lost."""


class FlowControl:
    """Decides whether the line can take another frame. Times are seconds of one clock."""

    def __init__(self) -> None:
        """Begin with nothing under way, not knowing whether this terminal answers."""
        self._answers = False
        self._asked: float | None = None
        self._bytes_before_query = 0
        self._bytes_after_query = 0

    def ask(self, now: float) -> None:
        """Record a query for everything sent so far."""
        self._asked = now
        self._bytes_before_query, self._bytes_after_query = self._bytes_after_query, 0

    def sent(self, count: int, now: float) -> bool:
        """Record `count` bytes as under way; return whether to send a query after them."""
        self._bytes_after_query += count
        if self._asked is not None or self._bytes_after_query < _QUERY_EVERY:
            return False
        self.ask(now)
        return True

    def answered(self) -> bool:
        """Record an answer; return False if there was no query."""
        if self._asked is None:
            return False
        self._answers = True
        self._asked = None
        self._bytes_before_query = 0
        return True

    def delay(self, now: float) -> float:
        """Return the most seconds that the next frame has to wait for an answer; 0: none."""
        if (
            self._asked is None
            or not self._answers
            or self._bytes_before_query + self._bytes_after_query <= _WINDOW
        ):
            return 0.0
        remaining = self._asked + ANSWER_TIMEOUT - now
        if remaining > 0:
            return remaining
        self._answers = False
        return 0.0
