"""Single days in a date: weekdays, days of a month, and days that are counted from another one."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from .date_arithmetic import exact_date, shift, shift_half, start_of, year_number
from .date_errors import DateError, no_such_day
from .date_format import format_date, weekday_name

UNITS = "day|workday|week|fortnight|weekend|month|quarter|year"
DURATION = (
    rf"(?:\d+(?:\.5)?|0\.5) (?:{UNITS})(?:(?: and)? (?:\d+(?:\.5)?) (?:{UNITS}))*"
    rf"|(?:0\.5 )?(?:{UNITS})(?= (?:from|after|before|ago))"
)
"""A length of time, in tokens. `maand na` stands for one month."""

_WORDS = {"overyesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "overmorrow": 2}
RELATIVE = "|".join(_WORDS)
_DAYS_IN_MARKED_WEEK = 7


def relative_word(match: re.Match[str], today: date) -> date:
    """Return the day of `today`, `tomorrow`; a length of time behind it counts on."""
    return moved(today + timedelta(days=_WORDS[match["word"]]), match["duration"] or "")


def moved(day: date, duration: str, sign: int = 1) -> date:
    """Return the day a length of time later, or earlier if `sign` is -1.

    Raises ValueError for half a day.
    """
    parts = re.findall(r"(?:(\d+)(\.5)? )?([a-z]+)", duration.replace(" and ", " "))
    for count, half, unit in parts:
        day = shift(day, sign * int(count or "1"), unit)
        day = shift_half(day, sign, unit) if half else day
    return day


def in_duration(match: re.Match[str], today: date) -> date:
    """Return the day a length of time from today."""
    return moved(today, match["duration"])


def ago(match: re.Match[str], today: date) -> date:
    """Return the day a length of time before today."""
    return moved(today, match["duration"], -1)


def about_as_many(match: re.Match[str], today: date) -> date:
    """Return the day of `een week of drie`: about three weeks."""
    return shift(today, int(match["count"]), match["unit"])


def neighbouring_unit(match: re.Match[str], today: date) -> date:
    """Return the same day of the next or the last week, month, quarter or year."""
    return shift(today, -1 if match["which"] == "last" else 1, match["unit"])


def coming_weekday(match: re.Match[str], today: date) -> date:
    """Return the first such weekday after today."""
    return weekday_around(int(match["weekday"]), today, 1)


def weekday_later(match: re.Match[str], today: date) -> date:
    """Return the weekday some weeks after its first one: `vrijdag over een week`."""
    later = moved(today, match["duration"])
    if (later - today).days % _DAYS_IN_MARKED_WEEK:
        raise DateError("dates.no_weeks")
    return coming_weekday(match, today) + (later - today)


def weekday_around(weekday: int, day: date, sign: int) -> date:
    """Return the first such weekday after a day, or the last before it if `sign` is -1."""
    ahead = (sign * (weekday - day.isoweekday()) - 1) % 7 + 1
    return day + timedelta(days=sign * ahead)


def last_weekday(match: re.Match[str], today: date) -> date:
    """Return the last such weekday before today."""
    return weekday_around(int(match["weekday"] or match["behind"]), today, -1)


def weekday_beside(match: re.Match[str], today: date) -> date:
    """Return the weekday of this, the next or the last ISO week."""
    weeks = {"this": 0, "last": -1}.get(match["which"], 1)
    monday = start_of("week", today)
    return monday + timedelta(weeks=weeks, days=int(match["weekday"]) - 1)


def day_and_month(match: re.Match[str], today: date) -> date:
    """Return the day and month in the given year, or the next or last possible one."""
    groups = match.groupdict()
    day, month = int(match["day"]), int(match["month"])
    if not 1 <= month <= 12:
        raise DateError("dates.no_such_month", month=match["month"])
    if match["year"]:
        found = exact_date(year_number(match["year"]), month, day)
    elif groups.get("which") == "last":
        found = _last_time(month, day, today)
    else:
        found = next_time(month, day, today)
    _check_weekday(match, found)
    return found


def day_of_month(match: re.Match[str], today: date) -> date:
    """Return a day of this, the next or the last month, or the next such day."""
    day, which = int(match["day"]), match.groupdict().get("which")
    first = start_of("month", today)
    if which:
        first = shift(first, {"this": 0, "last": -1}.get(which, 1), "month")
        found = exact_date(first.year, first.month, day)
    else:
        # Of the longest months at least every other one has the day.
        months = (shift(first, ahead, "month") for ahead in range(4))
        days = (month.replace(day=day) for month in months if _has_day(month, day))
        coming = next((found for found in days if found >= today), None)
        if coming is None:
            raise DateError("dates.no_such", what=str(day))
        found = coming
    _check_weekday(match, found)
    return found


def _has_day(month: date, day: int) -> bool:
    return 1 <= day <= monthrange(month.year, month.month)[1]


def compact(match: re.Match[str], today: date) -> date:
    """Return the day of eight figures (ISO 8601): 20261231."""
    del today
    if not 1 <= int(match["month"]) <= 12:
        raise DateError("dates.no_such_month", month=match["month"])
    return exact_date(int(match["year"]), int(match["month"]), int(match["day"]))


def christmas(match: re.Match[str], today: date) -> date:
    """Return Christmas Day, in the given year or the next one."""
    return exact_date(int(match["year"]), 12, 25) if match["year"] else next_time(12, 25, today)


def next_time(month: int, day: int, today: date) -> date:
    """Return the first such day from today on; 29 February may be eight years away."""
    return _nearest(month, day, today, range(today.year, today.year + 9))


def _last_time(month: int, day: int, today: date) -> date:
    """Return the last such day before today, or today."""
    return _nearest(month, day, today, range(today.year, today.year - 9, -1))


def _nearest(month: int, day: int, today: date, years: range) -> date:
    if not 1 <= day <= monthrange(2000, month)[1]:
        raise no_such_day(month, day)
    now = (today.year, today.month, today.day)
    for year in years:
        if day > monthrange(max(1, year), month)[1]:
            continue
        then = (year, month, day)
        if then >= now if years.step > 0 else then <= now:
            return exact_date(year, month, day)
    raise no_such_day(month, day)


def _check_weekday(match: re.Match[str], found: date) -> None:
    """Raise DateError if the weekday that is named is not that of the day."""
    groups = match.groupdict()
    named = groups.get("weekday") or groups.get("weekdaybehind")
    if named and int(named) != found.isoweekday():
        raise DateError(
            "dates.other_weekday",
            date=lambda words: format_date(found, words.language),
            weekday=lambda words: weekday_name(found, words),
        )
