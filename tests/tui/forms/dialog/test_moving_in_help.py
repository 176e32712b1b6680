"""Moving in help and in notices: rows, pages, ends; finding keys; keys of the user."""

from __future__ import annotations

import pytest

from afspraak.tui.forms.dialog.confirm import Notice
from afspraak.tui.forms.help import HelpScreen, ScrollableText
from afspraak.widgets.language import tr

from ....support.screens.dialogs import DialogHolder, help_dialog, settle
from ....support.screens.widget_holder import row_with, screen_lines, screen_text

HEIGHT = 12
NOTICE = "\n".join(f"Line {number}" for number in range(60))


def body(app: DialogHolder) -> list[str]:
    """The rows of the page between the header and the keys."""
    return screen_lines(app)[1 : HEIGHT - 1]


async def test_help_is_read_by_rows_pages_and_from_its_ends() -> None:
    app = DialogHolder(help_dialog)
    async with app.run_test(size=(60, HEIGHT)) as pilot:

        async def press(*keys: str) -> list[str]:
            await pilot.press(*keys)
            await settle(pilot)
            return body(app)

        await settle(pilot)
        begin = body(app)
        assert (await press("down"))[:-1] == begin[1:]
        assert await press("up") == begin
        second = await press("pagedown")
        assert second[0] == begin[-1], "a row stays in view"
        assert second[1] not in begin
        assert await press("pageup") == begin
        end = await press("end")
        assert "Read [x] this." in "".join(end)
        assert await press("down", "pagedown") == end
        assert (await press("up"))[1:] == end[:-1]
        assert await press("home") == begin
        assert await press("up", "pageup") == begin


async def test_a_notice_is_read_by_rows_pages_and_from_its_ends() -> None:
    app = DialogHolder(lambda: Notice("Long", NOTICE))
    async with app.run_test(size=(60, 20)) as pilot:

        async def first(*keys: str) -> int:
            await pilot.press(*keys)
            await settle(pilot)
            lines = [line.strip("│ █▐▕") for line in screen_lines(app)]
            return int(next(line for line in lines if line.startswith("Line ")).split()[1])

        await settle(pilot)
        assert isinstance(app.focused, ScrollableText)
        shown = sum("Line " in line for line in screen_lines(app))
        assert await first() == 0
        assert [await first(key) for key in ("down", "j", "up", "k")] == [1, 2, 1, 0]
        assert [await first(key) for key in ("pagedown", "space", "pageup")] == [
            shown - 1, 2 * (shown - 1), shown - 1,
        ]  # fmt: skip
        last = 60 - shown
        assert [await first(key) for key in ("end", "home", "G", "g")] == [last, 0, last, 0]


async def test_what_is_typed_finds_keys_from_the_beginning_of_the_page() -> None:
    app = DialogHolder(help_dialog)
    async with app.run_test(size=(60, HEIGHT)) as pilot:
        await settle(pilot)
        row_with(app, tr("help.type"))
        await pilot.press("end", "e")
        await settle(pilot)
        assert "━" in body(app)[0], "the first section found is heavy and at the top"
        row_with(app, tr("help.found", words="e"))
        await pilot.press("end", "backspace")
        await settle(pilot)
        row_with(app, tr("help.type"))
        assert tr("help.here") in body(app)[0]


@pytest.mark.parametrize(
    ("typed", "found", "other"),
    [
        ("f8", "F8", "F9"),  # a key in whatever case
        ("F8", "F8", "F9"),
        ("UNDO", "undo", "archive"),
        ("undo  ctrl+z", "Ctrl+Z", "redo"),  # all of the words, in any order
        ("J", "J Shift+↓", "park"),
    ],
)
async def test_keys_are_found_by_name_and_by_words(typed: str, found: str, other: str) -> None:
    app = DialogHolder(lambda: HelpScreen("agreements"))
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        keys = [{" ": "space", "+": "plus"}.get(sign, sign) for sign in typed]
        await pilot.press(*keys)
        await settle(pilot)
        row_with(app, found)
        assert other not in screen_text(app)


async def test_a_blank_and_control_keys_find_nothing() -> None:
    app = DialogHolder(help_dialog)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        before = screen_text(app)
        await pilot.press("space", "backspace", "ctrl+e", "left", "f9")
        await settle(pilot)
        assert screen_text(app) == before
        await pilot.press(*"go", "space")
        await settle(pilot)
        row_with(app, tr("help.found", words="go ").rstrip())
        assert app.results == []


async def test_tab_goes_between_this_place_and_all_keys() -> None:
    app = DialogHolder(help_dialog)
    async with app.run_test(size=(80, 24)) as pilot:

        async def heading(*keys: str) -> str:
            await pilot.press(*keys)
            await settle(pilot)
            return screen_lines(app)[1]

        await settle(pilot)
        here, back = tr("help.here"), tr("help.back")
        assert here in await heading()
        every = await heading("end", "tab")
        assert tr("place.checklist") in every and f"{back} Tab" in every
        assert sum(back in line for line in screen_lines(app)) == 1, "at the first heading alone"
        assert sum("━" in line for line in screen_lines(app)) == 1, "as is the heavy line"
        assert here in await heading("end", "tab")
        assert here in await heading("u", "tab"), "from what was found, back to this place"
        assert f"{back} Tab" in await heading("tab")
        assert tr("place.checklist") not in await heading(*"zzz")
        assert here in await heading("tab")


async def test_help_is_laid_out_again_for_another_width() -> None:
    app = DialogHolder(help_dialog)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert len(screen_lines(app)[1].rstrip()) == 120
        assert len(screen_lines(app)[-1].rstrip()) > 100
        await pilot.press("question_mark")
        await settle(pilot)
    assert app.results == [None]
