"""The marks of other people: whose they are, and how each person differs from the others."""

from __future__ import annotations

import pytest
from rich.style import Style
from rich.text import Text

from afspraak.data.ids import MANAGER
from afspraak.data.text.splice import Splice
from afspraak.widgets.drawing.roles import Role
from afspraak.widgets.drawing.wrapping import Line
from afspraak.widgets.presence.remote_carets import (
    RemoteCaret,
    caret_role,
    draw_caret,
    moved_carets,
)
from afspraak.widgets.presence.selection_marks import (
    RemoteSelection,
    SelectionMark,
    beside_cursor,
    selection_marks,
)

from ...support.screens.widget_holder import Writing, strips


def test_three_people_have_three_styles_in_turn() -> None:
    styles = [caret_role(person) for person in range(-3, 6)]
    assert styles == styles[:3] * 3
    assert len(set(styles)) == 3


def test_a_person_without_a_number_has_the_first_style() -> None:
    assert RemoteCaret("AV", 4).role == RemoteCaret("AV", 4, 0).role
    (mark,) = selection_marks([RemoteSelection("AV", "row")]).values()
    assert mark.role == caret_role(0)


async def test_carets_of_three_people_have_three_colours_and_are_underlined() -> None:
    app = Writing(("one\ntwo\nthree", MANAGER))
    async with app.run_test(size=(22, 10)) as pilot:
        app.pane.show_remote_carets([RemoteCaret("AV", 4 * n + 1, n) for n in range(3)])
        await pilot.pause()
        found = [
            segment.style
            for strip in strips(app)
            for segment in strip
            if segment.style and segment.style.underline and segment.style.reverse
        ]
        assert len(found) == 6
        assert len({frozenset((style.color, style.bgcolor)) for style in found}) == 3


@pytest.mark.parametrize(
    ("others", "mark"),
    [
        ([("AV", 1)], ("A", 1)),
        ([("A", 1)], ("A", 1)),
        ([(" V", 1)], ("V", 1)),
        ([("王A小V", 1)], ("A", 1)),
        ([("王小", 1)], ("•", 1)),
        ([("", 1)], ("•", 1)),
        ([("AV", 1), ("AV", 2)], ("A", 1)),
        ([("AV", 1), ("CK", 2)], ("+", 1)),
        ([("AV", 1), ("CK", 2), ("AV", 0)], ("+", 1)),
        ([("AV", 1), ("AK", 2)], ("+", 1)),
        ([("A", 2), ("C", 1)], ("+", 2)),
    ],
)
def test_one_person_at_a_row_is_a_letter_and_several_are_a_plus(
    others: list[tuple[str, int]], mark: tuple[str, int]
) -> None:
    found = selection_marks([RemoteSelection(who, "row", number) for who, number in others])
    cell, person = mark
    assert found == {"row": SelectionMark(cell, caret_role(person))}


def test_each_row_has_its_own_people() -> None:
    others = [RemoteSelection("AV", "one"), RemoteSelection("CK", "two", 1)]
    found = selection_marks(others)
    assert {key: mark.cell for key, mark in found.items()} == {"one": "A", "two": "C"}


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ((("R1 ", Role.BOLD), ("Plan", Role.PLAIN)), (("R1>", Role.BOLD), ("Plan", Role.PLAIN))),
        ((("Plan", Role.BOLD),), (("Plan", Role.BOLD),)),
        ((("", Role.PLAIN),), (("", Role.PLAIN),)),
        ((), ()),
    ],
)
def test_the_own_cursor_replaces_a_blank_behind_the_sign_of_the_row(line: Line, seen: Line) -> None:
    assert beside_cursor(line, ">") == seen


@pytest.mark.parametrize(
    ("text", "column", "span"),
    [("abc", 1, (1, 2)), ("abc", 3, (3, 4)), ("", 0, (0, 1)), ("ae\u0301b", 1, (1, 3))],
)
def test_a_caret_covers_one_cluster_or_the_cell_after_the_line(
    text: str, column: int, span: tuple[int, int]
) -> None:
    line = Text(text)
    style = Style(reverse=True)
    draw_caret(line, column, style)
    assert [(each.start, each.end, each.style) for each in line.spans] == [(*span, style)]


def test_only_the_position_of_a_caret_moves() -> None:
    caret = RemoteCaret("AV", 5, 2)
    assert moved_carets([caret], [Splice(0, 1, "xyz")]) == (RemoteCaret("AV", 7, 2),)
    assert moved_carets([caret], [Splice(5, 0, "xyz")]) == (caret,)
