"""How much is still on its way to the terminal: frames wait, rather than queue, on a slow line.

Between the program and the eyes lie buffers of megabytes (a pty, sshd, TCP). A line that cannot
keep up fills them, and every frame then comes late by all that lies before it. So the terminal is
asked now and then where its cursor is (`CSI 6 n`, which every terminal answers): the answer tells
that all that was sent before the question has been drawn.
"""

from __future__ import annotations

_QUERY_EVERY = 1024
"""After how many bytes the terminal is asked. A typed letter is some ten."""
_WINDOW = 4096
"""How many bytes may be on their way. At 20 kbit/s that is 1.6 s; the biggest of the usual frames,
another pane or a page of notes, fits in it, so that on a far line nothing waits for an answer."""
ANSWER_TIMEOUT = 2.0
"""Seconds after which an answer counts as lost."""


class FlowControl:
    """Whether the line can take another frame. Times are seconds of one clock."""

    def __init__(self) -> None:
        """Nothing is on its way, and nobody knows yet whether this terminal answers."""
        self._answers = False
        self._asked: float | None = None
        self._before = 0
        self._after = 0

    def ask(self, now: float) -> None:
        """Ask after all that was sent so far."""
        self._asked = now
        self._before, self._after = self._after, 0

    def sent(self, count: int, now: float) -> bool:
        """So many bytes are on their way; returns whether to ask, after them."""
        self._after += count
        if self._asked is not None or self._after < _QUERY_EVERY:
            return False
        self.ask(now)
        return True

    def answered(self) -> bool:
        """The terminal said where its cursor is; False where nobody had asked it."""
        if self._asked is None:
            return False
        self._answers = True
        self._asked = None
        self._before = 0
        return True

    def delay(self, now: float) -> float:
        """How many seconds the next frame has to wait at most, unless an answer comes; 0: go."""
        if self._asked is None or not self._answers or self._before + self._after <= _WINDOW:
            return 0.0
        left = self._asked + ANSWER_TIMEOUT - now
        if left > 0:
            return left
        self._answers = False
        return 0.0
