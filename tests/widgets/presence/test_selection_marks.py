"""The marks of other people: whose they are, and how each person differs from the others."""

from __future__ import annotations

import pytest
from rich.style import Style
from rich.text import Text

from afspraak.data.ids import MANAGER
from afspraak.data.text.splice import Splice
from afspraak.widgets.presence.remote_carets import (
    RemoteCaret,
    component_class,
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
    styles = [component_class(person) for person in range(-3, 6)]
    assert styles == styles[:3] * 3
    assert len(set(styles)) == 3


def test_a_person_without_a_number_has_the_first_style() -> None:
    assert RemoteCaret("AV", 4).component == RemoteCaret("AV", 4, 0).component
    (mark,) = selection_marks([RemoteSelection("AV", "row")]).values()
    assert mark.component == component_class(0)


async def test_carets_of_three_people_have_three_colours_and_are_underlined() -> None:
    app = Writing(("one\ntwo\nthree", MANAGER))
    async with app.run_test(size=(22, 10)) as pilot:
        app.pane.show_remote_carets([RemoteCaret("AV", 4 * n, n) for n in range(3)])
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
        ([("AV", 1)], ("A", "V", 1)),
        ([("A", 1)], ("", "A", 1)),
        ([("AVX", 1)], ("A", "V", 1)),
        ([("A V", 1)], ("A", "V", 1)),
        ([("王A小V", 1)], ("A", "V", 1)),
        ([("", 1)], ("•", "•", 1)),
        ([("AV", 1), ("AV", 2)], ("A", "V", 1)),
        ([("AV", 1), ("CK", 2)], ("A", "+", 1)),
        ([("AV", 1), ("CK", 2), ("XY", 0)], ("A", "+", 1)),
        ([("A", 2), ("C", 1)], ("A", "+", 2)),
    ],
)
def test_several_people_at_a_row_are_the_first_and_a_plus(
    others: list[tuple[str, int]], mark: tuple[str, str, int]
) -> None:
    found = selection_marks([RemoteSelection(who, "row", number) for who, number in others])
    edge, lead, person = mark
    assert found == {"row": SelectionMark(edge, lead, component_class(person))}


def test_each_row_has_its_own_people() -> None:
    others = [RemoteSelection("AV", "one"), RemoteSelection("CK", "two", 1)]
    found = selection_marks(others)
    assert {key: mark.edge + mark.lead for key, mark in found.items()} == {"one": "AV", "two": "CK"}


@pytest.mark.parametrize(
    ("edge", "mark", "first", "beside"),
    [
        ("A", (("R1 ", "bold"), ("Plan", "")), (("R1>", "bold"), ("Plan", "")), ("A", "V")),
        ("A", (("Plan", "bold"),), (("Plan", "bold"),), ("A", ">")),
        ("", (("Plan", ""),), (("Plan", ""),), ("V", ">")),
        ("A", (), (), ("A", ">")),
    ],
)
def test_the_own_cursor_replaces_a_blank_of_the_mark_or_a_letter(
    edge: str,
    mark: tuple[tuple[str, str], ...],
    first: tuple[tuple[str, str], ...],
    beside: tuple[str, str],
) -> None:
    sign, line = beside_cursor(SelectionMark(edge, "V", component_class(0)), mark, ">")
    assert line == first
    assert (sign.edge, sign.lead) == beside


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
