"""Progress bars and timelines as text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.widgets.primitives.bars import EMPTY, FULL, bar
from afspraak.widgets.primitives.timeline import BLANK, DUE, EVALUATION, LATE, TODAY, make_axis

NAMES = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]


@pytest.mark.parametrize(
    ("share", "width", "drawn"),
    [
        (0.5, 8, "████░░░░"),
        (0, 4, "░░░░"),
        (1, 4, "████"),
        (0.01, 4, "█░░░"),
        (0.99, 4, "███░"),
        (2, 3, "███"),
        (-1, 3, "░░░"),
        (0.5, 0, ""),
        (0.6, 1, "█"),
    ],
)
def test_a_bar(share: float, width: int, drawn: str) -> None:
    assert bar(share, width) == drawn


@given(st.integers(0, 100), st.integers(2, 200))
def test_a_bar_is_full_only_at_100_percent(percent: int, width: int) -> None:
    drawn = bar(percent / 100, width)
    assert len(drawn) == width
    assert (FULL not in drawn) == (percent == 0)
    assert (EMPTY not in drawn) == (percent == 100)


@pytest.mark.parametrize(
    ("days", "width", "months"),
    [
        ([date(2026, 12, 3)], 30, "dec       jan 2027  feb"),
        ([date(2026, 11, 1), date(2027, 3, 30)], 30, "nov  dec    jan   feb  mrt"),
        ([date(2026, 10, 1), date(2027, 6, 30)], 30, "   nov    jan   mrt    mei"),
        ([date(2020, 12, 3), date(2030, 1, 1)], 30, "   2022   2024  2026   2028"),
    ],
)  # fmt: skip
def test_month_names_are_above_their_first_day(days: list[date], width: int, months: str) -> None:
    line = make_axis(days, width)
    assert line.months(NAMES) == months
    for name in ("dec", "nov", "mei"):
        if name in months.split():
            year = 2027 if name == "mei" else 2026
            assert months.index(name) == line.column(date(year, NAMES.index(name) + 1, 1))


def test_of_coinciding_marks_the_most_important_is_shown() -> None:
    line = make_axis([date(2026, 12, 3), date(2027, 2, 1)], 9)
    today = (date(2026, 12, 3), TODAY)
    assert line.track([today]) == f"{TODAY}{BLANK * 8}"
    assert line.track([today, (date(2027, 2, 27), DUE)]) == f"{TODAY}{BLANK * 7}{DUE}"
    assert (
        line.track([(date(2026, 12, 4), LATE), today, (date(2026, 12, 5), EVALUATION)])[0] == LATE
    )


@given(st.lists(st.dates(), min_size=1, max_size=5), st.integers(1, 150))
def test_days_map_to_ascending_columns(days: list[date], width: int) -> None:
    line = make_axis(days, width)
    columns = [line.column(day) for day in sorted(days)]
    assert columns == sorted(columns)
    assert all(0 <= column < width for column in columns)
    assert len(line.track([(day, DUE) for day in days])) == width
    assert len(line.months(NAMES)) <= width
