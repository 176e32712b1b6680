"""The clock of a talk: since its planned start, since it was opened, or the time of day."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest

from afspraak.data.model.conversation import Header
from afspraak.tui.formatting.talk_clock import TalkClock
from afspraak.widgets.drawing.header_line import ClockFace

DAY = date(2026, 12, 3)
NOON = datetime(2026, 12, 3, 12)  # noqa: DTZ001 - local time


class Times:
    """A stopwatch and a clock on the wall, which a test sets."""

    def __init__(self) -> None:
        self.seconds, self.now = 1000.0, NOON

    def clock(self) -> TalkClock:
        return TalkClock(lambda: self.seconds, lambda: self.now)


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> Times:
    """Have the day on which the talk is held."""
    monkeypatch.setenv("AFSPRAAK_TODAY", DAY.isoformat())
    return Times()


@pytest.mark.parametrize(
    ("seconds", "planned", "face"),
    [
        (0, 60, ClockFace("0:00/1:00", 0.0)),
        (59, 60, ClockFace("0:00/1:00", 0.0)),
        (60, 60, ClockFace("0:01/1:00", 1 / 60)),
        (53 * 60, 60, ClockFace("0:53/1:00", 53 / 60)),
        (54 * 60, 60, ClockFace("0:54/1:00", 0.9, is_late=True)),
        (60 * 60, 60, ClockFace("1:00/1:00", 1.0, is_late=True)),
        (61 * 60, 60, ClockFace("1:01/1:00 +1", 61 / 60, is_late=True)),
        (125 * 60, 90, ClockFace("2:05/1:30 +35", 125 / 90, is_late=True)),
        (125 * 60, 0, ClockFace("2:05")),
    ],
)
def test_without_a_planned_start_time_counts_from_the_opening(
    times: Times, seconds: int, planned: int, face: ClockFace
) -> None:
    clock = times.clock()
    times.seconds += seconds
    assert clock.face(Header(date=DAY, minutes=planned)) == face
    assert clock.face(Header(minutes=planned)) == face, "a talk without a day is today"


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("12:00", "0:00/1:00"),
        ("11:59", "0:01/1:00"),
        ("11:00", "1:00/1:00"),
        ("10:00", "2:00/1:00 +60"),
        ("09:59", "0:07/1:00"),  # long over: since it was opened again
        ("12:01", "0:07/1:00"),  # not begun
        ("", "0:07/1:00"),
        ("noon", "0:07/1:00"),
    ],
)
def test_time_counts_from_the_planned_start_while_the_talk_may_last(
    times: Times, start: str, words: str
) -> None:
    clock = times.clock()
    times.seconds += 7 * 60
    assert clock.face(Header(date=DAY, time=start, minutes=60)).words == words


def test_a_time_without_a_day_is_no_planned_start(times: Times) -> None:
    clock = times.clock()
    times.seconds += 7 * 60
    assert clock.face(Header(time="11:30", minutes=60)).words == "0:07/1:00"


@pytest.mark.parametrize("day", [DAY - timedelta(1), DAY + timedelta(1)])
def test_on_another_day_it_is_the_time_of_day(times: Times, day: date) -> None:
    face = times.clock().face(Header(date=day, time="11:30", minutes=60))
    assert re.fullmatch(r"\d\d:\d\d", face.words)
    assert (face.share, face.is_late) == (None, False)


def test_after_midnight_it_is_the_time_of_day(
    times: Times, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = times.clock()
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-04")
    for header in (Header(minutes=60), Header(date=date(2026, 12, 4), minutes=60)):
        assert re.fullmatch(r"\d\d:\d\d", clock.face(header).words)


def test_without_other_clocks_it_has_those_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("AFSPRAAK_TODAY", raising=False)
    assert TalkClock().face(Header(minutes=60)).words == "0:00/1:00"
