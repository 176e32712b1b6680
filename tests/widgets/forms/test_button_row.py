"""Where the buttons of a row are: beside each other, each whole, and below where narrow."""

from __future__ import annotations

import pytest

from afspraak.widgets.forms.button_row import ButtonRow, places
from afspraak.widgets.forms.field import Button

from ...support.screens.dialogs import settle
from ...support.screens.widget_holder import Holder, screen_lines


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        (20, [(0, 0), (9, 0), (14, 0)]),
        (19, [(0, 0), (9, 0), (0, 1)]),
        (12, [(0, 0), (0, 1), (5, 1)]),
        (8, [(0, 0), (0, 1), (0, 2)]),
        (3, [(0, 0), (0, 1), (0, 2)]),
    ],
)
def test_a_box_without_room_begins_the_next_row(room: int, expected: list[tuple[int, int]]) -> None:
    assert places([8, 4, 6], room) == expected


@pytest.mark.parametrize(
    ("columns", "lines"),
    [
        (24, ["[ Keep ] [ No ] [ Away ]"]),
        (23, ["[ Keep ] [ No ]", "[ Away ]"]),
        (8, ["[ Keep ]", "[ No ]", "[ Away ]"]),
    ],
)
async def test_every_button_is_whole(columns: int, lines: list[str]) -> None:
    row = ButtonRow(Button("Keep", "keep"), Button("No", "no"), Button("Away", "away"))
    app = Holder(row)
    async with app.run_test(size=(columns, 5)) as pilot:
        await settle(pilot)
        assert [line.rstrip() for line in screen_lines(app) if line.strip()] == lines
        assert row.size.height == row.rows(columns) == len(lines)


async def test_a_row_without_buttons_takes_no_room() -> None:
    row = ButtonRow()
    app = Holder(row)
    async with app.run_test(size=(20, 5)) as pilot:
        await settle(pilot)
        assert row.size.height == 0
        assert not any(line.strip() for line in screen_lines(app))
