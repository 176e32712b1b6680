"""Time zones in calendars: one rule for each change of the clock, at the time of RFC 5545."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Timezone

from afspraak.data.exchange.time_zone import describe_zone

from ...support.texts.calendars import AMSTERDAM

_FROM, _TO = datetime(1990, 1, 1), datetime(2090, 1, 1)  # noqa: DTZ001 - local times


def described(zone: str, year: int) -> Timezone:
    found = describe_zone(ZoneInfo(zone), year)
    assert found is not None
    read = Timezone.from_ical(found.to_ical())
    assert isinstance(read, Timezone)
    return read


def test_the_zone_of_the_netherlands_is_two_rules() -> None:
    found = describe_zone(ZoneInfo("Europe/Amsterdam"), 2026)
    assert found is not None
    assert found.to_ical().decode().replace("\r\n", "\n") == AMSTERDAM


@pytest.mark.parametrize(
    ("zone", "summer", "winter"),
    [
        ("Europe/London", "20250330T010000 -1SU 3 +0100", "20251026T020000 -1SU 10 +0000"),
        ("Europe/Dublin", "20250330T010000 -1SU 3 +0100", "20251026T020000 -1SU 10 +0000"),
        ("America/New_York", "20250309T020000 2SU 3 -0400", "20251102T020000 1SU 11 -0500"),
        ("Australia/Lord_Howe", "20251005T020000 1SU 10 +1100", "20250406T020000 1SU 4 +1030"),
        ("Asia/Kathmandu", "", "20250101T000000   +0545"),
    ],
)
def test_zones_have_a_rule_for_summer_and_for_winter(zone: str, summer: str, winter: str) -> None:
    rules: dict[str, str] = {}
    for part in described(zone, 2026).subcomponents:
        rule = part.get("rrule", {})
        day, month = (str(rule.get(name, [""])[0]) for name in ("BYDAY", "BYMONTH"))
        start, offset = part.decoded("dtstart"), str(part["tzoffsetto"].to_ical())
        rules[str(part.name)] = f"{start:%Y%m%dT%H%M%S} {day} {month} {offset}"
    assert rules.get("DAYLIGHT", "") == summer
    assert rules["STANDARD"] == winter


@pytest.mark.parametrize(
    ("zone", "year"),
    [("UTC", 2026), ("Africa/Casablanca", 2026), ("Africa/Abidjan", 2026), ("Europe/Amsterdam", 1),
     ("Europe/Amsterdam", 9999), ("Europe/Amsterdam", 1977)],
)  # fmt: skip
def test_a_zone_without_a_yearly_rule_has_no_description(zone: str, year: int) -> None:
    assert describe_zone(ZoneInfo(zone), year) is None


@given(
    st.sampled_from(sorted(available_timezones())),
    st.datetimes(_FROM, _TO),
)
def test_a_description_gives_the_offset_of_the_zone(zone: str, moment: datetime) -> None:
    """A calendar that goes by the description finds the same time as one that knows the zone."""
    found = describe_zone(ZoneInfo(zone), moment.year)
    if found is None:
        return
    own = found.to_tz(lookup_tzid=False)
    real = moment.replace(tzinfo=ZoneInfo(zone))
    around = {(real + timedelta(hours=hours)).utcoffset() for hours in (-3, 0, 3)}
    if len(around) == 1:  # not in the hours that exist twice or never
        assert moment.replace(tzinfo=own).utcoffset() == real.utcoffset()
