"""A scroll bar: where its part in view stands, at every position."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.widgets.drawing.scroll_bar import scroll_bar


def text(rows: int, total: int, in_view: int, first: float) -> str:
    return "".join(sign for sign, _ in scroll_bar(rows, total, in_view, first))


@pytest.mark.parametrize(
    ("bar", "seen"),
    [
        ((4, 8, 4, 0), "██││"),
        ((4, 8, 4, 4), "││██"),
        ((4, 8, 4, 1), "│██│"),
        ((4, 8, 4, 3), "│██│"),
        ((4, 400, 4, 0), "█│││"),
        ((4, 400, 4, 1), "│█││"),
        ((4, 400, 4, 395), "││█│"),
        ((4, 400, 4, 396), "│││█"),
        ((4, 4, 4, 0), "││││"),
        ((4, 0, 0, 0), "││││"),
        ((1, 9, 3, 4), "█"),
        ((0, 9, 3, 4), ""),
    ],
)
def test_the_part_in_view_stands_where_it_is_in_the_text(
    bar: tuple[int, int, int, float], seen: str
) -> None:
    assert text(*bar) == seen


@given(st.integers(3, 60), st.integers(1, 5000), st.integers(1, 5000), st.integers(0, 5000))
def test_an_end_is_reached_only_where_the_text_ends(
    rows: int, in_view: int, hidden: int, first: int
) -> None:
    first = min(first, hidden)
    bar = text(rows, in_view + hidden, in_view, first)
    assert len(bar) == rows
    length = bar.count("█")
    assert "█" * length in bar
    assert length >= 1
    if rows - length > 1:
        assert bar.startswith("█") == (first == 0)
        assert bar.endswith("█") == (first == hidden)
