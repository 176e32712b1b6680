"""What day it is, how a moment is told, and how long a conversation has been going on."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from ...data.i18n.catalogue import current_language

if TYPE_CHECKING:
    from ...data.model.conversation import Header


def today() -> date:
    """The calendar date where the user is; $AFSPRAAK_TODAY (ISO) sets another one."""
    chosen = os.environ.get("AFSPRAAK_TODAY", "")
    try:
        return date.fromisoformat(chosen)
    except ValueError:
        return date.today()  # noqa: DTZ011 - a calendar date, as the user's wall shows it


def format_moment(at: datetime | None) -> str:
    """Since when something holds: the time where that was today, else the day; "" for never."""
    if at is None:
        return ""
    if at.date() == today():
        return f"{at:%H:%M}"
    from ...data.i18n.date_format import format_date

    return format_date(at.date(), current_language(), today=today(), width="short")


def format_when(at: datetime | None) -> str:
    """A moment (aware) in local time: the time, and the day where that is not today."""
    if at is None:
        return ""
    local = at.astimezone()
    day = format_moment(local)
    return day if local.date() == today() else f"{day} {local:%H:%M}"


class Clock:
    """The quiet clock of one conversation. It begins when it is made.

    Made on the conversation's own day (or where no day is planned) it tells how much time is spent
    of what is planned; on any other day, to prepare or to look back, what time it is.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        """`seconds` tells elapsed time, from any beginning."""
        self._seconds = seconds
        self._begun = seconds()
        self._day = today()

    def text(self, header: Header) -> str:
        """What to show of it."""
        day = today()
        if self._day != day or header.date not in (None, day):
            return f"{datetime.now().astimezone():%H:%M}"
        return format_elapsed(int(self._seconds() - self._begun) // 60, header.minutes)


def format_elapsed(spent: int, planned: int) -> str:
    """Minutes spent of those planned: `00:12 / 01:00`, past it `01:05 / 01:00 +5`.

    Without a plan (0) only what is spent.
    """
    if not planned:
        return _hours(spent)
    over = f" +{spent - planned}" if spent > planned else ""
    return f"{_hours(spent)} / {_hours(planned)}{over}"


def _hours(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
