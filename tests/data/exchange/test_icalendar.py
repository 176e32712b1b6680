"""The appointment, read back by a calendar library."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event, Timezone

from afspraak.data.errors import UsageError
from afspraak.data.exchange.icalendar import appointment
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId, Slug
from afspraak.data.model.conversation import Agreement, ChecklistItem, Conversation, Header, Partner
from afspraak.data.system.clock import local_zone

from ...support.texts.calendars import AMSTERDAM

STAMP = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
HEADER = Header(
    title="planning 2027",
    language="nl",
    date=date(2026, 12, 3),
    time="10:00",
    minutes=90,
    place="Kamer 2; boven, links",
    created="2026-11-20T08:00:00+00:00",
    job="secret job",
    goals="secret goals",
)
TALK = Conversation(
    HEADER,
    (Partner(MANAGER, "Jan Bakker", "manager"), Partner(EMPLOYEE, "Anna de Vries", "employee")),
    (
        ChecklistItem(
            RowId("a"), "secret section", "secret item", remarks={MANAGER: "secret answer"}
        ),
    ),
    agreements=(Agreement(RowId("r1"), text="secret agreement"),),
)


def talk(**header: object) -> Conversation:
    return replace(TALK, header=replace(HEADER, **header))  # type: ignore[arg-type]


def events(conversation: Conversation, zone: str = "Europe/Amsterdam") -> list[Event]:
    data = appointment(conversation, Slug("anna"), zone, STAMP)
    found = Calendar.from_ical(data).walk("VEVENT")
    return [event for event in found if isinstance(event, Event)]


@pytest.mark.parametrize(
    ("zone", "day", "utc_hour", "utc_minute"),
    [
        ("Europe/Amsterdam", date(2026, 12, 3), 9, 0),
        ("Europe/Amsterdam", date(2026, 7, 3), 8, 0),
        ("Asia/Kathmandu", date(2026, 7, 3), 4, 15),
        ("Australia/Lord_Howe", date(2026, 7, 3), 23, 30),
        ("UTC", date(2026, 7, 3), 10, 0),
    ],
)
def test_an_appointment_has_the_local_time_zone(
    zone: str, day: date, utc_hour: int, utc_minute: int
) -> None:
    data = appointment(talk(date=day), Slug("anna"), zone, STAMP)
    calendar = Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    start = event.decoded("dtstart")
    assert (start.date(), start.hour, start.minute) == (day, 10, 0)
    assert (start.astimezone(UTC).hour, start.astimezone(UTC).minute) == (utc_hour, utc_minute)
    assert event.decoded("duration") == timedelta(minutes=90)
    zones = [str(found["tzid"]) for found in calendar.walk("VTIMEZONE")]
    assert zones == ([] if zone == "UTC" else [zone])
    if zones:
        # A calendar that does not know the zone's name goes by what the file says of it.
        (told,) = calendar.walk("VTIMEZONE")
        assert isinstance(told, Timezone)
        own = told.to_tz(lookup_tzid=False)
        assert datetime(day.year, day.month, day.day, 10, tzinfo=own).utcoffset() == (
            datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo(zone)).utcoffset()
        )


OUTLOOK = f"""\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//afspraak//afspraak//EN
{AMSTERDAM}BEGIN:VEVENT
SUMMARY:planning 2027 van Jan Bakker en Anna de Vries
DTSTART;TZID=Europe/Amsterdam:20261203T100000
DURATION:PT1H30M
DTSTAMP:20261125T093000Z
UID:0bd05680-df36-55d4-800d-36570586e654
CLASS:PRIVATE
LOCATION:Kamer 2\\; boven\\, links
END:VEVENT
END:VCALENDAR
"""
"""Checked by hand against RFC 5545: one rule for summer and one for winter, each with its onset in
the time before the change, and the event in the zone that is described."""


def test_the_whole_file_is_what_outlook_reads() -> None:
    data = appointment(TALK, Slug("anna"), "Europe/Amsterdam", STAMP)
    assert data.decode() == OUTLOOK.replace("\n", "\r\n")


def test_the_zone_of_the_conversation_comes_before_that_of_the_machine() -> None:
    held = talk(zone="America/New_York")
    data = appointment(held, Slug("anna"), "Europe/Amsterdam", STAMP)
    assert b"DTSTART;TZID=America/New_York:20261203T100000" in data
    assert b"Europe" not in data


def test_a_zone_without_a_yearly_rule_gives_utc() -> None:
    there = ZoneInfo("Africa/Casablanca")  # whose offset on that day depends on the zone data
    begin = datetime(2026, 12, 3, 10, tzinfo=there).astimezone(UTC)
    data = appointment(TALK, Slug("anna"), str(there), STAMP)
    assert f"DTSTART:{begin:%Y%m%dT%H%M%SZ}".encode() in data
    assert b"VTIMEZONE" not in data


def test_an_appointment_contains_only_title_names_and_place() -> None:
    (event,) = events(TALK)
    assert event["summary"] == "planning 2027 van Jan Bakker en Anna de Vries"
    assert event["location"] == "Kamer 2; boven, links"
    assert event["class"] == "PRIVATE"
    assert b"secret" not in appointment(TALK, Slug("anna"), "Europe/Amsterdam", STAMP)


def test_without_a_time_the_appointment_is_all_day() -> None:
    for time in ("", "later", "25:00"):
        (event,) = events(talk(time=time))
        assert event.decoded("dtstart") == date(2026, 12, 3)
        assert event.decoded("dtend") == date(2026, 12, 4)


def test_the_next_conversation_is_an_all_day_event() -> None:
    first, following = events(talk(next_on=date(2027, 5, 20)))
    assert following.decoded("dtstart") == date(2027, 5, 20)
    assert following["summary"] == "Volgende gesprek: planning 2027 van Jan Bakker en Anna de Vries"
    assert following["transp"] == "TRANSPARENT"
    assert first["uid"] != following["uid"]


def test_a_changed_appointment_is_still_the_same_event() -> None:
    (first,), (moved,) = events(TALK), events(talk(date=date(2026, 12, 10), title="other"))
    assert first["uid"] == moved["uid"]
    (elsewhere,) = events(talk(created="2025-11-20T08:00:00+00:00"))
    assert first["uid"] != elsewhere["uid"]
    assert first.decoded("dtstamp") == STAMP


def test_without_a_date_there_is_no_appointment() -> None:
    with pytest.raises(UsageError, match="no date"):
        appointment(talk(date=None), Slug("anna"), "Europe/Amsterdam")


def test_an_unknown_time_zone_gives_floating_time() -> None:
    for zone in ("", "Nowhere/Atall", "../../etc/passwd"):
        (event,) = events(TALK, zone)
        assert event.decoded("dtstart") == datetime(2026, 12, 3, 10)  # noqa: DTZ001 - that is it


def test_the_time_zone_of_the_machine_is_found_or_empty() -> None:
    zone = local_zone()
    assert not zone or ZoneInfo(zone).key == zone


@given(
    st.text(),
    st.text(),
    st.dates(),
    st.none() | st.dates(),
    st.integers(0, 100_000),
    st.sampled_from(["Europe/Amsterdam", "Asia/Kathmandu", "America/St_Johns", ""]),
)
def test_any_conversation_gives_a_readable_calendar(
    title: str, place: str, day: date, again: date | None, minutes: int, zone: str
) -> None:
    held = talk(title=title, place=place, date=day, next_on=again, minutes=minutes)
    found = events(held, zone)
    assert len(found) == 1 + (again is not None)
    assert found[0].decoded("dtstart").date() == day
