"""The state of the share in the header."""

from __future__ import annotations

import pytest

from afspraak.data.storage.saving.status import Saving
from afspraak.widgets.chrome.header import Header
from afspraak.widgets.drawing.header_line import ClockFace

from ...support.screens.widget_holder import Holder, screen_lines, screen_text, strips

TITLE = "Anna de Vries · planning 2027 · Thu 3 Dec 10:00"


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (104, f" {TITLE}  ██░░░░░░ 0:12/1:00  shared, AV is here  ● saved 14:02"),
        (103, f" {TITLE}{' ' * 10}0:12/1:00  shared, AV is here  ● saved 14:02"),
        (80, " Anna de Vries · planning 2027 ·…  0:12/1:00  shared, AV is here  ● saved 14:02"),
        (68, " Anna de Vries · pla…  0:12/1:00  shared, AV is here  ● saved 14:02"),
        (67, " Anna de Vries · planning 2…  0:12/1:00  AV is here  ● saved 14:02"),
        (60, " Anna de Vries · pla…  0:12/1:00  AV is here  ● saved 14:02"),
        (59, " Anna de Vries · planning 2027…  AV is here  ● saved 14:02"),
        (40, " Anna de Vr…  AV is here  ● saved 14:02"),
        (29, "   AV is here  ● saved 14:02"),
        (20, " An…  ● saved 14:02"),
    ],
)
async def test_the_state_of_the_share_stays_while_the_title_is_cut(width: int, seen: str) -> None:
    heading = Header()
    app = Holder(heading)
    async with app.run_test(size=(width, 3)) as pilot:
        heading.show_title(TITLE)
        heading.show_clock(ClockFace("0:12/1:00", 0.2))
        heading.show_save_status(Saving.SAVED, "14:02")
        heading.show_share(["shared, AV is here", "AV is here"], fails=False)
        await pilot.pause()
        assert screen_lines(app)[0] == seen


async def test_no_date_is_cut_where_a_shorter_title_fits() -> None:
    forms = (TITLE, "Anna de Vries · planning 2027 · 3 Dec", "Anna de Vries · planning 2027")
    for width, seen in (
        (80, forms[0]),
        (61, forms[1]),
        (50, forms[2]),
        (40, "Anna de Vries · plann…"),
    ):
        heading = Header()
        app = Holder(heading)
        async with app.run_test(size=(width, 3)) as pilot:
            heading.show_title(*forms)
            heading.show_share(["shared with AV"], fails=False)
            await pilot.pause()
            assert screen_lines(app)[0].removeprefix(" ").startswith(f"{seen}  ")


async def test_a_share_that_fails_looks_different() -> None:
    heading = Header()
    app = Holder(heading)
    async with app.run_test(size=(60, 3)) as pilot:
        heading.show_title("A title")
        looks = []
        for fails in (True, False):
            heading.show_share(["a sign"], fails=fails)
            await pilot.pause()
            (style,) = [each.style for each in strips(app)[0] if each.text == "a sign"]
            looks.append(style)
        assert looks[0] != looks[1]
        heading.show_share([], fails=False)
        await pilot.pause()
        assert "sign" not in screen_text(app)
