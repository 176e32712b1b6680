"""Days, moments and sentences of the minutes read back.

The reverse of `writing/moments.py`. A result that would be written otherwise does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache

from ...i18n.catalogue import Catalogue
from ...i18n.local_time import local_time
from ...ids import Slug
from ...model.conversation import Header
from ...text.lazy_pattern import lazy_pattern
from ..wording import written_date
from ..writing.moments import date_and_time, earlier, weekday_date

_OFFSET = lazy_pattern(r"UTC([+-])(\d\d):(\d\d)")
_HALF_HOURS_OF_OFFSET = 29


@cache
def pattern(words: Catalogue, key: str) -> re.Pattern[str]:
    """Return a pattern of the message under a key with any values filled in, by their names."""
    parts = re.split(r"{(\w+)}", words(key))
    return re.compile(
        "".join(f"(?P<{p}>.*)" if odd % 2 else re.escape(p) for odd, p in enumerate(parts)),
        re.DOTALL,
    )


def read_date(text: str, words: Catalogue) -> date | None:
    """Return the day that `written_date` wrote, or None."""
    match = pattern(words, "minutes.date").fullmatch(text)
    if match is None:
        return None
    months = [words(f"minutes.month.{number}") for number in range(1, 13)]
    try:
        day = date(int(match["year"]), months.index(match["month"]) + 1, int(match["day"]))
    except (ValueError, OverflowError):  # the year may have any number of digits
        return None
    return day if written_date(day, words) == text else None


def read_weekday_date(text: str, words: Catalogue) -> date | None:
    """Return the day that `weekday_date` wrote, or None."""
    day = read_date(text.partition(" ")[2], words)
    return day if day and weekday_date(day, words) == text else None


def read_moment(text: str, words: Catalogue) -> str:
    """Return the UTC time (ISO 8601) that `moment` wrote, to the minute; "" for another text."""
    match = pattern(words, "minutes.moment").fullmatch(text)
    clock = pattern(words, "dates.clock").fullmatch(match["clock"]) if match else None
    day = read_weekday_date(match["day"], words) if match else None
    offset = _OFFSET.fullmatch(clock["offset"]) if clock else None
    if clock is None or day is None or offset is None:
        return ""
    try:
        at = datetime.fromisoformat(f"{day.isoformat()}T{clock['time']}:00+00:00")
        away = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        at = at + away if offset[1] == "-" else at - away
    except (ValueError, OverflowError):
        return ""
    return at.isoformat()


def start_of_day(day: date, zone: str) -> str:
    """Return the first UTC time of a day in a zone, to half an hour."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    for half_hours in range(-_HALF_HOURS_OF_OFFSET, _HALF_HOURS_OF_OFFSET + 1):
        try:
            at = (midnight + timedelta(minutes=30 * half_hours)).isoformat()
        except OverflowError:
            continue
        local = local_time(at, zone)
        if local and local.day == day:
            return at
    return midnight.isoformat()


def read_previous(text: str, words: Catalogue) -> Header:
    """Return a header with the slug of the conversation before, and its date if that is told."""
    match = re.fullmatch(_shortest(words, "minutes.earlier", "date"), text, re.DOTALL)
    if match and (day := read_date(match["date"], words)):
        header = Header(previous=Slug(match["slug"]), previous_on=day)
        if match["slug"] and earlier(header.previous, header, words) == text:
            return header
    return Header(previous=Slug(text))


def read_source(text: str, header: Header, words: Catalogue) -> Slug:
    """Return the slug of the conversation from which a row came, in the follow-up with `header`."""
    is_previous = text == earlier(header.previous, header, words)
    return header.previous if is_previous else Slug(text)


def read_date_and_time(text: str, words: Catalogue) -> Header:
    """Return a header with the date, time and planned minutes that `date_and_time` wrote."""
    for header in _possible_headers(text, words):
        if date_and_time(header, words) == text:
            return header
    return Header(minutes=0)


def _possible_headers(text: str, words: Catalogue) -> Iterator[Header]:
    head, _, last = text.rpartition(", ")
    duration = pattern(words, "minutes.duration").fullmatch(last)
    if duration and duration["minutes"].isdecimal() and len(duration["minutes"]) < 9:
        yield from _with_time(head, int(duration["minutes"]), words)
    yield from _with_time(text, 0, words)


def _with_time(text: str, minutes: int, words: Catalogue) -> Iterator[Header]:
    if day := read_weekday_date(text, words):
        yield Header(date=day, minutes=minutes)
    both = re.fullmatch(_shortest(words, "minutes.day_at", "day"), text, re.DOTALL)
    if both and (day := read_weekday_date(both["day"], words)):
        yield Header(date=day, time=both["time"], minutes=minutes)
    if alone := pattern(words, "minutes.at").fullmatch(text):
        yield Header(time=alone["time"], minutes=minutes)


@cache
def _shortest(words: Catalogue, key: str, name: str) -> str:
    """Return the pattern of a message in which this value is as short as can be."""
    return pattern(words, key).pattern.replace(f"(?P<{name}>.*)", f"(?P<{name}>.*?)")
