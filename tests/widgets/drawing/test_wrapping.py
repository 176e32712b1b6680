"""Wrapping of text into lines, measured in cells."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from afspraak.data.text.graphemes import clusters, is_boundary
from afspraak.widgets.drawing.cluster_wrapping import wrap_offsets
from afspraak.widgets.drawing.wrapping import (
    fit,
    hanging,
    line_text,
    line_width,
    side_by_side,
    split_at_width,
    wrap,
    wrap_pieces,
)

from ...support.clusters import CLUSTERS


def test_words_that_fit_are_not_broken() -> None:
    assert wrap("what goes well this year", 9) == ["what goes", "well this", "year"]


def test_a_word_wider_than_the_line_is_broken_and_nothing_is_lost() -> None:
    assert wrap("a Verantwoordelijkheid b", 8) == ["a", "Verantwo", "ordelijk", "heid b"]


def test_wide_characters_take_two_cells() -> None:
    assert wrap("漢字漢字", 5) == ["漢字", "漢字"]
    assert wrap("漢", 1) == ["漢"]


def test_an_empty_text_is_one_empty_line() -> None:
    assert wrap("", 10) == [""]


def test_styles_stay_with_their_words() -> None:
    assert wrap_pieces([("one two", ""), ("three", "dim")], 9) == [
        (("one two", ""),),
        (("three", "dim"),),
    ]
    assert wrap_pieces([("one", ""), ("two", "dim")], 9) == [(("one ", ""), ("two", "dim"))]


@given(st.text(alphabet="ab 漢é😀\u0301", max_size=60), st.integers(2, 20))
def test_wrapped_lines_fit_and_lose_no_text(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("width", "seen"), [(9, "Anna Jans"), (8, "Anna Ja…"), (6, "Anna…"), (1, "…"), (0, "")]
)
def test_truncated_text_ends_in_an_ellipsis(width: int, seen: str) -> None:
    assert fit("Anna Jans", width) == seen


def test_truncation_counts_cells() -> None:
    assert split_at_width("漢字a", 3) == ("漢", "字a")
    assert split_at_width("漢字a", 5) == ("漢字a", "")
    assert split_at_width("漢字a", 1) == ("", "漢字a")


def test_columns_are_side_by_side() -> None:
    left = wrap_pieces([("one two three", "")], 5)
    rows = side_by_side(
        [(left, 5), (wrap_pieces([("x", "dim")], 3), 3), (wrap_pieces([("y", "")], 1), 1)], 2
    )
    assert [line_text(row) for row in rows] == ["one    x    y", "two", "three"]


def test_an_exhausted_column_keeps_its_width() -> None:
    rows = side_by_side([([(("a", ""),)], 3), (wrap_pieces([("b c", "")], 1), 1)], 1)
    assert [line_text(row) for row in rows] == ["a   b", "    c"]
    assert line_width(rows[1]) == 5


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("ab cd", 5, ["ab cd"]),
        ("ab cd", 4, ["ab", "cd"]),
        ("ab cd e", 5, ["ab cd", "e"]),
        ("a  b", 4, ["a b"]),
        (" a ", 3, ["a"]),
        ("abc", 0, ["a", "b", "c"]),
        ("漢a", 1, ["漢", "a"]),
        ("aaa bb", 3, ["aaa", "bb"]),
        ("aaaa bb", 3, ["aaa", "a", "bb"]),
    ],
)
def test_lines_are_filled_to_the_last_cell(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_neighbours_in_one_style_are_one_piece() -> None:
    pieces = [("a", "bold"), ("b c", "bold"), ("d", ""), ("e", "dim"), ("f", "dim")]
    assert wrap_pieces(pieces, 20) == [
        (("a b c ", "bold"), ("d ", ""), ("e f", "dim")),
    ]


def test_columns_wider_than_their_room_push_the_next_ones() -> None:
    rows = side_by_side([([(("abcd", ""),)], 3), ([(("x", "dim"),)], 1)], 2)
    assert rows == [(("abcd", ""), ("  ", ""), ("x", "dim"))]
    assert side_by_side([([(("a", ""),)], 1), ([(("b", ""),)], 1)], 0) == [(("a", ""), ("b", ""))]
    assert side_by_side([([], 2), ([(("b", ""),)], 1)], 1) == [(("   ", ""), ("b", ""))]


def test_a_mark_hangs_before_the_first_line_only() -> None:
    lines = wrap_pieces([("one two", "dim")], 3)
    assert hanging((("[ ] ", "bold"),), lines) == [
        (("[ ] ", "bold"), ("one", "dim")),
        (("    ", ""), ("two", "dim")),
    ]
    assert hanging((("漢 ", ""),), lines)[1][0] == ("   ", "")


def test_rows_break_between_clusters() -> None:
    for name, cluster in CLUSTERS.items():
        for width in range(2, 12):
            for before in ("", "x", "word ", "漢 "):
                line = before + cluster * 12 + " end"
                cuts = [0, *wrap_offsets(line, width, []), len(line)]
                rows = [line[start:end] for start, end in pairwise(cuts)]
                assert all(is_boundary(line, cut) for cut in cuts), name
                assert all(
                    cell_len(row.rstrip()) <= max(width, cell_len(cluster)) for row in rows
                ), (name, width, rows)
                assert "".join(wrap(line, width)).replace(" ", "") == line.replace(" ", "")
                assert all(
                    set(clusters(row)) <= {cluster, *"word漢end "} | {"x"}
                    for row in (*rows, *wrap(line, width), fit(line, width).removesuffix("…"))
                )
