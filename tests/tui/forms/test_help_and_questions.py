"""Questions, notices and help: their keys, and scrolling to the end."""

from __future__ import annotations

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.tui.forms.dialog.confirm import Confirm, Notice
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.widgets.language import speak

from ...support.screens.dialogs import DialogHolder, MakeScreen, help_dialog, settle
from ...support.screens.widget_holder import row_with, screen_lines


@pytest.mark.parametrize(
    ("keys", "result"),
    [
        (["y"], True),
        (["j"], True),
        (["n"], False),
        (["escape"], False),
        (["q"], False),
        (["enter"], False),
        (["left", "enter"], True),
        (["tab", "space"], True),
    ],
)
async def test_a_terminal_query_is_answered(keys: list[str], result: bool) -> None:
    app = DialogHolder(lambda: Confirm("Delete [x]?", "Three lines."))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        row_with(app, "Delete [x]?")
        row_with(app, "[ Yes ] [ No ]")
        await pilot.press(*keys)
        await settle(pilot)
    assert app.results == [result]


async def test_a_question_without_detail_shows_only_the_question() -> None:
    app = DialogHolder(lambda: Confirm("Delete?"))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        assert row_with(app, "[ Yes ] [ No ]") == row_with(app, "Delete?") + 2
        await pilot.press("n")


async def test_an_unanswered_question_counts_as_no_on_exit() -> None:
    app = DialogHolder(lambda: Confirm("Delete?", "word " * 500, yes="Off with it", yes_first=True))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        row_with(app, "[ Off with it ]")
        row_with(app, "y/j yes")
        screen = app.screen
        assert isinstance(screen, Confirm)
        assert screen.finish_before_quit()
        await settle(pilot)
    assert app.results == [False]


@pytest.mark.parametrize("make", [help_dialog, lambda: Notice("Title", "text")])
async def test_help_and_notices_close(make: MakeScreen) -> None:
    app = DialogHolder(make)
    keys = ("escape", "q", "f1", "question_mark", "enter")
    async with app.run_test(size=(60, 20)) as pilot:
        for key in keys:
            await settle(pilot)
            assert app.screen is not app.screen_stack[0]
            await pilot.press(key)
            await settle(pilot)
            assert app.screen is app.screen_stack[0]
            app.push_screen(make(), app.results.append)
    assert app.results == [None] * len(keys)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_help_can_be_read_to_the_end(language: str) -> None:
    speak(catalogue(language))
    app = DialogHolder(help_dialog)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        row_with(app, "Read [x] this.")
        seen = set(screen_lines(app))
        for key in ("j", "down", "pagedown", "pagedown", "pagedown", "pagedown", "pagedown"):
            await pilot.press(key)
            await settle(pilot)
            seen |= set(screen_lines(app))
        text = "\n".join(seen)
        for heading, pairs in USUAL_KEYMAP.help_sections("checklist"):
            assert heading in text
            for keys, words in pairs:
                assert keys in text
                assert words[:20] in text
        await pilot.press("home", "k")
        row_with(app, "Read [x] this.")


async def test_help_has_two_columns_on_a_wide_screen() -> None:
    for width, beside in ((80, False), (120, True)):
        app = DialogHolder(help_dialog)
        async with app.run_test(size=(width, 40)) as pilot:
            await settle(pilot)
            together = [row for row in screen_lines(app) if "Checklist" in row and "On the" in row]
            assert bool(together) is beside
