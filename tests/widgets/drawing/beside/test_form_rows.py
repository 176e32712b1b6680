"""The parts of a form, at their widths."""

from __future__ import annotations

import pytest

from afspraak.widgets.drawing.beside.form_rows import (
    below_lines,
    concrete_lines,
    edge_line,
    help_lines,
    label_line,
    right_line,
)
from afspraak.widgets.drawing.roles import Role
from afspraak.widgets.drawing.wrapping import line_text, line_width

from ....support.screens.styled import styled


@pytest.mark.parametrize(
    ("active", "above", "seen"),
    [
        (False, False, "        What"),
        (True, False, ">       What"),
        (False, True, "  What"),
        (True, True, "> What"),
    ],
)
def test_a_label_stands_against_its_edge_or_above_the_field(
    active: bool, above: bool, seen: str
) -> None:
    line = label_line("What", 13, active=active, above=above)
    assert line_text(line) == seen
    assert {role for text, role in line if text.strip()} == {
        Role.LABEL_ACTIVE if active else Role.LABEL
    }


def test_a_long_label_is_cut() -> None:
    assert line_text(label_line("Who sees to that support", 13, active=False)) == "   Who sees…"


def test_the_edge_is_heavy_where_the_focus_is() -> None:
    assert edge_line(active=True) == (("┃", Role.EDGE_ACTIVE),)
    assert edge_line(active=False) == (("│", Role.EDGE),)


@pytest.mark.parametrize(
    ("width", "seen"), [(20, "           = Wed 31"), (10, " = Wed 31"), (5, "= W…"), (0, "")]
)
def test_what_was_understood_is_at_the_right_in_the_form_that_fits(width: int, seen: str) -> None:
    forms = ("= Wednesday 31 March", "= Wed 31")
    assert line_text(right_line(forms, width, Role.ACCENT)) == seen
    assert right_line((), width, Role.ACCENT) == ()


def test_a_fault_is_told_apart_from_what_would_do() -> None:
    assert styled(below_lines("! No such day.", Role.FAULT, "15 Feb", 40)) == [
        "[fault ! No such day. ][remedy 15 Feb]"
    ]
    assert below_lines("", Role.FAULT, "15 Feb", 40) == []


def test_help_has_its_example_below_it() -> None:
    lines = help_lines("How?", "For example: so", 40, 2)
    assert styled(lines) == [" How?", " [dim For example: so]"]


@pytest.mark.parametrize(
    ("height", "seen"),
    [
        (3, [" As you would", " say it: 31 Mar", " [dim Such as: 1]"]),
        (2, [" As you would", " say it: 31 Mar"]),
        (1, [" As you would…"]),
    ],
)
def test_help_without_room_tells_that_there_is_more(height: int, seen: list[str]) -> None:
    lines = help_lines("As you would say it: 31 Mar", "Such as: 1", 17, height)
    assert styled(lines) == seen


@pytest.mark.parametrize(
    ("width", "dots"),
    [(40, " ● What    ○ Who    ○ Support"), (27, " ● What   ○ Who   ○ Support"),
     (24, " ● What ○ Who ○ Support")],
)  # fmt: skip
def test_each_part_of_what_is_concrete_has_a_dot(width: int, dots: str) -> None:
    parts = (("What", True), ("Who", False), ("Support", False))
    rule, line = concrete_lines(width, "Concrete", "1 of 3", parts)
    assert line_width(rule) == width
    assert line_text(line) == dots
    roles = {text.strip(): role for text, role in line}
    assert (roles["●"], roles["○"]) == (Role.BAR_FULL, Role.MISSING)
