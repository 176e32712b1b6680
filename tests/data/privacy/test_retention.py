"""The age of the last conversation with a person, and its reminder."""

from __future__ import annotations

from datetime import date

import pytest

from afspraak.data.i18n.catalogue import Message
from afspraak.data.ids import Slug
from afspraak.data.notebook.summary import Summary
from afspraak.data.privacy.retention import overdue_line, overdue_lines, people_past_retention

TODAY = date(2026, 12, 3)


def talk(
    slug: str,
    partner: str,
    day: date | None,
    created: str = "",
    fault: Message | None = None,
) -> Summary:
    return Summary(
        Slug(slug), f"/nb/{slug}.json", partner=partner, date=day, created=created, fault=fault
    )


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2024, 12, 3), True),
        (date(2024, 12, 4), False),
        (date(2020, 2, 29), True),
        (date(2027, 1, 1), False),
    ],
)
def test_retention_ends_after_the_given_years(day: date, due: bool) -> None:
    assert bool(people_past_retention([talk("a", "Anna", day)], 2, TODAY)) is due


def test_retention_from_a_leap_day_ends_in_march() -> None:
    row = [talk("a", "Anna", date(2024, 2, 29))]
    assert not people_past_retention(row, 2, date(2026, 2, 28))
    assert people_past_retention(row, 2, date(2026, 3, 1))


def test_a_later_conversation_extends_the_retention() -> None:
    rows = [
        talk("a1", "Anna", date(2020, 1, 1)),
        talk("a2", "anna", date(2026, 1, 1)),
        talk("p1", "Piet", date(2021, 1, 1)),
        talk("p2", "Piet", date(2022, 1, 1)),
    ]
    (found,) = people_past_retention(rows, 2, TODAY)
    assert (found.name, found.last, found.slugs) == ("Piet", date(2022, 1, 1), ("p1", "p2"))


def test_retention_uses_the_date_else_the_creation() -> None:
    assert people_past_retention([talk("a", "Anna", None, "2020-01-01T10:00:00Z")], 2, TODAY)
    assert not people_past_retention([talk("a", "Anna", None)], 2, TODAY)
    assert not people_past_retention(
        [talk("a", "Anna", date(2020, 1, 1)), talk("b", "Anna", None)], 2, TODAY
    )


def test_zero_disables_retention_and_damaged_files_are_skipped() -> None:
    assert not people_past_retention([talk("a", "Anna", date(1990, 1, 1))], 0, TODAY)
    assert not people_past_retention([talk("a", "", None, fault=Message("app.damaged"))], 2, TODAY)


def test_retention_is_reported_briefly_and_in_full() -> None:
    rows = [talk("a", "Anna", date(2020, 1, 1)), talk("p", "Piet", date(2019, 1, 1))]
    found = people_past_retention(rows, 2, TODAY)
    assert str(overdue_line(found[:1], 2)) == "Over 2 years ago: Piet · afspraak forget"
    assert str(overdue_line(found, 2)) == "Over 2 years ago: Piet and 1 more · afspraak check"
    assert "Piet  (last 2019-01-01)" in "\n".join(map(str, overdue_lines(found, 2)))
    assert overdue_line([], 2) is None
    assert overdue_lines([], 2) == []
