"""Cursor motion reaches its target with the fewest bytes."""

from __future__ import annotations

from itertools import product

import pyte
import pytest

from afspraak.tui.terminal.driver.screen.cursor_motion import (
    cursor_motion,
    erase_rows,
    motion_from_first_column,
)


@pytest.mark.parametrize(
    ("start", "end", "sent"),
    [
        ((None, None), (0, 0), "\x1b[H"),
        ((None, None), (0, 4), "\x1b[5H"),
        ((None, None), (3, 0), "\x1b[1;4H"),
        ((5, 5), (5, 5), ""),
        ((5, 5), (5, 6), "\x1b[B"),
        ((5, 5), (5, 7), "\x1b[2B"),
        ((5, 5), (5, 4), "\x1b[A"),
        ((5, 5), (5, 3), "\x1b[2A"),
        ((5, 5), (6, 5), "\x1b[C"),
        ((150, 5), (153, 5), "\x1b[3C"),
        ((5, 5), (4, 5), "\b"),
        ((5, 5), (3, 5), "\b\b"),
        ((5, 5), (0, 5), "\r"),
        ((150, 5), (145, 5), "\x1b[5D"),
        ((150, 5), (10, 5), "\x1b[11G"),
        ((5, 5), (0, 6), "\x1b[7H"),
        ((None, 5), (0, 5), "\r"),
        ((None, 5), (4, 5), "\x1b[5G"),
        ((None, 5), (4, 7), "\x1b[8;5H"),
    ],
)
def test_the_shortest_cursor_motion_is_used(
    start: tuple[int | None, int | None], end: tuple[int, int], sent: str
) -> None:
    assert cursor_motion(*start, *end) == sent


def test_every_cursor_motion_reaches_its_target() -> None:
    screen = pyte.Screen(7, 6)
    stream = pyte.Stream(screen)
    places = list(product(range(7), range(6)))
    for (x, y), (to_x, to_y) in product(places, places):
        for known_x, known_y in ((x, y), (None, y), (None, None)):
            screen.cursor_position(y + 1, x + 1)
            way = cursor_motion(known_x, known_y, to_x, to_y)
            assert "\x1b[0" not in way
            stream.feed(way)
            assert (screen.cursor.x, screen.cursor.y) == (to_x, to_y), (x, y, way)


@pytest.mark.parametrize(
    ("y", "end", "sent"),
    [
        (3, (0, 3), "\r"),
        (3, (1, 3), "\r\x1b[C"),
        (3, (2, 3), "\r\x1b[2C"),
        (3, (0, 5), "\r\x1b[2B"),
        (5, (4, 4), "\r\x1b[A\x1b[4C"),
    ],
)
def test_an_uncertain_position_is_left_through_the_first_column(
    y: int, end: tuple[int, int], sent: str
) -> None:
    assert motion_from_first_column(y, *end) == sent


def test_rows_are_erased_one_by_one() -> None:
    assert erase_rows(0) == ""
    assert erase_rows(1) == "\x1b[H\x1b[K"
    assert erase_rows(3) == "\x1b[H\x1b[K\x1b[B\x1b[K\x1b[B\x1b[K"
