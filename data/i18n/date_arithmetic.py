"""Counting in days, weeks, months, quarters and years."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta

from .date_errors import FIRST_YEAR, LAST_YEAR, no_such_day, out_of_range

MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
"""The length of each unit in months."""


def start_of(unit: str, day: date) -> date:
    """Return the first day of the week, month, quarter or year that contains `day`."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    months = MONTHS_IN[unit]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def shift(day: date, count: int, unit: str) -> date:
    """Return the day `count` units later; a day that the month lacks becomes its last day."""
    if unit in ("day", "week"):
        return day + timedelta(**{f"{unit}s": count})
    year, month = divmod(day.year * 12 + day.month - 1 + count * MONTHS_IN[unit], 12)
    if year > MAXYEAR:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


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
