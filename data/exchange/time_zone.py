"""A time zone as iCalendar describes it (RFC 5545, 3.6.5): one yearly rule for each clock change.

Calendars that do not know the name of a zone, such as Outlook, go by this description.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from icalendar import Timezone

_YEARS_BEFORE, _YEARS_AFTER = 1, 8
"""The years around an event in which a rule has to hold. In so many years the fourth Sunday of a
month is not always its last."""

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class _Change(NamedTuple):
    """One change of the clock, and the two offsets from UTC."""

    onset: datetime
    """The local time at which the clock is changed, in the offset before: what RFC 5545 wants."""
    before: timedelta
    after: timedelta
    name: str
    """What the time is called from then on, such as CEST."""


class _Rule(NamedTuple):
    """What the changes of all years have in common: `BYMONTH=3;BYDAY=-1SU`."""

    month: int
    nth: int
    """The first (1) to fourth such weekday of the month, or the last (-1)."""
    weekday: str


def describe_zone(zone: ZoneInfo, year: int) -> Timezone | None:
    """Return the description of a zone for events in a year.

    None if the zone is UTC, or if its changes follow no yearly rule there: events are in UTC then.
    """
    if not MINYEAR + _YEARS_BEFORE < year < MAXYEAR - _YEARS_AFTER:
        return None
    years = range(year - _YEARS_BEFORE, year + _YEARS_AFTER)
    changes = list(_changes(zone, years))
    forward = [change for change in changes if change.after > change.before]
    back = [change for change in changes if change.after < change.before]
    if not changes:
        return _fixed(zone, year)
    rules = _rule_of(forward, years), _rule_of(back, years)
    if rules[0] is None or rules[1] is None:
        return None
    return _timezone(zone, (back[0], rules[1], "STANDARD"), (forward[0], rules[0], "DAYLIGHT"))


def _changes(zone: ZoneInfo, years: range) -> Iterator[_Change]:
    """Yield the changes of the clock in these years, in order."""
    moment = datetime(years[0], 1, 1, tzinfo=UTC)
    end = datetime(years[-1] + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        later = min(moment + timedelta(days=7), end)
        if _offset(zone, later) != _offset(zone, moment):
            yield _change_between(zone, moment, later)
        moment = later


def _change_between(zone: ZoneInfo, early: datetime, late: datetime) -> _Change:
    """Return the change of the clock between two moments, to the second."""
    before, after = _offset(zone, early), _offset(zone, late)
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        early, late = (middle, late) if _offset(zone, middle) == before else (early, middle)
    return _Change(
        (late + before).replace(tzinfo=None), before, after, late.astimezone(zone).tzname() or ""
    )


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _rule_of(changes: list[_Change], years: range) -> _Rule | None:
    """Return the rule of these changes; None unless there is one in each year, by one rule."""
    if [change.onset.year for change in changes] != list(years):
        return None
    first = changes[0]
    if any(
        (change.before, change.after, change.onset.time(), change.name)
        != (first.before, first.after, first.onset.time(), first.name)
        for change in changes
    ):
        return None
    days = [change.onset.date() for change in changes]
    months = {day.month for day in days}
    weekdays = {day.weekday() for day in days}
    positions = {(day.day - 1) // 7 + 1 for day in days}
    if len(months) != 1 or len(weekdays) != 1:
        return None
    if all(day.day + 7 > monthrange(day.year, day.month)[1] for day in days):
        positions = {-1}
    if len(positions) != 1:
        return None
    return _Rule(months.pop(), positions.pop(), _WEEKDAYS[weekdays.pop()])


def _timezone(zone: ZoneInfo, *rules: tuple[_Change, _Rule, str]) -> Timezone:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    described = Timezone()
    described.add("tzid", zone.key)
    for change, rule, kind in rules:
        part = TimezoneStandard() if kind == "STANDARD" else TimezoneDaylight()
        part.add("dtstart", change.onset)
        part.add("rrule", {"freq": "yearly", "bymonth": rule.month,
                           "byday": f"{rule.nth}{rule.weekday}"})  # fmt: skip
        part.add("tzoffsetfrom", change.before)
        part.add("tzoffsetto", change.after)
        part.add("tzname", change.name)
        described.add_component(part)
    return described


def _fixed(zone: ZoneInfo, year: int) -> Timezone | None:
    """Return the description of a zone whose clock never changes; None if that is UTC."""
    from icalendar import Timezone, TimezoneStandard

    moment = datetime(year, 1, 1, tzinfo=UTC)
    offset = _offset(zone, moment)
    if not offset:
        return None
    described = Timezone()
    described.add("tzid", zone.key)
    part = TimezoneStandard()
    part.add("dtstart", datetime(year - _YEARS_BEFORE, 1, 1))  # noqa: DTZ001 - a local time
    part.add("tzoffsetfrom", offset)
    part.add("tzoffsetto", offset)
    part.add("tzname", moment.astimezone(zone).tzname() or "")
    described.add_component(part)
    return described
