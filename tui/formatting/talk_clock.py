"""The clock of a conversation: elapsed and planned time, or the time of day."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from datetime import time as clock_time

from ...data.model.conversation import Header
from ...widgets.drawing.header_line import ClockFace
from .clock import today

_OVERTIME = 60
"""The minutes by which a talk may last longer than planned; after that it is looked at again."""


class TalkClock:
    """The clock of one conversation.

    On the day of the conversation (or if no day is planned) it shows elapsed and planned time; on
    any other day, and after midnight, the time of day. Time counts from the planned start, so that
    it goes on after the conversation was closed; without one, from when the clock was made.
    """

    def __init__(
        self,
        seconds: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        """Start the clock; `seconds` returns seconds from any origin, `now` the local time."""
        self._seconds, self._now = seconds, now
        self._started_at = seconds()
        self._day = today()

    def face(self, header: Header) -> ClockFace:
        """Return what the clock shows."""
        day = today()
        if self._day != day or header.date not in (None, day):
            return ClockFace(f"{datetime.now().astimezone():%H:%M}")
        planned = self._minutes_since_planned(header)
        spent = int(self._seconds() - self._started_at) // 60
        return _elapsed(spent if planned is None else planned, header.minutes)

    def _minutes_since_planned(self, header: Header) -> int | None:
        """Return the minutes since the planned start, while the talk may last; else None."""
        now = self._now()
        try:
            start = datetime.combine(now.date(), clock_time.fromisoformat(header.time))
        except ValueError:
            return None
        spent = int((now - start).total_seconds()) // 60
        if header.date != now.date() or not 0 <= spent <= header.minutes + _OVERTIME:
            return None
        return spent


def _elapsed(spent: int, planned: int) -> ClockFace:
    """Return minutes spent and planned: `0:12/1:00`, later `1:05/1:00 +5`.

    If `planned` is 0, only the minutes spent.
    """
    if not planned:
        return ClockFace(_hours(spent))
    over = f" +{spent - planned}" if spent > planned else ""
    words = f"{_hours(spent)}/{_hours(planned)}{over}"
    return ClockFace(words, spent / planned, is_late=10 * spent >= 9 * planned)


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
