"""Working days in the Netherlands: weekends and national holidays are none."""

from __future__ import annotations

from datetime import date

import pytest

from afspraak.data.i18n.working_days import (
    easter,
    holidays,
    is_working_day,
    working_days_before,
)

EASTERS = {
    1961: (4, 2), 1981: (4, 19), 2000: (4, 23), 2008: (3, 23), 2011: (4, 24), 2025: (4, 20),
    2026: (4, 5), 2027: (3, 28), 2038: (4, 25), 2049: (4, 18), 2076: (4, 19), 2285: (3, 22),
}  # fmt: skip
"""From the tables of the calendar; among them the earliest and the latest days there are."""


@pytest.mark.parametrize("year", EASTERS)
def test_easter_is_the_day_of_the_tables(year: int) -> None:
    assert easter(year) == date(year, *EASTERS[year])


def test_the_holidays_of_a_year() -> None:
    assert sorted(f"{day:%m-%d}" for day in holidays(2027)) == [
        *("01-01", "03-28", "03-29", "04-27", "05-05", "05-06", "05-16", "05-17", "12-25", "12-26"),
    ]
    assert date(2025, 4, 26) in holidays(2025), "King's Day is a day earlier if it is a Sunday"
    assert date(2025, 4, 27) not in holidays(2025)


@pytest.mark.parametrize(
    ("day", "count", "before"),
    [
        (date(2027, 1, 14), 2, date(2027, 1, 12)),
        (date(2027, 1, 11), 1, date(2027, 1, 8)),
        (date(2027, 3, 30), 1, date(2027, 3, 26)),
        (date(2027, 5, 7), 1, date(2027, 5, 4)),
        (date(2027, 1, 4), 2, date(2026, 12, 30)),
        (date(2027, 5, 18), 1, date(2027, 5, 14)),
    ],
)
def test_working_days_before_a_day(day: date, count: int, before: date) -> None:
    assert working_days_before(day, count) == before
    assert is_working_day(before)


def test_before_the_calendar_there_is_none() -> None:
    with pytest.raises(OverflowError):
        working_days_before(date.min, 1)
