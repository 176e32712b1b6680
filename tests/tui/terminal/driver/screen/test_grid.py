"""The cells of a grid: what is written where, at its edges, and into halves of wide characters."""

from __future__ import annotations

import pytest

from afspraak.tui.terminal.driver.screen.frame_parser import draw, is_frame
from afspraak.tui.terminal.driver.screen.grid import Grid
from afspraak.tui.terminal.driver.screen.row_shift import Shift, find_shift
from afspraak.tui.terminal.driver.screen.style import DEFAULT_STYLE, parse_sgr

RED = parse_sgr("31")


@pytest.mark.parametrize(
    ("x", "y", "text", "row", "after"),
    [
        (0, 0, "ab", "ab    ", 2),
        (4, 0, "abc", "    ab", 7),
        (5, 0, "中", "      ", 7),
        (4, 0, "中a", "    中", 7),
        (0, 1, "ab", "      ", 2),
        (6, 0, "ab", "      ", 8),
        (0, -1, "ab", "      ", 2),
        (-1, 0, "ab", "      ", 1),
        (2, 0, "", "      ", 2),
    ],
)
def test_text_is_cut_at_the_edges_and_the_column_after_it_is_told(
    x: int, y: int, text: str, row: str, after: int
) -> None:
    grid = Grid(6, 1)
    assert grid.put(x, y, text, RED) == after
    assert "".join(grid.characters[0]) == row
    styled = [column for column in range(6) if grid.styles[0][column] is RED]
    assert styled == (list(range(x, min(after, 6))) if row.strip() or text == "中" else [])


@pytest.mark.parametrize(
    ("x", "text", "row"),
    [
        (1, "a", " a中 "),
        (0, "a", "a 中 "),
        (2, "a", "中a  "),
        (3, "a", "中 a "),
        (1, "中", " 中  "),
    ],
)
def test_half_a_character_becomes_a_blank(x: int, text: str, row: str) -> None:
    grid = Grid(5, 1)
    grid.put(0, 0, "中中", DEFAULT_STYLE)
    grid.put(x, 0, text, DEFAULT_STYLE)
    assert "".join(grid.characters[0]) == row


def test_another_size_keeps_what_fits() -> None:
    grid = Grid(4, 2)
    grid.put(0, 0, "a中b", RED)
    grid.put(0, 1, "cdef", RED)
    for size, rows in (
        ((2, 1), ["a "]), ((3, 2), ["a中", "cde"]), ((5, 3), ["a中b ", "cdef ", "     "]),
    ):  # fmt: skip
        other = grid.cropped(*size)
        assert ["".join(row) for row in other.characters] == rows
        assert [style is RED for style in other.styles[0]] == [x < 4 for x in range(size[0])]


@pytest.mark.parametrize(
    ("frame", "end", "rows", "shown"),
    [
        ("\x1b[2;3Hab", (4, 1), {1}, ["     ", "  ab "]),
        ("\x1b[1;1Hab\ncd", (2, 1), {0, 1}, ["ab   ", "cd   "]),
        ("\x1b[1;1Hab\x1b[2;2H", (1, 1), {0}, ["ab   ", "     "]),
        ("\x1b[1;1Hab\x1b[2;2Hc\x1b[1;1H", (0, 0), {0, 1}, ["ab   ", " c   "]),
        ("\x1b[1;1H中b\x1b", (4, 0), {0}, ["中b␛ ", "     "]),
    ],
)
def test_a_frame_tells_where_the_cursor_is_and_which_rows_it_drew(
    frame: str, end: tuple[int, int], rows: set[int], shown: list[str]
) -> None:
    grid = Grid(5, 2)
    assert is_frame(frame)
    x, y, drawn = draw(frame, grid)
    assert ((x, y), drawn) == (end, rows)
    assert ["".join(row) for row in grid.characters] == shown


def test_styles_and_links_of_a_frame_add_up_until_they_are_reset() -> None:
    grid = Grid(6, 1)
    link = "\x1b]8;;http://x\x1b\\"
    draw(f"\x1b[1;1Ha\x1b[1mb\x1b[31mc{link}d\x1b[0me\x1b]8;;\x1b\\f", grid)
    assert grid.styles[0] == [
        parse_sgr(sgr, at)
        for sgr, at in (
            ("", ""), ("1", ""), ("1;31", ""), ("1;31", ";http://x"), ("", ";http://x"), ("", ""),
        )
    ]  # fmt: skip


def test_other_sequences_are_no_frames() -> None:
    assert not any(map(is_frame, ("", "a\x1b[1;1H", "\x1b[1H", "\x1b[?25l")))


@pytest.mark.parametrize(
    ("before", "after", "column", "shift"),
    [
        ("abcdefgh ", "xabcdefgh", 0, Shift(0, 1)),
        ("abcdefgh    ", "wxyzabcdefgh", 0, Shift(0, 4)),
        ("abcdefgh     ", "vwxyzabcdefgh", 0, None),
        ("xabcdefgh", "abcdefgh ", 0, Shift(0, -1)),
        ("wxyzabcdefgh", "abcdefgh    ", 0, Shift(0, -4)),
        ("vwxyzabcdefgh", "abcdefgh     ", 0, None),
        ("abcdefghi", "xabcdefgh", 0, None),
        ("ababcd ", "abxabcd", 2, None),
        ("abcd   ", "xabcd  ", 0, Shift(0, 1)),
        ("abcd  ", "xabcd ", 0, Shift(0, 1)),
        ("abcd ", "xabcd", 0, None),
        ("0abcd  ", "0xabcd ", 1, Shift(1, 1)),
        ("0abcd ", "0xabcd", 1, None),
    ],
)
def test_moved_text_is_recognised(
    before: str, after: str, column: int, shift: Shift | None
) -> None:
    styles = [DEFAULT_STYLE] * len(before)
    assert find_shift(list(before), styles, list(after), column) == shift
    if shift is not None:
        characters, found = shift.applied(list(before), [RED, *styles[1:]])
        assert len(found) == len(characters) == len(before)
        kept = len(before) - abs(shift.by)
        moved = characters[column + max(shift.by, 0) :][: kept - column]
        assert "".join(moved) == before[column + max(-shift.by, 0) :][: kept - column]
        assert found.count(RED) == (1 if column or shift.by > 0 else 0)


def test_a_shift_is_a_short_sequence() -> None:
    shifts = (Shift(0, 1), Shift(0, 3), Shift(0, -1), Shift(0, -3))
    assert [shift.sequence for shift in shifts] == ["\x1b[@", "\x1b[3@", "\x1b[P", "\x1b[3P"]


def test_text_is_not_pushed_out_with_a_colour() -> None:
    styles = [*[DEFAULT_STYLE] * 8, parse_sgr("44")]
    assert find_shift(list("abcdefgh "), styles, list("xabcdefgh"), 0) is None
