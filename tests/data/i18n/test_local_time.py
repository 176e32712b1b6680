"""UTC times in the zone of a conversation."""

from __future__ import annotations

from datetime import date

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.i18n.local_time import LocalTime, local_time


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2026-12-01T09:00:00+00:00", "Europe/Amsterdam", ("2026-12-01", "10:00", "UTC+01:00")),
        ("2026-07-01T09:00:59Z", "Europe/Amsterdam", ("2026-07-01", "11:00", "UTC+02:00")),
        # The hour that autumn repeats.
        ("2026-10-25T00:30:00+00:00", "Europe/Amsterdam", ("2026-10-25", "02:30", "UTC+02:00")),
        ("2026-10-25T01:30:00+00:00", "Europe/Amsterdam", ("2026-10-25", "02:30", "UTC+01:00")),
        ("2026-12-31T23:30:00+00:00", "Asia/Kolkata", ("2027-01-01", "05:00", "UTC+05:30")),
        ("2026-06-01T01:00:00+00:00", "America/St_Johns", ("2026-05-31", "22:30", "UTC-02:30")),
        ("2026-12-01T09:00:00+02:00", "", ("2026-12-01", "07:00", "UTC+00:00")),
        ("2026-12-01T09:00:00", "UTC", ("2026-12-01", "09:00", "UTC+00:00")),
        ("2026-12-01T09:00:00+00:00", "Mars/Olympus", ("2026-12-01", "09:00", "UTC+00:00")),
        ("2026-12-01T09:00:00+00:00", "../../etc/passwd", ("2026-12-01", "09:00", "UTC+00:00")),
        ("2026-12-01T09:00:00+00:00", "Europe", ("2026-12-01", "09:00", "UTC+00:00")),
        ("2026-12-01T09:00:00+00:00", "\0", ("2026-12-01", "09:00", "UTC+00:00")),
    ],
)
def test_a_time_is_that_of_the_zone(moment: str, zone: str, expected: tuple[str, str, str]) -> None:
    day, time, offset = expected
    assert local_time(moment, zone) == LocalTime(date.fromisoformat(day), time, offset)


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-13-01T00:00:00", "0001-01-01T00:00:00"])
def test_a_malformed_time_is_none(moment: str) -> None:
    assert local_time(moment, "America/New_York") is None


def test_a_time_of_day_names_the_offset_in_both_languages() -> None:
    found = local_time("2026-12-01T09:00:00+00:00", "Europe/Amsterdam")
    assert found is not None
    assert catalogue("nl")(found.clock) == "10:00 uur (UTC+01:00)"
    assert catalogue("en")(found.clock) == "10:00 (UTC+01:00)"
