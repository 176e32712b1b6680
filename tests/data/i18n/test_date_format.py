"""Dates in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from afspraak.data.i18n.date_format import Width, format_date

WEDNESDAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("language", "width", "today", "expected"),
    [
        ("nl", "short", WEDNESDAY, "3 dec"),
        ("en", "short", WEDNESDAY, "3 Dec"),
        ("nl", "short", date(2027, 1, 1), "3 dec 2026"),
        ("en", "short", None, "3 Dec 2026"),
        ("nl", "weekday", WEDNESDAY, "do 3 dec"),
        ("en", "weekday", WEDNESDAY, "Thu 3 Dec"),
        ("nl", "weekday", None, "do 3 dec 2026"),
        ("nl", "long", WEDNESDAY, "donderdag 3 december 2026"),
        ("en", "long", None, "Thursday 3 December 2026"),
    ],
)
def test_a_date_is_formatted(
    language: str, width: Width, today: date | None, expected: str
) -> None:
    assert format_date(date(2026, 12, 3), language, today=today, width=width) == expected


def test_every_month_and_weekday_has_its_name() -> None:
    months = [format_date(date(2026, month, 1), "nl", today=WEDNESDAY) for month in range(1, 13)]
    assert months[2] == "1 mrt"
    assert months[9] == "1 okt"
    assert len(set(months)) == 12
    week = [
        format_date(WEDNESDAY + timedelta(days=n), "en", today=WEDNESDAY, width="weekday")
        for n in range(7)
    ]
    assert [day[:3] for day in week] == ["Wed", "Thu", "Fri", "Sat", "Sun", "Mon", "Tue"]
