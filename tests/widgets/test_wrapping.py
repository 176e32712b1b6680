"""Text into lines, measured in cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ...widgets.wrapping import columns, cut, fit, flow, line_text, line_width, wrap


def test_words_stay_whole_where_they_fit() -> None:
    assert wrap("what goes well this year", 9) == ["what goes", "well this", "year"]


def test_a_word_wider_than_the_line_is_broken_and_nothing_is_lost() -> None:
    assert wrap("a Verantwoordelijkheid b", 8) == ["a", "Verantwo", "ordelijk", "heid b"]


def test_wide_characters_take_two_cells() -> None:
    assert wrap("漢字漢字", 5) == ["漢字", "漢字"]
    assert wrap("漢", 1) == ["漢"]


def test_nothing_is_one_empty_line() -> None:
    assert wrap("", 10) == [""]


def test_styles_stay_with_their_words() -> None:
    assert flow([("one two", ""), ("three", "dim")], 9) == [
        (("one two", ""),),
        (("three", "dim"),),
    ]
    assert flow([("one", ""), ("two", "dim")], 9) == [(("one ", ""), ("two", "dim"))]


@given(st.text(alphabet="ab 漢é😀\u0301", max_size=60), st.integers(2, 20))
def test_lines_fit_and_hold_all_that_was_there(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("width", "seen"), [(9, "Anna Jans"), (8, "Anna Ja…"), (6, "Anna…"), (1, "…"), (0, "")]
)
def test_what_does_not_fit_ends_in_an_ellipsis(width: int, seen: str) -> None:
    assert fit("Anna Jans", width) == seen


def test_cutting_counts_cells() -> None:
    assert cut("漢字a", 3) == ("漢", "字a")


def test_columns_stand_side_by_side() -> None:
    left = flow([("one two three", "")], 5)
    rows = columns([(left, 5), (flow([("x", "dim")], 3), 3), (flow([("y", "")], 1), 1)], 2)
    assert [line_text(row) for row in rows] == ["one    x    y", "two", "three"]


def test_a_column_that_ended_still_keeps_its_place() -> None:
    rows = columns([([(("a", ""),)], 3), (flow([("b c", "")], 1), 1)], 1)
    assert [line_text(row) for row in rows] == ["a   b", "    c"]
    assert line_width(rows[1]) == 5
