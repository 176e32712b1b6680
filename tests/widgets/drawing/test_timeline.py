"""Progress bars and timelines as text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.widgets.drawing.bars import EMPTY, FULL, bar, bar_pieces
from afspraak.widgets.drawing.roles import Role
from afspraak.widgets.drawing.timeline import (
    BLANK,
    DUE,
    EVALUATION,
    LATE,
    STRETCH,
    TODAY,
    Axis,
    Sign,
    make_axis,
)
from afspraak.widgets.drawing.wrapping import line_text, line_width

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


def test_a_bar_is_in_another_role_when_it_is_full() -> None:
    assert bar_pieces(0.4, 5) == [("██", Role.BAR), ("░░░", Role.BAR_REST)]
    assert bar_pieces(1.0, 5) == [("█████", Role.BAR_FULL)]
    assert bar_pieces(1.5, 5, Role.BAR) == [("█████", Role.BAR)]
    assert bar_pieces(0.0, 5) == [("░░░░░", Role.BAR_REST)]


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


@pytest.mark.parametrize(
    ("first", "last", "width", "months"),
    [
        (date(2026, 11, 1), date(2027, 1, 31), 13, "nov dec jan"),
        (date(2026, 11, 1), date(2027, 1, 31), 8, "nov  jan"),
        (date(2026, 12, 1), date(2027, 2, 28), 24, "dec     jan     feb"),
        (date(2026, 12, 1), date(2027, 2, 28), 26, "dec     jan 2027 feb"),
        (date(2027, 1, 1), date(2027, 12, 31), 17, "jan apr jul okt"),
        (date(2021, 1, 1), date(2024, 12, 31), 21, "2021 2022 2023 2024"),
        (date(2020, 1, 1), date(2023, 12, 31), 10, "2020 2022"),
        (date(2020, 1, 1), date(2023, 12, 31), 9, "2020"),
        (date(2020, 1, 1), date(2023, 12, 31), 18, "2020     2022"),
        (date(2026, 1, 1), date(2027, 12, 31), 18, "jan jul  jan jul"),
        (date(2001, 1, 1), date(2020, 12, 31), 30, "      2005   2010   2015"),
        (date(2001, 1, 1), date(2040, 12, 31), 30, "      2010    2020   2030"),
        (date(2001, 1, 1), date(2300, 12, 31), 30, "         2100      2200"),
        (date(1001, 1, 1), date(4000, 12, 31), 30, "         2000      3000"),
        (date(1900, 1, 1), date(2799, 12, 31), 4, "2000"),
    ],
)
def test_the_step_between_names_is_the_smallest_that_fits(
    first: date, last: date, width: int, months: str
) -> None:
    assert make_axis([first, last], width).months(NAMES) == months


def test_years_above_a_timeline_have_no_month() -> None:
    axis = make_axis([date(2021, 1, 1), date(2023, 12, 31)], 45)
    assert axis.months([*NAMES[:11], "december "]) == "2021           2022           2023"


def test_an_axis_has_whole_months_and_three_at_least() -> None:
    day = date(2026, 12, 3)
    assert make_axis([day], 30) == Axis(date(2026, 12, 1), date(2027, 3, 1), 30)
    assert make_axis([date(2027, 3, 1), day], 0) == Axis(date(2026, 12, 1), date(2027, 4, 1), 1)
    assert make_axis([date.max], 9) == Axis(date(9999, 9, 1), date.max, 9)


def test_days_outside_an_axis_are_at_its_ends() -> None:
    axis = make_axis([date(2026, 12, 3)], 9)
    assert [axis.column(day) for day in (date.min, date(2026, 12, 1), date.max)] == [0, 0, 8]
    assert axis.column(date(2027, 2, 28)) == 8


def test_of_coinciding_marks_the_most_important_is_shown() -> None:
    line = make_axis([date(2026, 12, 3), date(2027, 2, 1)], 9)
    today = date(2026, 12, 3)

    def track(*signs: tuple[date, str]) -> str:
        return line_text(line.track(today, [Sign(*sign) for sign in signs]))

    assert track() == f"{TODAY}{BLANK * 8}"
    assert track((date(2027, 2, 27), DUE)) == f"{TODAY}{BLANK * 7}{DUE}"
    assert track((date(2026, 12, 4), LATE), (date(2026, 12, 5), EVALUATION))[0] == LATE


@pytest.mark.parametrize(
    ("day", "seen"),
    [
        (date(2027, 2, 27), "···│───────◆"),
        (date(2026, 12, 20), "···│◆·······"),
        (date(2026, 11, 2), "◆──│········"),
        (date(2026, 12, 3), "···◆········"),
    ],
)
def test_a_line_leads_from_today_to_the_day(day: date, seen: str) -> None:
    axis = Axis(date(2026, 11, 1), date(2027, 3, 1), 12)
    track = axis.track(date(2026, 12, 3), [Sign(day, DUE)], (day, Role.LATE_DATE))
    assert line_text(track) == seen
    assert all(role == Role.LATE_DATE for text, role in track if STRETCH in text)


def test_the_month_of_today_has_a_role_of_its_own() -> None:
    line = make_axis([date(2026, 11, 3), date(2027, 2, 1)], 60)
    pieces = line.months_line(NAMES, date(2026, 12, 30))
    assert line_text(pieces) == line.months(NAMES)
    assert [text for text, role in pieces if role == Role.TODAY] == [NAMES[11]]
    narrow = make_axis([date(2020, 1, 3), date(2027, 2, 1)], 20)
    assert line_text(narrow.months_line(NAMES, date(2026, 12, 30))) == narrow.months(NAMES)


@given(st.lists(st.dates(), min_size=1, max_size=5), st.integers(1, 150))
def test_days_map_to_ascending_columns(days: list[date], width: int) -> None:
    line = make_axis(days, width)
    columns = [line.column(day) for day in sorted(days)]
    assert columns == sorted(columns)
    assert all(0 <= column < width for column in columns)
    assert line_width(line.track(days[0], [Sign(day, DUE) for day in days])) == width
    assert len(line.months(NAMES)) <= width
