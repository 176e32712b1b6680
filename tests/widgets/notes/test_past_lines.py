"""The lines of earlier notes: their height, their indent, and the scroll to what changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.ids import MANAGER
from afspraak.data.model.conversation import NoteLine
from afspraak.data.session.steps.history import LineChange
from afspraak.widgets.notes.past_view import HistoryPane

from ...support.screens.drawn import drawn
from ...support.screens.styled import styled_rows
from ...support.screens.widget_holder import Holder, conversation


def pane_of(*texts: str) -> HistoryPane:
    """A pane with these lines, the first of them new."""
    pane = HistoryPane()
    lines = [NoteLine(text) for text in texts]
    pane.show(lines, [LineChange(True, lines[0], 0)], conversation(), None)
    return pane


@given(st.text("ab \t漢é-", min_size=1, max_size=30), st.integers(1, 40))
def test_a_stated_height_equals_the_number_of_lines(text: str, width: int) -> None:
    for row in pane_of(text, text).body.rows:
        assert row.height(width) in (None, len(row.lines(width)))


@pytest.mark.parametrize(
    ("text", "width", "height"),
    [("a" * 8, 10, 1), ("a" * 9, 10, None), ("é", 10, None), ("\ta", 10, None), ("a", 3, 1)],
)
def test_only_a_short_plain_line_states_its_height(
    text: str, width: int, height: int | None
) -> None:
    (row,) = pane_of(text).body.rows
    assert row.height(width) == height


@pytest.mark.parametrize(
    ("text", "width", "seen"),
    [
        ("one two three", 10, ["[changed + ]one two", "  three"]),
        ("  one two three", 10, ["[changed +   ]one", "    two", "    three"]),
        ("\tone two", 10, ["[changed +     ]one", "      two"]),
        ("a\tb", 10, ["[changed + ]a b"]),
        (" " * 9 + "one two", 10, ["[changed +      ]one", "       two"]),
        ("", 10, ["[changed + ]"]),
    ],
)
def test_lines_hang_after_their_mark_and_indent(text: str, width: int, seen: list[str]) -> None:
    (row, _) = pane_of(text, "other").body.rows
    assert styled_rows([row], width) == seen


def test_lines_of_earlier_notes_that_are_not_blank_can_be_selected() -> None:
    assert [row.selectable for row in pane_of("one", " ", "two").body.rows] == [True, False, True]


@pytest.mark.parametrize(("number", "first"), [(11, "line 0"), (12, "line 1"), (70, "line 1")])
async def test_a_change_in_the_last_line_scrolls_only_if_it_is_out_of_view(
    number: int, first: str
) -> None:
    pane = HistoryPane()
    app = Holder(pane)
    lines = [NoteLine(f"line {each}", MANAGER) for each in range(13)]
    async with app.run_test(size=(40, 13)) as pilot:
        pane.show(lines, [], conversation(), MANAGER)
        await pilot.pause()
        pane.show(lines, [LineChange(False, NoteLine("gone"), number)], conversation(), MANAGER)
        await pilot.pause()
        assert first in drawn(app)[1]
