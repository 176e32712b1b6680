"""Today's date, and points in time in words."""

from __future__ import annotations

from datetime import date, datetime

from ...data.system.clock import day_of
from ...widgets.language import spoken


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
