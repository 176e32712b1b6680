"""A frame of Textual's compositor is drawn into cells."""

from __future__ import annotations

import pytest

from afspraak.tui.terminal.driver.screen.frame_parser import draw, is_frame
from afspraak.tui.terminal.driver.screen.grid import Grid
from afspraak.tui.terminal.driver.screen.style import DEFAULT_STYLE, parse_sgr

LINK = "\x1b]8;id=1;https://example.org\x1b\\"


@pytest.mark.parametrize(
    ("frame", "rows", "end"),
    [
        ("\x1b[1;1Hab", ["ab  ", "    ", "    "], (2, 0, {0})),
        ("\x1b[2;3Hab", ["    ", "  ab", "    "], (4, 1, {1})),
        ("\x1b[1;2Ha\nb", [" a  ", "b   ", "    "], (1, 1, {0, 1})),
        ("\x1b[1;2H\n\nb", ["    ", "    ", "b   "], (1, 2, {2})),
        ("\x1b[3;4H", ["    ", "    ", "    "], (3, 2, set())),
        ("ab", ["ab  ", "    ", "    "], (2, 0, {0})),
        ("\x1b[1;1H\x1b[?x", ["␛[?x", "    ", "    "], (4, 0, {0})),
    ],
)
def test_text_is_drawn_where_the_frame_moves(
    frame: str, rows: list[str], end: tuple[int, int, set[int]]
) -> None:
    grid = Grid(4, 3)
    assert draw(frame, grid) == end
    assert ["".join(row) for row in grid.characters] == rows


def test_styles_add_up_until_they_are_reset() -> None:
    grid = Grid(5, 1)
    draw("\x1b[1;1Ha\x1b[1mb\x1b[31mc\x1b[0md\x1b[3me", grid)
    expected = [DEFAULT_STYLE, parse_sgr("1"), parse_sgr("1;31"), DEFAULT_STYLE, parse_sgr("3")]
    assert grid.styles == [expected]
    draw("\x1b[1;1H\x1b[1ma\x1b[mb", grid)
    assert grid.styles[0][:2] == [parse_sgr("1"), DEFAULT_STYLE]


def test_a_link_lasts_until_its_end_and_through_other_styles() -> None:
    grid = Grid(4, 1)
    draw(f"\x1b[1;1H\x1b[1m{LINK}a\x1b[31mb\x1b]8;;\x1b\\c\x1b[0md", grid)
    value = LINK[4:-2]
    assert grid.styles[0] == [
        parse_sgr("1", value),
        parse_sgr("1;31", value),
        parse_sgr("1;31"),
        DEFAULT_STYLE,
    ]


@pytest.mark.parametrize(
    ("data", "found"),
    [("\x1b[1;1Ha", True), ("\x1b[12;30H", True), ("a\x1b[1;1H", False), ("", False)],
)
def test_a_frame_begins_with_a_move(data: str, found: bool) -> None:
    assert is_frame(data) is found
