"""Today's date, points in time in words, and the elapsed time of a conversation."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as clock_time
from typing import TYPE_CHECKING

from ...data.system.clock import day_of
from ...widgets.language import spoken

if TYPE_CHECKING:
    from ...data.model.conversation import Header


_OVERTIME = 60
"""The minutes by which a talk may last longer than planned; after that it is looked at again."""


def today() -> date:
    """Return today's local date; $AFSPRAAK_TODAY (ISO 8601) overrides it."""
    return day_of(datetime.now())  # noqa: DTZ005 - the local calendar date


def time_of_day() -> str:
    """Return the local time, HH:MM."""
    return f"{datetime.now():%H:%M}"  # noqa: DTZ005 - what a clock on the wall shows


def format_moment(at: datetime | None) -> str:
    """Return the time if `at` (local) is today, else the day; "" for None."""
    if at is None:
        return ""
    if at.date() == today():
        return f"{at:%H:%M}"
    from ...data.i18n.date_format import format_date

    return format_date(at.date(), spoken().language, today=today(), width="short")


def format_when(at: datetime | None) -> str:
    """Return `at` (aware) in local time: the time, with the day if that is not today."""
    if at is None:
        return ""
    local = at.astimezone()
    day = format_moment(local)
    return day if local.date() == today() else f"{day} {local:%H:%M}"


class Clock:
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

    def text(self, header: Header) -> str:
        """Return the text to show."""
        day = today()
        if self._day != day or header.date not in (None, day):
            return f"{datetime.now().astimezone():%H:%M}"
        planned = self._minutes_since_planned(header)
        spent = int(self._seconds() - self._started_at) // 60
        return format_elapsed(spent if planned is None else planned, header.minutes)

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


def format_elapsed(spent: int, planned: int) -> str:
    """Return minutes spent and planned: `00:12 / 01:00`, later `01:05 / 01:00 +5`.

    If `planned` is 0, return only the minutes spent.
    """
    if not planned:
        return _hours(spent)
    over = f" +{spent - planned}" if spent > planned else ""
    return f"{_hours(spent)} / {_hours(planned)}{over}"


def _hours(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
