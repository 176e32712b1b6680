"""The wall between two panes, and the joints where the lines of titles meet it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from typing import NamedTuple

from .roles import Role
from .wrapping import Line

WALL = "│"


class Weight(IntEnum):
    """A line that meets the wall."""

    NONE = 0
    LIGHT = 1
    HEAVY = 2


_JOINTS: Mapping[tuple[bool, bool], str] = {
    (False, True): "│┐┑┌┬┭┍┮┯",
    (True, True): "│┤┥├┼┽┝┾┿",
    (True, False): "│┘┙└┴┵┕┶┷",
}
"""By whether the wall goes on up and down: three weights at the left for each at the right."""


def joint(
    left: Weight = Weight.NONE, right: Weight = Weight.NONE, *, up: bool = True, down: bool = True
) -> str:
    """Return the character where lines of these weights meet a light wall.

    `up` and `down` say whether the wall goes on in that direction; in one of them it does.
    """
    return _JOINTS[up, down][3 * right + left]


class WallRule(NamedTuple):
    """The line of a title on the screen, in cells; it is heavy while its pane has the focus."""

    x: int
    y: int
    width: int
    is_heavy: bool


def wall_lines(
    x: int, rows: range, rules: Iterable[WallRule], is_lit: Callable[[int], bool]
) -> list[Line]:
    """Return the lines of a wall in column `x`, with a joint in each row where a rule meets it.

    `is_lit` returns whether the wall has the colour of the focus in a row of the screen.
    """
    left: dict[int, Weight] = {}
    right: dict[int, Weight] = {}
    for rule in rules:
        weight = Weight.HEAVY if rule.is_heavy else Weight.LIGHT
        if rule.x <= x <= rule.x + rule.width:
            left[rule.y] = weight
        if rule.x <= x + 1 < rule.x + rule.width:
            right[rule.y] = weight
    lines: list[Line] = []
    for row in rows:
        sides = left.get(row, Weight.NONE), right.get(row, Weight.NONE)
        ends = all(sides) and row == rows[-1]
        sign = joint(*sides, up=row > rows[0], down=not ends) if any(sides) else WALL
        lines.append(((sign, Role.RULE_FOCUSED if is_lit(row) else Role.RULE),))
    return lines
