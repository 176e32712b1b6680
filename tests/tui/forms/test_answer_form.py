"""Answering an item: shared and private text stay apart, and nothing is shared by mistake."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual import events

from afspraak.tui.forms.answer import AnswerForm, AnswerResult
from afspraak.widgets.language import tr

from ...support.screens.dialogs import ITEM, DialogHolder, answer_form, settle
from ...support.screens.widget_holder import TODAY, row_with, screen_text


async def test_an_answer_keeps_the_shared_and_the_private_text_apart() -> None:
    app = DialogHolder(lambda: answer_form("open", "mine"))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        row_with(app, "(•) only me")
        await pilot.press("1", "shift+tab", "right", "tab", "2")
        row_with(app, "(•) both of us")
        row_with(app, "open2")
        await pilot.press("shift+tab", "left", "tab", "enter", "3")
        row_with(app, "mine1")
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert app.results == [AnswerResult("open2", "mine1\n3")]


@pytest.mark.parametrize(
    ("shared", "private", "asked", "begins_private"),
    [
        ("", "", None, True),
        ("s", "", None, False),
        ("s", "p", None, True),
        ("s", "p", False, False),
        ("", "", False, False),
    ],
)
async def test_an_answer_is_private_unless_it_is_already_shared(
    shared: str, private: str, asked: bool | None, begins_private: bool
) -> None:
    app = DialogHolder(lambda: answer_form(shared, private, only_me=asked))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.press("x", "ctrl+s")
        await settle(pilot)
    result = app.results[0]
    assert (result.private is not None) is begins_private
    assert (result.shared is not None) is not begins_private


async def test_letters_typed_after_a_switch_never_reach_the_other_text() -> None:
    app = DialogHolder(lambda: answer_form(only_me=False))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.press("shift+tab")
        for key in ("left", "tab", "s", "e", "c", "r", "e", "t", "ctrl+s"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        await settle(pilot)
    assert app.results == [AnswerResult(None, "secret")]


async def test_showing_a_private_answer_is_one_deliberate_button() -> None:
    app = DialogHolder(lambda: answer_form("open", "mine"))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.press("tab", "right", "right", "enter")
        await settle(pilot)
        row_with(app, "(•) both of us")
        row_with(app, "both of us: 2 words")
        await pilot.press("!", "ctrl+s")
        await settle(pilot)
    assert app.results == [AnswerResult("open\nmine!", None)]


async def test_an_answer_asks_to_leave_health_out_and_shows_the_item_literally() -> None:
    app = DialogHolder(answer_form)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        row_with(app, tr("form.answer.no_medical"))
        row_with(app, "Think of [x] results.")


async def test_a_line_of_help_stands_in_the_empty_field_and_goes_at_the_first_letter() -> None:
    item = replace(ITEM, help="4G: behaviour, feeling, effect, wish [x].")
    app = DialogHolder(lambda: AnswerForm(item, "", "", TODAY))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        row_with(app, "4G: behaviour, feeling, effect, wish [x].")
        await pilot.press("x")
        await settle(pilot)
        assert "4G" not in screen_text(app)
        await pilot.press("backspace")
        await settle(pilot)
        row_with(app, "4G: behaviour")
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert app.results == [AnswerResult()], "the help is no answer"
