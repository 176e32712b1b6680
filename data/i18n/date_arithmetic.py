"""Counting in days, working days, weeks, months, quarters, half-years and years."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta

from .date_errors import FIRST_YEAR, LAST_YEAR, no_such_day, out_of_range

MONTHS_IN = {"month": 1, "quarter": 3, "semester": 6, "year": 12}
"""The length of each unit in months."""

_DAYS_IN = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
_SATURDAY = 6
_HALF_MONTH = 15
"""Half a month, in days."""


def start_of(unit: str, day: date) -> date:
    """Return the first day of the week, weekend, month, quarter or other unit that has `day`.

    The weekend is that of the ISO week of the day.
    """
    if unit == "day":
        return day
    monday = day - timedelta(days=day.weekday())
    if unit in ("week", "fortnight"):
        return monday
    if unit == "weekend":
        return monday + timedelta(days=_SATURDAY - 1)
    months = MONTHS_IN[unit]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def shift(day: date, count: int, unit: str) -> date:
    """Return the day `count` units later; a day that the month lacks becomes its last day.

    Raises OverflowError outside the years of `date`.
    """
    if unit in _DAYS_IN:
        return day + timedelta(days=count * _DAYS_IN[unit])
    if unit == "workday":
        return _shift_workdays(day, count)
    year, month = divmod(day.year * 12 + day.month - 1 + count * MONTHS_IN[unit], 12)
    if not 1 <= year <= MAXYEAR:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift_half(day: date, sign: int, unit: str) -> date:
    """Return the day half a unit later, or earlier if `sign` is -1.

    Half a month is 15 days, half a week 3. Raises ValueError for half a day.
    """
    if unit in MONTHS_IN:
        months = MONTHS_IN[unit]
        moved = shift(day, sign * (months // 2), "month")
        return moved + timedelta(days=sign * _HALF_MONTH * (months % 2))
    half = _DAYS_IN.get(unit, 1) // 2
    if not half:
        raise ValueError
    return day + timedelta(days=sign * half)


def _shift_workdays(day: date, count: int) -> date:
    """Return the day `count` days from Monday to Friday later."""
    step = -1 if count < 0 else 1
    weeks, left = divmod(abs(count), 5)
    if weeks and not left:  # the last week is walked, so that a weekend is left on the right side
        weeks, left = weeks - 1, 5
    day += timedelta(weeks=step * weeks)
    while left:
        day += timedelta(days=step)
        left -= day.isoweekday() < _SATURDAY
    return day


def is_weekend(day: date) -> bool:
    """Return whether a day is a Saturday or a Sunday."""
    return day.isoweekday() >= _SATURDAY


def year_number(figures: str) -> int:
    """Return the year; two figures are a year of this century."""
    return int(figures) + (2000 if len(figures) == 2 else 0)


def exact_date(year: int, month: int, day: int) -> date:
    """Return a date. Raises DateError if there is no such day or the year is out of range."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise out_of_range()
    if not 1 <= day <= monthrange(year, month)[1]:
        raise no_such_day(month, day, year)
    return date(year, month, day)
