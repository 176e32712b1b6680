"""Dates as people write and read them, in Dutch and English.

Both languages are always understood, whatever the screen speaks: a Dutch team says "next friday"
too. Each word becomes a token (`31 maart` and `31 March` are both `31 M3`), and one small grammar
over tokens says what they mean. Choices where people differ:

- day before month, as in Europe: 3-12 is 3 December; two figures of a year are 20xx;
- without a year it is the next time that the date comes round, today included;
- `vrijdag`, `komende vrijdag`, `this friday`: the first one after today, never today;
  `volgende vrijdag`, `next friday`: the one in the next ISO week (Monday to Sunday);
- `volgende week`, `next month`, `volgend jaar`: the same day one week, month or year on;
- `begin juni` is the 1st, `half april` the 15th, `eind maart` the last day;
- a whole period as a due date is its last day: `maart`, `Q1`, `dit jaar`; of a week it is Friday,
  or Sunday when that Friday has just gone by;
- `voor de zomer`, `before summer`: 30 June;
- counting months keeps within the month: 31 January and one month is 28 or 29 February.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import MAXYEAR, date, timedelta
from functools import cache
from typing import Literal

from ..errors import UsageError
from ..text.sanitize import clip
from .catalogue import LANGUAGES, catalogue, current_language, tr

Width = Literal["short", "weekday", "long"]

FIRST_YEAR = 1900
LAST_YEAR = 9998
"""One year of room before the last day that a `date` can hold, so that counting on stays safe."""

_LONGEST = 80
"""No date takes more characters; longer text is not looked at."""

_WORDS = {
    "one": "1",
    "half_year": "half year",
    "filler": "",
    **{
        word: word
        for word in (
            *("day", "week", "month", "quarter", "year", "in", "from", "now", "after", "before"),
            *("today", "tomorrow", "overmorrow", "this", "next"),
            *("begin", "mid", "half", "end", "summer"),
        )
    },
}
"""The token of each `dates.word.*`."""

_MONTHS = {"month": 1, "quarter": 3, "year": 12}

_PERIOD = (
    r"(?:(?:M(?P<month>\d+)|week (?P<week>\d+)|quarter o?(?P<quarter>\d+)|o(?P<nth>\d+) quarter)"
    r"(?: (?P<year>\d{4,}))?"
    r"|(?:(?P<which>this|next) )?(?P<unit>week|month|quarter|year)"
    r"|(?:year )?(?P<whole>\d{4,}))"
)
_ANY_YEAR = r"(?: (?P<year>\d{2}|\d{4,}))?"
_WEEKDAY = r"(?:W(?P<weekday>\d) )?"
_FROM_NOW = r"(?: from (?:now|today))?"


class DateError(UsageError):
    """A text that is no date; the message says what is wrong with it, in the user's language."""


def parse_due(text: str, today: date) -> date:
    """The day that a person means; `today` is what the words are relative to.

    Written dates follow ISO 8601 or the European order; week numbers are ISO 8601's. The module's
    docstring tells which day an expression stands for.

    Raises DateError when the text is empty or no date, when there is no such day (31 February),
    when a weekday contradicts its date, and outside the years 1900 to 9998.
    """
    words = _tokens(text)
    for pattern, rule in _RULES:
        if match := pattern.fullmatch(words):
            try:
                day = rule(match, today)
            except OverflowError:
                raise _out_of_range() from None
            if not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise _out_of_range()
            return day
    raise _unclear(text)


def format_date(
    day: date, language: str, *, today: date | None = None, width: Width = "short"
) -> str:
    """A date in words: short `31 mrt`, weekday `do 3 dec`, long `donderdag 3 december 2026`.

    Short and weekday leave the year out when it is today's. `parse_due` reads every one back; a
    date in the past only where the year is told, so fill a form in with `today=None`.
    """
    words = catalogue(language)
    form = "long" if width == "long" else "short"
    parts = [str(day.day), words(f"dates.months.{form}").split()[day.month - 1]]
    if width != "short":
        parts.insert(0, words(f"dates.weekdays.{form}").split()[day.weekday()])
    if width == "long" or today is None or today.year != day.year:
        parts.append(f"{day.year:04}")
    return " ".join(parts)


# From text to tokens


def _tokens(text: str) -> str:
    """The text as tokens with one blank between them."""
    text = text.strip()
    if not text:
        raise DateError(tr("dates.empty", examples=tr("dates.examples")))
    plain = unicodedata.normalize("NFD", text[: _LONGEST + 1].casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"\ba\.\s?s\b", "as", plain)  # a.s. = aanstaande
    plain = re.sub(r"[.,'’]", " ", plain)
    plain = re.sub(r"(?<=\w)[-/](?=\w)|\s[-/]\s", " ", plain)
    if len(text) > _LONGEST or not re.fullmatch(r"[a-z0-9\s]*", plain):
        raise _unclear(text)
    tokens = []
    for part in re.findall(r"\d+(?:st|nd|rd|th|ste|de|e)\b|\d+|[a-z]+", plain):
        if part.isdigit():
            token: str | None = part
        elif part[0].isdigit():
            token = "o" + re.sub(r"\D", "", part)
        else:
            token = _vocabulary().get(part, _by_prefix(part))
        if token is None:
            raise _unclear(text)
        tokens.append(token)
    return " ".join(token for token in tokens if token)


