"""Questions, notices and help: their keys, and scrolling to the end."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual.widgets import Button

from afspraak.tui.forms.dialog.confirm import Confirm, Notice

from ....support.screens.dialogs import DialogHolder, MakeScreen, help_dialog, settle
from ....support.screens.widget_holder import row_with, screen_lines


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


@pytest.mark.parametrize(
    ("make", "keys"),
    [
        (help_dialog, ("escape", "f1", "question_mark", "enter")),
        (lambda: Notice("Title", "text"), ("escape", "q", "f1", "question_mark", "enter")),
    ],
)
async def test_help_and_notices_close(make: MakeScreen, keys: Sequence[str]) -> None:
    app = DialogHolder(make)
    async with app.run_test(size=(60, 20)) as pilot:
        for key in keys:
            await settle(pilot)
            assert app.screen is not app.screen_stack[0]
            await pilot.press(key)
            await settle(pilot)
            assert app.screen is app.screen_stack[0]
            app.push_screen(make(), app.results.append)
    assert app.results == [None] * len(keys)


async def test_a_click_on_the_button_closes_a_notice() -> None:
    app = DialogHolder(lambda: Notice("Title", "text"))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.click(Button)
        await settle(pilot)
        assert app.screen is app.screen_stack[0]
    assert app.results == [None]


async def test_help_scrolls_a_row_with_each_key() -> None:
    app = DialogHolder(help_dialog)
    async with app.run_test(size=(60, 12)) as pilot:
        await settle(pilot)
        before = screen_lines(app)[2:-2]
        await pilot.press("down")
        await settle(pilot)
        assert screen_lines(app)[2:-3] == before[1:]
        await pilot.press("up")
        await settle(pilot)
        assert screen_lines(app)[2:-2] == before
