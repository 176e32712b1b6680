"""Parsing dates as people write them, in Dutch and English.

Both languages are always understood, whatever the language of the screen. Each word becomes a token
(`date_tokens.py`); the rules here are a grammar of tokens. Ambiguous expressions mean:

- day before month, as in Europe: 3-12 is 3 December; two figures of a year are 20xx;
- a date without a year is the next such day, today included;
- `vrijdag`, `komende vrijdag`, `this friday`: the first one after today, never today;
  `volgende vrijdag`, `next friday`: the one in the next ISO week (Monday to Sunday);
- `volgende week`, `next month`, `volgend jaar`: the same day one week, month or year on;
- `begin juni` is the 1st, `half april` the 15th, `eind maart` the last day;
- a whole period as a due date is its last day: `maart`, `Q1`, `dit jaar`; of a week it is Friday,
  or Sunday when that Friday has just gone by;
- `voor de zomer`, `before summer`: 30 June;
- a day that the month lacks becomes its last: 31 January and one month is 28 or 29 February.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from .date_arithmetic import MONTHS_IN, exact_date, shift, start_of, year_number
from .date_errors import FIRST_YEAR, LAST_YEAR, DateError, no_such_day, out_of_range, unclear
from .date_format import format_date
from .date_tokens import tokenize

_PERIOD = (
    r"(?:(?:M(?P<month>\d+)|week (?P<week>\d+)|quarter o?(?P<quarter>\d+)|o(?P<nth>\d+) quarter)"
    r"(?: (?P<year>\d{4,}))?"
    r"|(?:(?P<which>this|next) )?(?P<unit>week|month|quarter|year)"
    r"|(?:year )?(?P<whole>\d{4,}))"
)
_ANY_YEAR = r"(?: (?P<year>\d{2}|\d{4,}))?"
_WEEKDAY = r"(?:W(?P<weekday>\d) )?"
_FROM_NOW = r"(?: from (?:now|today))?"


def parse_due(text: str, today: date) -> date:
    """Return the day that a text means; `today` is the day that relative words refer to.

    Dates in figures are in ISO 8601 or European order; week numbers are those of ISO 8601.

    Raises DateError if the text is empty or no date, if there is no such day (31 February), if a
    weekday contradicts the date, and outside the years 1900 to 9998.
    """
    words = tokenize(text)
    for pattern, rule in _RULES:
        if match := pattern.fullmatch(words):
            try:
                day = rule(match, today)
            except OverflowError:
                raise out_of_range() from None
            if not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise out_of_range()
            return day
    raise unclear(text)


def _relative_word(match: re.Match[str], today: date) -> date:
    steps = {"today": 0, "tomorrow": 1}
    return today + timedelta(days=steps.get(match[0], 2))


def _half_year(_: re.Match[str], today: date) -> date:
    return shift(today, 6, "month")


def _duration(match: re.Match[str], today: date) -> date:
    return shift(today, int(match["count"]), match["unit"])


def _next_unit(match: re.Match[str], today: date) -> date:
    return shift(today, 1, match["unit"])


def _coming_weekday(match: re.Match[str], today: date) -> date:
    ahead = (int(match["weekday"]) - today.isoweekday() - 1) % 7 + 1
    return today + timedelta(days=ahead)


def _weekday_of_week(match: re.Match[str], today: date) -> date:
    weeks = 0 if "this" in match[0] else 1
    monday = start_of("week", today)
    return monday + timedelta(weeks=weeks, days=int(match["weekday"]) - 1)


def _day_and_month(match: re.Match[str], today: date) -> date:
    """Return the day and month, in the given year or the next possible one; check the weekday."""
    day, month = int(match["day"]), int(match["month"])
    if not 1 <= month <= 12:
        raise DateError("dates.no_such_month", month=match["month"])
    if match["year"]:
        found = exact_date(year_number(match["year"]), month, day)
    else:
        found = _next_time(month, day, today)
    named = match.groupdict().get("weekday")
    if named and int(named) != found.isoweekday():
        raise DateError(
            "dates.other_weekday",
            date=lambda words: format_date(found, words.language),
            weekday=lambda words: words("dates.weekdays.long").split()[found.weekday()],
        )
    return found


def _next_time(month: int, day: int, today: date) -> date:
    """Return the first such day from today on; 29 February may be eight years away."""
    if not 1 <= day <= monthrange(2000, month)[1]:
        raise no_such_day(month, day)
    for year in range(today.year, today.year + 9):
        if day <= monthrange(year, month)[1] and (year, month, day) >= (
            today.year,
            today.month,
            today.day,
        ):
            return exact_date(year, month, day)
    raise no_such_day(month, day)


def _before_summer(match: re.Match[str], today: date) -> date:
    return (
        exact_date(year_number(match["year"]), 6, 30) if match["year"] else _next_time(6, 30, today)
    )


def _in_period(match: re.Match[str], today: date) -> date:
    """Return a point of the named period, or of the next such period in which it is not past."""
    where = match.groupdict().get("where") or "end"
    unit, begins = _periods(match, today)
    named = match["year"] or match["which"] or match["whole"]
    for first in begins:
        point = _date_in_period(where, unit, first, today)
        if named or point >= today:
            return point
    raise OverflowError


def _periods(match: re.Match[str], today: date) -> tuple[str, Iterable[date]]:
    """Return the unit of the period, and the first day of each period that can be meant."""
    year = year_number(match["year"] or match["whole"]) if match["year"] or match["whole"] else None
    years = range(today.year, today.year + 3) if year is None else (year,)
    if match["unit"]:
        begin = start_of(match["unit"], today)
        then = shift(begin, 1, match["unit"])
        return match["unit"], {"this": (begin,), "next": (then,)}.get(match["which"], (begin, then))
    if match["whole"]:
        return "year", (exact_date(y, 1, 1) for y in years)
    if match["month"]:
        return "month", (exact_date(y, int(match["month"]), 1) for y in years)
    if match["week"]:
        return "week", _weeks(int(match["week"]), year, today)
    quarter = int(match["quarter"] or match["nth"])
    if not 1 <= quarter <= 4:
        raise DateError("dates.no_such", what=f"Q{quarter}")
    return "quarter", (exact_date(y, quarter * 3 - 2, 1) for y in years)


def _weeks(number: int, year: int | None, today: date) -> Iterator[date]:
    """Yield the Mondays of an ISO week number, in `year` or from today's ISO year on.

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
        yield monday
    if not found:
        raise DateError("dates.no_such", what=f"week {number} {year or ''}".rstrip())


