"""Help as drawn, in both languages and at three sizes: pictures in `tests/golden/screens/help`.

`AFSPRAAK_DRAWN=FOLDER` writes the current pictures into FOLDER instead of comparing.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.tui.forms.help import HelpScreen
from afspraak.tui.keys.help_rows import HelpRows
from afspraak.tui.keys.keymap import USUAL_KEYMAP, read_keymap
from afspraak.tui.keys.table import ACTIVE_CONTEXTS, KEYS, format_keys
from afspraak.widgets.language import speak, tr

from ...checkout import ROOT
from ...support.screens.dialogs import DialogHolder, settle
from ...support.screens.drawn import drawn
from ...support.screens.widget_holder import row_with, screen_lines, screen_text

PICTURES = ROOT / "tests" / "golden" / "screens" / "help"
SIZES = ((60, 20), (80, 24), (120, 40))


def help_of(context: str) -> HelpScreen:
    return HelpScreen(context, tr(f"help.{context}"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("context", ["checklist", "notes"])
async def test_help_is_drawn(context: str, language: str) -> None:
    speak(catalogue(language))
    app = DialogHolder(partial(help_of, context))
    async with app.run_test(size=SIZES[0]) as pilot:
        for width, height in SIZES:
            await pilot.resize_terminal(width, height)
            await settle(pilot)
            await settle(pilot)
            file = f"{context}-{language}-{width}x{height}.txt"
            if renewed := os.environ.get("AFSPRAAK_DRAWN"):
                (Path(renewed) / file).write_text("\n".join(drawn(app)) + "\n", "utf-8")
            else:
                assert drawn(app) == (PICTURES / file).read_text("utf-8").splitlines(), file


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("context", ["checklist", "notes", "agreements"])
async def test_help_of_a_pane_is_one_screen(context: str, language: str) -> None:
    speak(catalogue(language))
    app = DialogHolder(partial(help_of, context))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        row_with(app, tr("help.sign.own_lines"))
        row_with(app, tr(f"help.{context}"))
        assert screen_lines(app)[0].strip().startswith(tr("help.title"))


async def test_what_does_not_fit_is_read_on() -> None:
    app = DialogHolder(partial(help_of, "checklist"))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        assert tr("help.sign.own_lines") not in screen_text(app)
        await pilot.press("pagedown", "pagedown", "pagedown")
        await settle(pilot)
        row_with(app, tr("help.sign.own_lines"))
        await pilot.press("home")
        await settle(pilot)
        row_with(app, tr("help.here"))


async def test_tab_shows_every_key_of_the_program_and_back() -> None:
    app = DialogHolder(partial(help_of, "checklist"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("tab")
        await settle(pilot)
        row_with(app, tr("place.checklist"))
        assert tr("help.here") not in screen_text(app).splitlines()[1]
        await pilot.press("end")
        await settle(pilot)
        row_with(app, tr("key.finder.close")[:20])
        await pilot.press("tab")
        await settle(pilot)
        row_with(app, f" {tr('help.here')} ")


def test_all_keys_are_those_of_the_key_table() -> None:
    rows = [row for section in HelpRows(USUAL_KEYMAP, "notes").all() for row in section.rows]
    for key in KEYS:
        assert (format_keys(key.keys), tr(f"key.{key.id}")) in rows
    assert HelpRows(USUAL_KEYMAP, "notes").all()[0].heading == tr("place.notes")


async def test_typing_finds_keys_by_their_words_and_names() -> None:
    app = DialogHolder(partial(help_of, "checklist"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*"move up")
        await settle(pilot)
        row_with(app, tr("key.list.move_up"))
        assert tr("key.list.move_down") not in screen_text(app)
        row_with(app, tr("help.found", words="move up"))
        await pilot.press(*"zzz")
        await settle(pilot)
        row_with(app, tr("help.none", words="move upzzz")[:30])
        await pilot.press(*["backspace"] * 10)
        await settle(pilot)
        row_with(app, f" {tr('help.here')} ")
        await pilot.press("q")
        await settle(pilot)
        assert app.results == [], "a letter finds, and does not close"
        await pilot.press("escape")
        await settle(pilot)
        assert app.results == [None]


def test_help_shows_the_keys_of_the_user() -> None:
    keymap, _ = read_keymap({"checklist.tick": "f11"})
    here, desk = HelpRows(keymap, "checklist").first()
    assert ("F11", tr("key.checklist.tick")) in here.rows
    assert "F2-F4" in [keys for keys, _ in desk.rows]
    moved, _ = read_keymap({"desk.pane.notes": "shift+f3"})
    assert "F2 Shift+F3 F4" in [keys for keys, _ in HelpRows(moved, "checklist").first()[1].rows]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("context", ACTIVE_CONTEXTS)
def test_every_place_has_help(context: str, language: str) -> None:
    speak(catalogue(language))
    assert tr(f"help.where.{context}")
    assert HelpRows(USUAL_KEYMAP, context).first()[0].rows


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_with_keys_has_its_help(language: str) -> None:
    words = catalogue(language)
    for context in ACTIVE_CONTEXTS.keys() - {"finder", "keys"}:
        assert words(f"help.{context}")
