"""The wall between two panes, and the joints where the lines of titles meet it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

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