@cache
def _vocabulary() -> dict[str, str]:
    """Every word of both languages that stands for something in a date, with its token."""
    words: dict[str, str] = {}
    for language in LANGUAGES:
        said = catalogue(language)
        for name, token in _WORDS.items():
            words |= dict.fromkeys(said(f"dates.word.{name}").split(), token)
        for names, letter in (
            ("numbers", ""),
            ("ordinals", "o"),
            ("months.long", "M"),
            ("months.short", "M"),
            ("weekdays.long", "W"),
            ("weekdays.short", "W"),
        ):
            for number, word in enumerate(said(f"dates.{names}").casefold().split(), start=1):
                words[word] = f"{letter}{number}"
    return words


@cache
def _by_prefix(word: str) -> str | None:
    """The month or weekday that a longer abbreviation means: febr, sept, thurs; None if unclear."""
    found = {
        token
        for name, token in _vocabulary().items()
        if token[:1] in ("M", "W") and name.startswith(word)
    }
    return found.pop() if len(word) >= 3 and len(found) == 1 else None


# From tokens to a day


def _relative_word(match: re.Match[str], today: date) -> date:
    steps = {"today": 0, "tomorrow": 1}
    return today + timedelta(days=steps.get(match[0], 2))


def _half_year(_: re.Match[str], today: date) -> date:
    return _shift(today, 6, "month")


def _duration(match: re.Match[str], today: date) -> date:
    return _shift(today, int(match["count"]), match["unit"])


def _one_further(match: re.Match[str], today: date) -> date:
    return _shift(today, 1, match["unit"])


def _coming_weekday(match: re.Match[str], today: date) -> date:
    ahead = (int(match["weekday"]) - today.isoweekday() - 1) % 7 + 1
    return today + timedelta(days=ahead)


def _weekday_of_week(match: re.Match[str], today: date) -> date:
    weeks = 0 if "this" in match[0] else 1
    monday = _start_of("week", today)
    return monday + timedelta(weeks=weeks, days=int(match["weekday"]) - 1)


def _written(match: re.Match[str], today: date) -> date:
    """A day and a month, perhaps with a year, perhaps with a weekday that must agree."""
    day, month = int(match["day"]), int(match["month"])
    if not 1 <= month <= 12:
        raise DateError(tr("dates.no_such_month", month=match["month"]))
    if match["year"]:
        found = _exact(_year(match["year"]), month, day)
    else:
        found = _next_time(month, day, today)
    told = match.groupdict().get("weekday")
    if told and int(told) != found.isoweekday():
        weekday = tr("dates.weekdays.long").split()[found.weekday()]
        shown = format_date(found, current_language())
        raise DateError(tr("dates.other_weekday", date=shown, weekday=weekday))
    return found


def _next_time(month: int, day: int, today: date) -> date:
    """The first such day from today on; 29 February may be eight years away."""
    if not 1 <= day <= monthrange(2000, month)[1]:
        raise _no_such_day(month, day)
    for year in range(today.year, today.year + 9):
        if day <= monthrange(year, month)[1] and (year, month, day) >= (
            today.year,
            today.month,
            today.day,
        ):
            return _exact(year, month, day)
    raise _no_such_day(month, day)


def _before_summer(match: re.Match[str], today: date) -> date:
    return _exact(_year(match["year"]), 6, 30) if match["year"] else _next_time(6, 30, today)


def _in_period(match: re.Match[str], today: date) -> date:
    """A point of the period that is named, or of the next one for which it is still to come."""
    where = match.groupdict().get("where") or "end"
    unit, begins = _periods(match, today)
    named = match["year"] or match["which"] or match["whole"]
    for first in begins:
        point = _point(where, unit, first, today)
        if named or point >= today:
            return point
    raise OverflowError


def _periods(match: re.Match[str], today: date) -> tuple[str, Iterable[date]]:
    """The unit of the period, and the first days of the periods that can be meant."""
    year = _year(match["year"] or match["whole"]) if match["year"] or match["whole"] else None
    years = range(today.year, today.year + 3) if year is None else (year,)
    if match["unit"]:
        begin = _start_of(match["unit"], today)
        then = _shift(begin, 1, match["unit"])
        return match["unit"], {"this": (begin,), "next": (then,)}.get(match["which"], (begin, then))
    if match["whole"]:
        return "year", (_exact(y, 1, 1) for y in years)
    if match["month"]:
        return "month", (_exact(y, int(match["month"]), 1) for y in years)
    if match["week"]:
        return "week", _weeks(int(match["week"]), year, today)
    quarter = int(match["quarter"] or match["nth"])
    if not 1 <= quarter <= 4:
        raise DateError(tr("dates.no_such", what=f"Q{quarter}"))
    return "quarter", (_exact(y, quarter * 3 - 2, 1) for y in years)