def _date_in_period(where: str, unit: str, first: date, today: date) -> date:
    """Return the beginning, middle or end of the period that begins at `first`."""
    last = shift(first, 1, unit) - timedelta(days=1)
    if where == "begin":
        return first
    if unit == "week":
        if where in ("mid", "half"):
            return first + timedelta(days=2)
        friday = first + timedelta(days=4)
        return last if friday < today <= last else friday
    if where in ("mid", "half"):
        if unit == "year":
            return shift(first, 6, "month") - timedelta(days=1)
        return shift(first, MONTHS_IN[unit] // 2, "month").replace(day=15)
    return last


_Rule = Callable[[re.Match[str], date], date]

_RULES: tuple[tuple[re.Pattern[str], _Rule], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"today|tomorrow|overmorrow|day after tomorrow", _relative_word),
        (rf"(?:in )?(?:1 )?half (?:1 )?year{_FROM_NOW}", _half_year),
        (rf"(?:in )?(?P<count>\d+) (?P<unit>day|week|month|quarter|year){_FROM_NOW}", _duration),
        (r"(?:in )?next (?P<unit>week|month|quarter|year)", _next_unit),
        (r"(?:this )?W(?P<weekday>\d)(?: this)?", _coming_weekday),
        (r"(?:next|(?:this|next) week) W(?P<weekday>\d)", _weekday_of_week),
        (r"W(?P<weekday>\d) (?:this|next) week", _weekday_of_week),
        (rf"{_WEEKDAY}o?(?P<day>\d{{1,2}}) M(?P<month>\d+){_ANY_YEAR}", _day_and_month),
        (rf"{_WEEKDAY}M(?P<month>\d+) o?(?P<day>\d{{1,2}}){_ANY_YEAR}", _day_and_month),
        (rf"{_WEEKDAY}(?P<day>\d{{1,2}}) (?P<month>\d{{1,2}}){_ANY_YEAR}", _day_and_month),
        (rf"{_WEEKDAY}(?P<year>\d{{4,}}) (?P<month>\d{{1,2}}) (?P<day>\d{{1,2}})", _day_and_month),
        (r"before summer(?: (?P<year>\d{4,}))?", _before_summer),
        (rf"(?:before (?=end ))?(?P<where>begin|half|mid|end) {_PERIOD}", _in_period),
        (rf"(?:in )?(?!(?:week|month|quarter|year)$){_PERIOD}", _in_period),
    )
)
