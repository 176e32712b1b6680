"""Weeks, months, quarters and other periods in a date: `eind maart`, `eerste maandag van maart`.

A period without a year is the next one in which the day that is meant is not past.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from .date_arithmetic import MONTHS_IN, exact_date, is_weekend, shift, start_of, year_number
from .date_errors import FIRST_YEAR, LAST_YEAR, DateError

PERIOD = (
    r"(?:in )?(?:(?:(?P<which>this|coming|next|last) )?"
    r"(?:(?P<name>M\d+|S\d|week \d+|quarter \d+|semester \d+)(?: (?P<year>\d{4,}))?"
    r"|(?P<unit>weekend|week|month|quarter|semester|year))"
    r"|(?P<whole>\d{4,}))"
)
"""The pattern of a period, in tokens."""

_SEASONS = {1: (3, 3), 2: (7, 2), 3: (9, 3), 4: (12, 3)}
"""The first month and the number of months of each season. Summer is July and August, as people at
work mean it."""

_THURSDAY = 4
_FRIDAY = timedelta(days=4)
_SUNDAY = timedelta(days=6)


class Found(NamedTuple):
    """The day that is meant, and the first and last day of what is named."""

    day: date
    first: date
    last: date

    @classmethod
    def at(cls, day: date) -> Found:
        """Return a single day."""
        return cls(day, day, day)


class _Period(NamedTuple):
    unit: str
    first: date
    last: date


_Pick = Callable[[_Period], Found | None]


def point_in_period(match: re.Match[str], today: date) -> Found:
    """Return a point of a period: its beginning, its middle, or by default its end."""
    groups = match.groupdict()
    where = groups.get("where") or "end"
    if groups.get("half"):  # the first half ends in the middle
        where = "mid" if groups["half"] == "1" else "end"
    return _first_coming(match, today, lambda period: _point(where, period, today))


def nth_in_period(match: re.Match[str], today: date) -> Found:
    """Return the nth or last weekday, day, working day or week of a period.

    The first week of a month is the first with four days in it, as ISO 8601 counts those of a year.
    """
    counted, weekday = match["counted"], int(match["weekday"] or 0)
    index = int(match["nth"]) - 1 if match["nth"] else -1

    def pick(period: _Period) -> Found | None:
        count = (period.last - period.first).days + 1
        days = [
            day
            for day in (period.first + timedelta(days=ahead) for ahead in range(count))
            if counted == "day"
            or (counted == "workday" and not is_weekend(day))
            or day.isoweekday() == (_THURSDAY if counted == "week" else weekday)
        ]
        if not -len(days) <= index < len(days):
            return None
        day = days[index]
        if counted != "week":
            return Found.at(day)
        monday = start_of("week", day)
        return Found(monday + _FRIDAY, monday, monday + _SUNDAY)

    return _first_coming(match, today, pick)


def weekday_in_week(match: re.Match[str], today: date) -> Found:
    """Return a weekday of a week."""
    ahead = timedelta(days=int(match["weekday"]) - 1)
    return _first_coming(match, today, lambda period: Found.at(period.first + ahead))


def _first_coming(match: re.Match[str], today: date, pick: _Pick) -> Found:
    """Return what `pick` finds in the period, or in the next such one where it is not past."""
    explicit = bool(match["year"] or match["which"] or match["whole"])
    lacking = False
    for period in _periods(match, today):
        found = pick(period)
        if found is None:
            lacking = True
        elif explicit or found.day >= today:
            return found
    if lacking:
        raise DateError("dates.too_many")
    raise OverflowError


def _periods(match: re.Match[str], today: date) -> Iterator[_Period]:
    """Yield each period that can be meant, in the order of preference."""
    if match["unit"]:
        unit, which = match["unit"], match["which"]
        begin = start_of(unit, today)
        if unit == "weekend" and which == "coming" and today < begin:
            which = "this"
        steps = {"this": (0,), "coming": (1,), "next": (1,), "last": (-1,)}.get(which, (0, 1))
        for step in steps:
            first = shift(begin, step, unit)
            end = shift(first, *((2, "day") if unit == "weekend" else (1, unit)))
            yield _Period(unit, first, end - timedelta(days=1))
        return
    year = match["year"] or match["whole"]
    if match["whole"]:
        first = exact_date(year_number(year), 1, 1)
        yield _Period("year", first, first.replace(month=12, day=31))
        return
    found = _named(match["name"], year_number(year) if year else None, today)
    which = match["which"]
    if which == "this":
        found = (period for period in found if period.first.year == today.year)
    elif which in ("coming", "next"):
        found = (period for period in found if period.first > today)
    elif which == "last":
        past = _named(match["name"], None, shift(today, -9, "year"))
        found = reversed([period for period in islice(past, 20) if period.last < today])
    yield from found


def _named(name: str, year: int | None, today: date) -> Iterator[_Period]:
    """Yield the periods of a name in `year`, or from the year of `today` on."""
    kind, number = (name[0], int(name[1:])) if name[0] in "MS" else _kind_and_number(name)
    if kind == "week":
        yield from _weeks(number, year, today)
        return
    month, months, unit = _months_of(kind, number)
    # A winter that goes on began in the year before.
    earliest = max(FIRST_YEAR, today.year - (kind == "S"))
    years = range(earliest, today.year + 9) if year is None else (year,)
    for candidate in years:
        first = exact_date(candidate, month, 1)
        last = shift(first, months, "month") - timedelta(days=1)
        if year is not None or last >= today:
            yield _Period(unit, first, last)


def _kind_and_number(name: str) -> tuple[str, int]:
    kind, number = name.split()
    return kind, int(number)


def _months_of(kind: str, number: int) -> tuple[int, int, str]:
    """Return the first month of a period, its number of months, and its unit."""
    if kind == "M":
        if not 1 <= number <= 12:
            raise DateError("dates.no_such_month", month=str(number))
        return number, 1, "month"
    if kind == "S":
        return *_SEASONS[number], "season"
    months = MONTHS_IN[kind]
    if not 1 <= number <= 12 // months:
        raise DateError("dates.no_such", what=f"{'Q' if kind == 'quarter' else 'H'}{number}")
    return (number - 1) * months + 1, months, kind


def _weeks(number: int, year: int | None, today: date) -> Iterator[_Period]:
    """Yield the weeks of an ISO number, in `year` or from today's ISO year on.

    A week 53 is at most seven years after the previous one.
    """
    this_year = today.isocalendar().year
    found = False
    for candidate in range(this_year, this_year + 9) if year is None else (year,):
        if candidate > LAST_YEAR:
            raise OverflowError
        try:
            monday = date.fromisocalendar(candidate, number, 1)
        except ValueError:
            continue
        found = True
        yield _Period("week", monday, monday + _SUNDAY)
    if not found:
        raise DateError("dates.no_such", what=f"week {number} {year or ''}".rstrip())


def _point(where: str, period: _Period, today: date) -> Found:
    """Return a point of a period, or the day before or after it; of a week the end is its Friday.

    Before a week is the Friday before.
    """
    unit, first, last = period
    if where in ("begin", "from"):
        day = first
    elif where == "after":
        day = last + timedelta(days=1)
    elif where == "before":
        day = first - timedelta(days=3 if unit == "week" else 1)
    elif where in ("mid", "half"):
        day = _middle(period)
    else:
        friday = first + _FRIDAY
        day = friday if unit == "week" and not friday < today <= last else last
    return Found(day, first, last)


def _middle(period: _Period) -> date:
    unit, first, last = period
    if unit == "week":
        return first + timedelta(days=2)
    if unit == "weekend":
        return first
    if unit in ("month", "quarter"):
        return shift(first, MONTHS_IN[unit] // 2, "month").replace(day=15)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return shift(first, months // 2, "month") - timedelta(days=1)
