"""Reading dates as people write them, in Dutch and English.

Both languages are always understood, whatever the language of the screen. Each word becomes a token
(`date_tokens.py`); the rules here are a grammar of tokens. `docs/dates.md` says what each
expression means, and is tested.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ..errors import UsageError
from . import date_days, date_periods
from .catalogue import Message
from .date_arithmetic import is_weekend, start_of
from .date_errors import FIRST_YEAR, LAST_YEAR, DateError, out_of_range, unclear
from .date_format import weekday_name
from .date_periods import PERIOD, Found
from .date_tokens import plain_words, tokenize
from .times import parse_time

_YEAR = r"(?: (?P<year>\d{2}|\d{4,}))?"
_WEEKDAY = r"(?:W(?P<weekday>\d) )?"
_DATED = r"(?: W(?P<weekdaybehind>\d))?(?: (?P<which>coming|last))?"
_WHICH = r"(?P<which>this|coming|next|last)"
_DURATION = rf"(?P<duration>{date_days.DURATION})"
_BARE = "(?:week|month|quarter|semester|year)"
_FROM_NOW = r"(?: from (?:now|today))?"


class _NoRuleError(Exception):
    """The tokens are no date."""


class When(NamedTuple):
    """A day, and the time behind it: "HH:MM", or "" if there is none."""

    day: date
    time: str = ""


def parse_due(text: str, today: date) -> date:
    """Return the day that a text means; `today` is the day that relative words refer to.

    Dates in figures are in ISO 8601 or European order; week numbers are those of ISO 8601. A time
    behind the date is passed over.

    Raises DateError if the text is empty or no date, if there is no such day (31 February), if a
    weekday contradicts the date, and outside the years 1900 to 9998.
    """
    return parse_when(text, today).day


def parse_when(text: str, today: date) -> When:
    """Return the day that a text means and the time behind it: `vrijdag om half tien`.

    A time in front of the date is read as well. Raises DateError as `parse_due` does.
    """
    try:
        return When(_read(text, today))
    except DateError as error:
        if error.message.key not in _MAY_HAVE_TIME:
            raise
        fault = error
    for day, time in _splits(re.sub(_TIME_OF_ISO, " ", plain_words(text)).split(" ")):
        try:
            at = parse_time(time, behind_date=True)
        except UsageError as error:
            if error.message.key == "times.range" and _is_date(day, today):
                raise DateError("times.range") from None
            continue
        try:
            return When(_read(day, today), at)
        except DateError as error:
            if error.message.key == "dates.no_such":
                fault = error
    raise fault


def _read(text: str, today: date) -> date:
    """Return the day that a text without a time means."""
    try:
        return _find(tokenize(text), today).day
    except (_NoRuleError, DateError) as error:
        if isinstance(error, DateError) and error.message.key != "dates.unclear":
            raise
        if _are_several(text, today):
            raise unclear(text, "several") from None
        raise unclear(text) from None


def _are_several(text: str, today: date) -> bool:
    """Return whether a text is two dates with a word like `or` between them."""
    for word in _ALTERNATIVES:
        one, found, other = plain_words(text).partition(f" {word} ")
        if found and _is_date(other, today) and (one.isdecimal() or _is_date(one, today)):
            return True
    return False


def _is_date(text: str, today: date) -> bool:
    try:
        _find(tokenize(text), today)
    except (_NoRuleError, DateError):
        return False
    return True


def remark_on(day: date, today: date) -> Message | None:
    """Return what is worth a remark about a day that was typed: it is past, or in a weekend."""
    if day < today:
        return Message("dates.remark.past")
    if is_weekend(day):
        return Message("dates.remark.weekend", weekday=lambda words: weekday_name(day, words))
    return None


def _splits(words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each way to part words into a date and the time behind it; then in front of it."""
    for at in range(1, len(words)):
        yield " ".join(words[:at]), " ".join(words[at:])
    for at in range(len(words) - 1, 0, -1):
        yield " ".join(words[at:]), " ".join(words[:at])


