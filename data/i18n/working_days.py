"""Working days in the Netherlands: no weekend and no national holiday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from .date_arithmetic import is_weekend

_FIXED = ((1, 1), (5, 5), (12, 25), (12, 26))
"""New Year, Liberation Day, and the two days of Christmas: month and day."""
_AFTER_EASTER = (0, 1, 39, 49, 50)
"""The two days of Easter, Ascension Day, and the two days of Whitsun."""
_KINGS_DAY = (4, 27)
_SUNDAY = 6


def is_working_day(day: date) -> bool:
    """Return whether a day is neither in a weekend nor a national holiday."""
    return not is_weekend(day) and day not in holidays(day.year)


def working_days_before(day: date, count: int) -> date:
    """Return the working day that is `count` working days before a day.

    Raises OverflowError if there is none in the calendar.
    """
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


@cache
def holidays(year: int) -> frozenset[date]:
    """Return the national holidays of a year, also those in a weekend."""
    return frozenset(_holidays(year))


def _holidays(year: int) -> Iterator[date]:
    yield from (date(year, month, day) for month, day in _FIXED)
    kings_day = date(year, *_KINGS_DAY)
    yield kings_day - timedelta(days=kings_day.weekday() == _SUNDAY)
    yield from (easter(year) + timedelta(days=days) for days in _AFTER_EASTER)


def easter(year: int) -> date:
    """Return Easter Sunday of a year in the Gregorian calendar.

    The method is that of J. Meeus, Astronomical Algorithms (1991), chapter 8.
    """
    century, in_century = divmod(year, 100)
    golden = year % 19
    leaps, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - correction + 15) % 30
    quarter, of_quarter = divmod(in_century, 4)
    weekday = (32 + 2 * rest + 2 * quarter - epact - of_quarter) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
