"""Today, and points in time in words."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.tui.formatting import clock
from afspraak.widgets.language import speak


@pytest.fixture
def amsterdam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the local time of Amsterdam."""
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(autouse=True)
def _the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")


def test_today_is_that_of_the_environment() -> None:
    assert clock.today() == date(2026, 12, 3)


def test_today_is_the_local_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AFSPRAAK_TODAY")
    before = datetime.now().astimezone().date()
    assert before <= clock.today() <= datetime.now().astimezone().date()


def test_the_time_of_day_has_hours_and_minutes() -> None:
    before = f"{datetime.now().astimezone():%H:%M}"
    told = clock.time_of_day()
    assert re.fullmatch(r"\d\d:\d\d", told)
    assert told in (before, f"{datetime.now().astimezone():%H:%M}")


@pytest.mark.parametrize(
    ("at", "english", "dutch"),
    [
        (None, "", ""),
        (datetime(2026, 12, 3, 9, 5), "09:05", "09:05"),  # noqa: DTZ001
        (datetime(2026, 12, 2, 9, 5), "2 Dec", "2 dec"),  # noqa: DTZ001
        (datetime(2025, 5, 31, 23, 59), "31 May 2025", "31 mei 2025"),  # noqa: DTZ001
    ],
)
def test_a_moment_is_a_time_today_and_else_a_day(
    at: datetime | None, english: str, dutch: str
) -> None:
    assert clock.format_moment(at) == english
    speak(catalogue("nl"))
    assert clock.format_moment(at) == dutch


@pytest.mark.usefixtures("amsterdam")
@pytest.mark.parametrize(
    ("at", "english", "dutch"),
    [
        (None, "", ""),
        (datetime(2026, 12, 3, 9, 5, tzinfo=UTC), "10:05", "10:05"),
        (datetime(2026, 12, 2, 23, 5, tzinfo=UTC), "00:05", "00:05"),
        (datetime(2026, 10, 3, 9, 5, tzinfo=UTC), "3 Oct 11:05", "3 okt 11:05"),
        (datetime(2026, 12, 3, 23, 30, tzinfo=UTC), "4 Dec 00:30", "4 dec 00:30"),
    ],
)
def test_a_stored_time_is_told_in_local_time_with_its_day(
    at: datetime | None, english: str, dutch: str
) -> None:
    assert clock.format_when(at) == english
    speak(catalogue("nl"))
    assert clock.format_when(at) == dutch
