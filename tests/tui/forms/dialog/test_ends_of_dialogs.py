"""How dialogs end: their keys and buttons, before quitting, once, and refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from textual.screen import Screen

from afspraak.data.ids import Slug
from afspraak.tui.forms.dialog.confirm import Choice, Confirm, Notice
from afspraak.tui.forms.dialog.dialog import Dialog
from afspraak.tui.forms.help import HelpScreen
from afspraak.tui.forms.left_text import EditorLeftover, LeftoverChoice
from afspraak.tui.forms.notebook.rename import RenameForm
from afspraak.widgets.language import tr

from ....support.screens.dialogs import DialogHolder, conversation_form, help_dialog, settle
from ....support.screens.widget_holder import TODAY, row_with, screen_lines, screen_text

Make = Callable[[], Screen[Any]]


def leftover() -> EditorLeftover:
    return EditorLeftover("Take it?", "Written.")


def which() -> Choice:
    return Choice("Which?", "Of two.", {"long": "Long", "short": "Short"})


def rename() -> RenameForm:
    return RenameForm(Slug("talk"), lambda _: None, TODAY)


@pytest.mark.parametrize(
    ("make", "keys", "result"),
    [
        (leftover, ["enter"], LeftoverChoice.TAKE),
        (leftover, ["right", "enter"], LeftoverChoice.OPEN),
        (leftover, ["right", "right", "enter"], LeftoverChoice.LATER),
        (leftover, ["right", "right", "right", "enter"], LeftoverChoice.DISCARD),
        (leftover, ["escape"], LeftoverChoice.LATER),
        (which, ["enter"], "long"),
        (which, ["right", "enter"], "short"),
        (which, ["y"], "long"),
        (which, ["n"], None),
        (which, ["escape"], None),
        (lambda: Confirm("Go?", yes_first=True), ["enter"], True),
        (lambda: Confirm("Go?", yes_first=True), ["right", "enter"], False),
        (rename, ["escape"], None),
        (rename, [*"Goals 2", "enter"], Slug("goals-2")),
        (rename, [*"Goals 2", "ctrl+s"], Slug("goals-2")),
        (rename, [*"Goals 2", "tab", "enter"], Slug("goals-2")),
        (rename, [*"Goals 2", "tab", "tab", "enter"], None),
    ],
)
async def test_keys_end_a_dialog_once(make: Make, keys: list[str], result: object) -> None:
    app = DialogHolder(make)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.press(*keys[:-1])
        app.simulate_key(keys[-1])
        app.simulate_key(keys[-1])
        await settle(pilot)
        await settle(pilot)
        assert app.screen is app.screen_stack[0]
    assert app.results == [result]


@pytest.mark.parametrize(
    ("make", "results"),
    [
        (leftover, [LeftoverChoice.LATER]),
        (which, [None]),
        (lambda: Confirm("Go?", yes_first=True), [False]),
        (lambda: Notice("Mind", "this"), [None]),
        (help_dialog, [None]),
        (rename, [None]),
    ],
)
async def test_a_dialog_in_which_nothing_was_typed_ends_before_quitting(
    make: Make, results: list[object]
) -> None:
    app = DialogHolder(make)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        assert app.screen.finish_before_quit() is True  # type: ignore[attr-defined]
        await settle(pilot)
        assert app.screen is app.screen_stack[0]
    assert app.results == results


@pytest.mark.parametrize("size", [(60, 20), (100, 30)])
@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("kind", [Notice, Confirm])
async def test_a_question_and_a_notice_may_change_while_they_are_shown(
    kind: type[Notice | Confirm], whole: bool, size: tuple[int, int]
) -> None:
    app = DialogHolder(lambda: kind("Before", "Then.", whole=whole))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        row_with(app, "Then.")
        shown = app.screen
        assert isinstance(shown, kind)
        shown.show("After [b]", "Now.\x1b[1m")
        await settle(pilot)
        row_with(app, "After [b]")
        row_with(app, "Now.")
        assert not {"Before", "Then."} & set(screen_text(app).split())


async def test_a_refused_result_is_told_and_the_form_stays() -> None:
    app = DialogHolder(rename)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        form = app.screen
        assert isinstance(form, RenameForm)
        form.refusal = lambda slug: f"No {slug}." if slug == "goals" else ""
        await pilot.press(*"Goals")
        await settle(pilot)
        row_with(app, tr("form.rename.becomes", slug="goals"))
        await pilot.press("ctrl+s")
        await settle(pilot)
        notice = app.screen
        assert isinstance(notice, Notice)
        assert (notice.heading, notice.text) == (tr("form.rename"), "No goals.")
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen is form and app.results == []
        await pilot.press("2", "ctrl+s")
        await settle(pilot)
    assert app.results == [Slug("goals2")]


async def test_the_name_is_told_only_where_it_is_written_otherwise() -> None:
    app = DialogHolder(rename)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        form = app.screen
        assert isinstance(form, RenameForm)
        told: Mapping[str, str] = {
            "talk": "", "Talk": "", "goals": "", "": "", "!": "",
            "Goals 2": tr("form.rename.becomes", slug="goals-2"),
        }  # fmt: skip
        assert {name: form.live({"name": name}) for name in told} == told


async def test_leaving_what_was_typed_is_asked_about_and_may_be_taken_back() -> None:
    app = DialogHolder(rename)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        form = app.screen
        assert isinstance(form, Dialog)
        await pilot.press("x", "escape")
        await settle(pilot)
        row_with(app, tr("form.drop"))
        await pilot.press("n")
        await settle(pilot)
        assert app.screen is form and form.form.values()["name"] == "x"
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
    assert app.results == [None]


async def test_a_warning_stands_in_the_title_as_far_as_there_is_room() -> None:
    for size in ((60, 20), (100, 30)):
        app = DialogHolder(conversation_form)
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            form = app.screen
            assert isinstance(form, Dialog)
            leaves = tr("form.leaves", key="Esc")
            assert (leaves in screen_text(app)) == (size[0] < 100)
            form.warn("! three faults")
            await settle(pilot)
            row_with(app, "! three faults")
            assert leaves not in screen_text(app)
            form.warn("! " + "word " * 40)
            await settle(pilot)
            assert screen_lines(app)[row_with(app, "! word word")].rstrip()[-1] in "━┘"
            form.warn("")
            await settle(pilot)
            assert "! word" not in screen_text(app)
            assert (leaves in screen_text(app)) == (size[0] < 100)


async def test_a_tiny_screen_has_no_room_for_comments() -> None:
    app = DialogHolder(rename)
    becomes = tr("form.rename.becomes", slug="goals-2")
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.press(*"Goals 2")
        await settle(pilot)
        row_with(app, becomes)
        await pilot.resize_terminal(60, 7)
        await settle(pilot)
        assert becomes not in screen_text(app)
        await pilot.resize_terminal(60, 20)
        await settle(pilot)
        row_with(app, becomes)


async def test_tab_and_the_arrows_go_through_the_fields_and_the_buttons() -> None:
    app = DialogHolder(rename)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        seen = []
        for key in ("tab", "tab", "tab", "shift+tab", "shift+tab", "up"):
            await pilot.press(key)
            await settle(pilot)
            seen.append(getattr(app.focused, "id", None) in ("keep", "cancel"))
    assert seen == [True, True, False, True, True, False]


async def test_help_may_be_opened_of_every_kind_of_place() -> None:
    app = DialogHolder(lambda: HelpScreen("form"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        row_with(app, tr("help.where.form"))
        assert tr("help.signs") not in screen_text(app)
