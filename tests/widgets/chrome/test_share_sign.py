"""The state of the share in the header."""

from __future__ import annotations

import pytest

from afspraak.data.storage.saving.status import Saving
from afspraak.widgets.chrome.header import Header

from ...support.screens.widget_holder import Holder, screen_lines, screen_text, styles_at

TITLE = "Anna de Vries · planning 2027 · Thu 3 Dec 10:00"


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (120, f" {TITLE}{' ' * 25}00:12 / 01:00  shared, AV is here  saved 14:02"),
        (80, " Anna de Vries · planning 2027…  00:12 / 01:00  shared, AV is here  saved 14:02"),
        (70, " Anna de Vries · pla…  00:12 / 01:00  shared, AV is here  saved 14:02"),
        (69, " Anna de Vries · planning 2…  00:12 / 01:00  AV is here  saved 14:02"),
        (60, " Anna de Vries · planning 2027 ·…   AV is here  saved 14:02"),
        (40, " Anna de Vrie…  AV is here  saved 14:02"),
        (20, " Anna…  saved 14:02"),
    ],
)
async def test_the_state_of_the_share_stays_while_the_title_is_cut(width: int, seen: str) -> None:
    heading = Header()
    app = Holder(heading)
    async with app.run_test(size=(width, 3)) as pilot:
        heading.show_title(TITLE)
        heading.show_clock("00:12 / 01:00")
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


async def test_a_share_that_fails_is_bold() -> None:
    heading = Header()
    app = Holder(heading)
    async with app.run_test(size=(60, 3)) as pilot:
        heading.show_title("A title")
        for fails, styles in ((True, ["bold"]), (False, [])):
            heading.show_share(["a sign"], fails=fails)
            await pilot.pause()
            assert styles_at(app, "a sign") == styles
        heading.show_share([], fails=False)
        await pilot.pause()
        assert "sign" not in screen_text(app)
