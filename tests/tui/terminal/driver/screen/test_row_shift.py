"""Text that moves within a row is found where it surely moved, and nowhere else."""

from __future__ import annotations

import pytest

from afspraak.tui.terminal.driver.screen.row_shift import Shift, find_shift
from afspraak.tui.terminal.driver.screen.style import DEFAULT_STYLE, parse_sgr

REVERSE = parse_sgr("7")


@pytest.mark.parametrize(
    ("before", "after", "column", "found"),
    [
        ("abcdefgh  ", "aXbcdefgh ", 1, Shift(1, 1)),
        ("abcdefgh    ", "aWXYZbcdefgh", 1, Shift(1, 4)),
        ("abcdefgh     ", "aVWXYZbcdefgh", 1, None),
        ("abcdefghij", "acdefghij ", 1, Shift(1, -1)),
        ("abcdefghij", "afghij    ", 1, Shift(1, -4)),
        ("abcdefghijk", "aghijk     ", 1, None),
        ("abcdefghij", "aXbcdefghi", 1, None),
        ("wxyz ", "Xwxyz", 0, None),
        ("wxyz  ", "Xwxyz ", 0, Shift(0, 1)),
        ("vwxyz ", "Xvwxyz", 0, Shift(0, 1)),
        ("abwxyz  ", "abXwxyz ", 2, Shift(2, 1)),
        ("abwxyz ", "abXwxyz", 2, None),
        ("abcdefgh", "abcdXfgh", 4, None),
    ],
)
def test_a_shift_is_found(before: str, after: str, column: int, found: Shift | None) -> None:
    styles = [DEFAULT_STYLE] * len(before)
    assert find_shift(list(before), styles, list(after), column) == found


def test_what_moves_out_at_the_edge_has_to_look_blank() -> None:
    before, after = list("abcdefgh "), list("aXbcdefgh")
    styles = [DEFAULT_STYLE] * 9
    assert find_shift(before, styles, after, 1) == Shift(1, 1)
    assert find_shift(before, [*styles[:8], REVERSE], after, 1) is None


@pytest.mark.parametrize(
    ("shift", "sequence", "row", "blank"),
    [
        (Shift(1, 1), "\x1b[@", "a bcde", [1]),
        (Shift(1, 3), "\x1b[3@", "a   bc", [1, 2, 3]),
        (Shift(1, -1), "\x1b[P", "acdef ", [5]),
        (Shift(2, -2), "\x1b[2P", "abef  ", [4, 5]),
    ],
)
def test_a_row_after_a_shift(shift: Shift, sequence: str, row: str, blank: list[int]) -> None:
    assert shift.sequence == sequence
    characters, styles = shift.applied(list("abcdef"), [REVERSE] * 6)
    assert characters == list(row)
    assert [at for at in range(6) if styles[at] is DEFAULT_STYLE] == blank
    assert len(styles) == 6