def _find(words: str, today: date) -> Found:
    """Return the day of these tokens. Raises _NoRuleError if no rule is for them."""
    words = _in_order(words, today)
    for pattern, rule in _RULES:
        if match := re.fullmatch(pattern, words):
            try:
                found = rule(match, today)
            except OverflowError:
                raise out_of_range() from None
            except ValueError:  # half a day
                break
            if not isinstance(found, Found):
                found = Found.at(found)
            if not FIRST_YEAR <= found.day.year <= LAST_YEAR:
                raise out_of_range()
            return found
    raise _NoRuleError


def _in_order(words: str, today: date) -> str:
    """Return tokens with each period written in one way: its name and number, then its year."""
    for pattern, into in _ORDERS:
        words = re.sub(pattern, into, words)

    def year(match: re.Match[str]) -> str:
        number = today.year + {"this": 0, "last": -1}.get(match["which"], 1)
        return f"{number:04}"

    return re.sub(_YEAR_IN_WORDS, year, words)


def _before(match: re.Match[str], today: date) -> Found:
    """Return the day before another one, which is then not past."""
    found = _find(match["rest"], today)
    if found.first <= today:
        found = _find(match["rest"], today + timedelta(days=1))
    return Found.at(found.first - timedelta(days=1))


def _after(match: re.Match[str], today: date) -> Found:
    return Found.at(_find(match["rest"], today).last + timedelta(days=1))


def _counted_from(match: re.Match[str], today: date) -> date:
    """Return the day a length of time before or after another one."""
    found = _find(match["rest"], today)
    if match["side"] == "before":
        return date_days.moved(found.first, match["duration"], -1)
    return date_days.moved(found.day, match["duration"])


def _weekday_around(match: re.Match[str], today: date) -> date:
    """Return the first such weekday after another day, or the last before it."""
    found = _find(match["rest"], today)
    weekday = int(match["weekday"])
    if match["side"] == "before":
        return date_days.weekday_around(weekday, found.first, -1)
    return date_days.weekday_around(weekday, found.last, 1)


def _week_with(match: re.Match[str], today: date) -> Found:
    """Return the Friday of the week with another day: `week van 6 april`."""
    monday = start_of("week", _find(match["rest"], today).day)
    return Found(monday + timedelta(days=4), monday, monday + timedelta(days=6))


def _the_same(match: re.Match[str], today: date) -> Found:
    return _find(match["rest"], today)


_ALTERNATIVES = ("of", "or", "en", "and")
"""The words between two days, in both languages."""
_MAY_HAVE_TIME = ("dates.unclear", "dates.several", "dates.no_such_month")
_TIME_OF_ISO = r"(?<=\d)t(?=\d\d:)"

_ORDERS = (
    (r"\b(week|quarter|semester) o(\d+)\b", r"\1 \2"),
    (r"\bo(\d+) (quarter|semester)\b", r"\2 \1"),
    (r"\bo(\d+) week(?= \d{4}|$)", r"week \1"),
    (r"\b(\d{4}) week (\d+) ([1-7])$", r"W\3 week \2 \1"),
    (r"\b(\d{4}) ((?:week|quarter|semester) \d+)\b", r"\2 \1"),
    (r"\b((?:week|quarter|semester) \d+) (\d\d)$", r"\1 20\2"),
    (r"\byear (?=\d{4})", ""),
    (r"^(\d{4}) (\d{1,2})$", r"M\2 \1"),
    (r"^(\d{1,2}) (\d{4})$", r"M\1 \2"),
    (r"\b(week|month|quarter|year) end\b", r"end \1"),
)
_YEAR_IN_WORDS = rf"(?<=\d )(?:in )?{_WHICH} year$"
"""The year behind a month or a number: `maart volgend jaar`."""

_Rule = Callable[[re.Match[str], date], "Found | date"]

