"""What day it is, and how a moment is told."""

from __future__ import annotations

import os
from datetime import date, datetime

from ..data.dates import say_date
from ..data.language import spoken


def today() -> date:
    """The calendar date where the user is; $AFSPRAAK_TODAY (ISO) sets another one."""
    chosen = os.environ.get("AFSPRAAK_TODAY", "")
    try:
        return date.fromisoformat(chosen)
    except ValueError:
        return date.today()  # noqa: DTZ011 - a calendar date, as the user's wall shows it


def say_moment(at: datetime | None) -> str:
    """Since when something holds: the time where that was today, else the day; "" for never."""
    if at is None:
        return ""
    if at.date() == today():
        return f"{at:%H:%M}"
    return say_date(at.date(), spoken(), today=today(), width="short")