def _weeks(number: int, year: int | None, today: date) -> Iterator[date]:
    """The Mondays of this ISO week, in `year` or from today's ISO year on.

    A week 53 comes at most seven years after the one before.
    """
    this_year = today.isocalendar().year
    found = False
    for one in range(this_year, this_year + 9) if year is None else (year,):
        if one > LAST_YEAR:
            raise OverflowError
        try:
            monday = date.fromisocalendar(one, number, 1)
        except ValueError:
            continue
        found = True
        yield monday
    if not found:
        raise DateError(tr("dates.no_such", what=f"week {number} {year or ''}".rstrip()))


def _point(where: str, unit: str, first: date, today: date) -> date:
    """The beginning, middle or end of the period that begins at `first`."""
    last = _shift(first, 1, unit) - timedelta(days=1)
    if where == "begin":
        return first
    if unit == "week":
        if where in ("mid", "half"):
            return first + timedelta(days=2)
        friday = first + timedelta(days=4)
        return last if friday < today <= last else friday
    if where in ("mid", "half"):
        if unit == "year":
            return _shift(first, 6, "month") - timedelta(days=1)
        return _shift(first, _MONTHS[unit] // 2, "month").replace(day=15)
    return last


# Arithmetic


def _start_of(unit: str, day: date) -> date:
    """The first day of the week, month, quarter or year that `day` is in."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    months = _MONTHS[unit]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def _shift(day: date, count: int, unit: str) -> date:
    """`count` units later; a day that the month does not have becomes its last one."""
    if unit in ("day", "week"):
        return day + timedelta(**{f"{unit}s": count})
    year, month = divmod(day.year * 12 + day.month - 1 + count * _MONTHS[unit], 12)
    if year > MAXYEAR:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _year(figures: str) -> int:
    return int(figures) + (2000 if len(figures) == 2 else 0)


def _exact(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _out_of_range()
    if not 1 <= day <= monthrange(year, month)[1]:
        raise _no_such_day(month, day, year)
    return date(year, month, day)


# Errors


def _unclear(text: str) -> DateError:
    shown = clip(text[: _LONGEST * 2], 40)
    return DateError(tr("dates.unclear", text=shown, examples=tr("dates.examples")))


def _no_such_day(month: int, day: int, year: int | None = None) -> DateError:
    name = tr("dates.months.long").split()[month - 1]
    return DateError(tr("dates.no_such", what=f"{day} {name} {year or ''}".rstrip()))


def _out_of_range() -> DateError:
    first, last = (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
    return DateError(tr("dates.out_of_range", first=first, last=last))


_Rule = Callable[[re.Match[str], date], date]

_RULES: tuple[tuple[re.Pattern[str], _Rule], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"today|tomorrow|overmorrow|day after tomorrow", _relative_word),
        (rf"(?:in )?(?:1 )?half (?:1 )?year{_FROM_NOW}", _half_year),
        (rf"(?:in )?(?P<count>\d+) (?P<unit>day|week|month|quarter|year){_FROM_NOW}", _duration),
        (r"(?:in )?next (?P<unit>week|month|quarter|year)", _one_further),
        (r"(?:this )?W(?P<weekday>\d)(?: this)?", _coming_weekday),
        (r"(?:next|(?:this|next) week) W(?P<weekday>\d)", _weekday_of_week),
        (r"W(?P<weekday>\d) (?:this|next) week", _weekday_of_week),
        (rf"{_WEEKDAY}o?(?P<day>\d{{1,2}}) M(?P<month>\d+){_ANY_YEAR}", _written),
        (rf"{_WEEKDAY}M(?P<month>\d+) o?(?P<day>\d{{1,2}}){_ANY_YEAR}", _written),
        (rf"{_WEEKDAY}(?P<day>\d{{1,2}}) (?P<month>\d{{1,2}}){_ANY_YEAR}", _written),
        (rf"{_WEEKDAY}(?P<year>\d{{4,}}) (?P<month>\d{{1,2}}) (?P<day>\d{{1,2}})", _written),
        (r"before summer(?: (?P<year>\d{4,}))?", _before_summer),
        (rf"(?:before (?=end ))?(?P<where>begin|half|mid|end) {_PERIOD}", _in_period),
        (rf"(?:in )?(?!(?:week|month|quarter|year)$){_PERIOD}", _in_period),
    )
)
