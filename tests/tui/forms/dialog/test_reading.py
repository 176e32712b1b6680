"""Keys of texts to read, choices and leftovers: where they scroll to, and what they answer."""

from __future__ import annotations

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.tui.forms.dialog.confirm import Choice, Notice
from afspraak.tui.forms.help import HelpScreen, ScrollableText
from afspraak.tui.forms.left_text import EditorLeftover, LeftoverChoice
from afspraak.widgets.forms.field import AutoHeightScroll
from afspraak.widgets.language import speak

from ....support.screens.dialogs import DialogHolder, MakeScreen, settle
from ....support.screens.widget_holder import screen_lines

LONG = "\n".join(f"line {number}" for number in range(100))


@pytest.mark.parametrize(
    ("keys", "top"),
    [
        ("down", 1), ("j", 1), ("down down up", 1), ("j j k", 1), ("pagedown", -1), ("space", -1),
        ("space pageup", 0), ("end", None), ("G", None), ("end home", 0), ("G g", 0), ("up", 0),
        ("end up", -2),
    ],
)  # fmt: skip
async def test_a_text_scrolls_by_rows_by_pages_and_to_its_ends(keys: str, top: int | None) -> None:
    app = DialogHolder(lambda: Notice("Title", LONG))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        text = app.screen.query_one(ScrollableText)
        await pilot.press(*keys.split())
        await settle(pilot)
        wanted = {None: text.max_scroll_y, -1: text.size.height - 1, -2: text.max_scroll_y - 1}
        assert text.scroll_y == wanted.get(top, top)


@pytest.mark.parametrize(
    ("keys", "top"),
    [
        ("down", 1), ("down down up", 1), ("pagedown", -1), ("pagedown pageup", 0),
        ("end", None), ("end home", 0), ("down backspace", 0),
    ],
)  # fmt: skip
async def test_help_scrolls_by_rows_by_pages_and_to_its_ends(keys: str, top: int | None) -> None:
    app = DialogHolder(lambda: HelpScreen("checklist"))
    async with app.run_test(size=(60, 12)) as pilot:
        await settle(pilot)
        page = app.screen.query_one(AutoHeightScroll)
        assert page.size.height == 10
        await pilot.press(*keys.split())
        await settle(pilot)
        assert page.scroll_y == {None: page.max_scroll_y, -1: 9}.get(top, top)


async def test_help_finds_what_is_typed_from_the_first_row_on() -> None:
    speak(catalogue("en"))
    app = DialogHolder(lambda: HelpScreen("checklist"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        first = screen_lines(app)
        await pilot.press("end", "tab")
        await settle(pilot)
        every = screen_lines(app)
        assert every != first and app.screen.query_one(AutoHeightScroll).scroll_y == 0
        await pilot.press("tab")
        await settle(pilot)
        assert screen_lines(app) == first
        await pilot.press("space", *"undo")
        await settle(pilot)
        found = "\n".join(screen_lines(app))
        assert "Ctrl+Z" in found and "F12" not in found and "undo" in found.splitlines()[0]
        await pilot.press("tab")
        await settle(pilot)
        assert screen_lines(app) == first, "from what was found it is one step back"
        await pilot.press(*"xyzzy")
        await settle(pilot)
        assert "xyzzy" in screen_lines(app)[1] + screen_lines(app)[2]
        await pilot.press(*["backspace"] * 5, "question_mark")
        await settle(pilot)
    assert app.results == [None]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("enter", "again"), ("y", "again"), ("j", "again"), ("n", None), ("escape", None),
        ("q", None), ("tab enter", "leave"), ("right right enter", "stay"),
        ("right left enter", "again"),
    ],
)  # fmt: skip
async def test_a_choice_has_an_answer_for_each_button(keys: str, answer: str | None) -> None:
    speak(catalogue("en"))
    answers = {"again": "Write it", "leave": "Leave", "stay": "Stay"}
    app = DialogHolder(lambda: Choice("What now?", "It is gone.", answers))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        shown = "\n".join(screen_lines(app))
        for words in ("What now?", "It is gone.", "[ Write it ] [ Leave ] [ Stay ]", "Esc"):
            assert words in shown
        await pilot.press(*keys.split())
        await settle(pilot)
    assert app.results == [answer]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("enter", LeftoverChoice.TAKE), ("right enter", LeftoverChoice.OPEN),
        ("right right enter", LeftoverChoice.LATER), ("escape", LeftoverChoice.LATER),
        ("right right right enter", LeftoverChoice.DISCARD),
    ],
)  # fmt: skip
async def test_a_leftover_has_an_answer_for_each_button(keys: str, answer: LeftoverChoice) -> None:
    speak(catalogue("en"))
    app = DialogHolder(lambda: EditorLeftover("Take it in?", "It was left."))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        shown = "\n".join(screen_lines(app))
        buttons = "[ Take in ] [ Edit ] [ Later ] [ Throw away ]"
        for words in ("Take it in?", "It was left.", buttons, "←/→ choose"):
            assert words in shown
        await pilot.press(*keys.split())
        await settle(pilot)
    assert app.results == [answer]


@pytest.mark.parametrize(
    ("make", "result"),
    [
        (lambda: Choice("What now?", "", {"a": "A"}), None),
        (lambda: EditorLeftover("Take it in?", "", can_take=False), LeftoverChoice.LATER),
        (lambda: Notice("Title", "text"), None),
    ],
)
async def test_a_question_makes_way_for_the_end_of_the_program(
    make: MakeScreen, result: object
) -> None:
    app = DialogHolder(make)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        assert "Take in" not in "\n".join(screen_lines(app))
        screen = app.screen
        assert isinstance(screen, Choice | EditorLeftover | Notice)
        assert screen.finish_before_quit()
        await settle(pilot)
    assert app.results == [result]


async def test_help_stays_where_one_reads_in_a_window_of_another_size() -> None:
    app = DialogHolder(lambda: HelpScreen("checklist"))
    async with app.run_test(size=(60, 12)) as pilot:
        await settle(pilot)
        await pilot.press("down", "down", "down")
        await pilot.resize_terminal(60, 14)
        await settle(pilot)
        assert app.screen.query_one(AutoHeightScroll).scroll_y == 3
