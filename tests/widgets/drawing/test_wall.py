"""The wall between two panes, and its joints."""

from __future__ import annotations

import unicodedata
from itertools import product

import pytest

from afspraak.widgets.drawing.wall import WALL, Weight, joint

NONE, LIGHT, HEAVY = Weight


@pytest.mark.parametrize(
    ("left", "right", "up", "down", "seen"),
    [
        (LIGHT, LIGHT, False, True, "┬"),
        (HEAVY, LIGHT, False, True, "┭"),
        (LIGHT, HEAVY, False, True, "┮"),
        (HEAVY, HEAVY, False, True, "┯"),
        (NONE, LIGHT, True, True, "├"),
        (NONE, HEAVY, True, True, "┝"),
        (LIGHT, NONE, True, True, "┤"),
        (HEAVY, NONE, True, True, "┥"),
        (LIGHT, LIGHT, True, True, "┼"),
        (LIGHT, LIGHT, True, False, "┴"),
        (HEAVY, HEAVY, True, False, "┷"),
        (NONE, NONE, True, True, WALL),
    ],
)
def test_joints_as_they_are_drawn(
    left: Weight, right: Weight, up: bool, down: bool, seen: str
) -> None:
    assert joint(left, right, up=up, down=down) == seen


def arms(sign: str) -> tuple[Weight, Weight, bool, bool]:
    """The arms of a box drawing by its name in Unicode: left, right, up and down."""
    words = unicodedata.name(sign).removeprefix("BOX DRAWINGS ")
    weights = {"LIGHT": LIGHT, "HEAVY": HEAVY}
    found: dict[str, Weight] = {}
    pending: list[str] = []
    weight = None
    for word in words.replace(" AND ", " ").split():
        if word in weights and pending:  # "RIGHT HEAVY": the weight stands behind
            found.update(dict.fromkeys(pending, weights[word]))
            pending = []
        elif word in weights:
            weight = weights[word]
        elif weight is not None:  # "LIGHT UP": the weight stands before
            found[word] = weight
        else:
            pending.append(word)
    if "HORIZONTAL" in found:
        found["LEFT"] = found["RIGHT"] = found["HORIZONTAL"]
    if "VERTICAL" in found:
        found["UP"] = found["DOWN"] = found["VERTICAL"]
    return (
        found.get("LEFT", NONE),
        found.get("RIGHT", NONE),
        found.get("UP", NONE) == LIGHT,
        found.get("DOWN", NONE) == LIGHT,
    )


def test_each_joint_has_the_arms_that_meet_there() -> None:
    ends = ((True, True), (True, False), (False, True))
    for (left, right), (up, down) in product(product(Weight, Weight), ends):
        if left or right:
            assert arms(joint(left, right, up=up, down=down)) == (left, right, up, down)