_RULES: tuple[tuple[str, _Rule], ...] = (
    # Counted from today.
    (rf"(?P<word>{date_days.RELATIVE})(?: in)?(?: {_DURATION})?",
     date_days.relative_word),
    (rf"(?:in |from )?{_DURATION}{_FROM_NOW}", date_days.in_duration),
    (rf"{_DURATION} ago", date_days.ago),
    (rf"{_DURATION} (?:from )?(?P<word>{date_days.RELATIVE})", date_days.relative_word),
    (rf"(?P<word>{date_days.RELATIVE}) (?P<duration>week|fortnight)", date_days.relative_word),
    (r"(?:in )?1 (?P<unit>day|workday|week|month|quarter|year) (?P<count>\d+)",
     date_days.about_as_many),
    (r"(?:in )?(?P<which>coming|next|last) (?P<unit>day|workday|week|month|quarter|year)",
     date_days.neighbouring_unit),
    # Weekdays.
    (r"(?:this |coming |this coming )?W(?P<weekday>\d)(?: (?:this|coming))?",
     date_days.coming_weekday),
    (rf"W(?P<weekday>\d) (?:in )?{_DURATION}", date_days.weekday_later),
    (rf"(?:in )?{_DURATION} (?:from )?W(?P<weekday>\d)", date_days.weekday_later),
    (r"(?P<duration>(?:week|fortnight)) W(?P<weekday>\d)", date_days.weekday_later),
    (r"W(?P<weekday>\d) (?P<duration>(?:week|fortnight))", date_days.weekday_later),
    (r"last W(?P<weekday>\d)|W(?P<behind>\d) last", date_days.last_weekday),
    (rf"(?:next|{_WHICH} week) W(?P<weekday>\d)", date_days.weekday_beside),
    (r"W(?P<weekday>\d) (?P<which>next)", date_days.weekday_beside),
    (rf"W(?P<weekday>\d) (?:in )?{_WHICH} week", date_days.weekday_beside),
    # Days in figures, and of a month by its name.
    (rf"(?:coming )?{_WEEKDAY}(?:coming )?o?(?P<day>\d{{1,2}}) M(?P<month>\d+){_YEAR}{_DATED}",
     date_days.day_and_month),
    (rf"{_WEEKDAY}M(?P<month>\d+) o?(?P<day>\d{{1,2}}){_YEAR}{_DATED}",
     date_days.day_and_month),
    (rf"{_WEEKDAY}(?P<day>\d{{1,2}}) (?P<month>\d{{1,2}}){_YEAR}{_DATED}",
     date_days.day_and_month),
    (rf"{_WEEKDAY}(?P<year>\d{{4,}}) (?P<month>\d{{1,2}}) (?P<day>\d{{1,2}}){_DATED}",
     date_days.day_and_month),
    (r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)", date_days.compact),
    (rf"{_WEEKDAY}o(?P<day>\d+)(?: (?:in )?(?:{_WHICH} )?month)?", date_days.day_of_month),
    (rf"{_WEEKDAY}(?P<day>\d{{1,2}}) {_WHICH} month", date_days.day_of_month),
    (r"christmas(?: (?P<year>\d{4}))?", date_days.christmas),
    # Periods.
    (rf"(?:(?P<where>before|after|from) )?(?!(?:in )?{_BARE}$){PERIOD}",
     date_periods.point_in_period),
    (rf"(?:(?:before|from) (?!begin))?(?P<where>begin|half|mid|end) {PERIOD}",
     date_periods.point_in_period),
    (rf"o(?P<half>[12]) half {PERIOD}", date_periods.point_in_period),
    (rf"W(?P<weekday>\d) (?=(?:in )?week \d){PERIOD}", date_periods.weekday_in_week),
    (rf"(?=(?:in )?week \d){PERIOD} W(?P<weekday>\d)", date_periods.weekday_in_week),
    (rf"(?:o(?P<nth>\d+)|last) (?:(?P<counted>day|workday|week)|W(?P<weekday>\d)) {PERIOD}",
     date_periods.nth_in_period),
    # Counted from another day.
    (rf"{_DURATION} (?P<side>before|after|from) (?P<rest>.+)", _counted_from),
    (r"(?:(?:o1|last) )?W(?P<weekday>\d) (?P<side>before|after) (?P<rest>.+)", _weekday_around),
    (r"(?:in )?week (?P<rest>.+)", _week_with),
    (r"before (?P<rest>.+)", _before),
    (r"(?:day )?after (?P<rest>.+)", _after),
    (r"(?:from|in) (?P<rest>.+)", _the_same),
)  # fmt: skip
"""Tried in this order; each is compiled when it is first tried, as a start needs none of them."""
