"""The terminal cursor is at the caret position in every text input."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import ClassVar

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.app import App, ComposeResult
from textual.command import CommandInput
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets.text_area import Selection

from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId
from afspraak.data.model.notes import Notes
from afspraak.data.text.splice import Splice
from afspraak.tui.terminal.cursor import TerminalCursor
from afspraak.widgets.chrome.search_bar import SearchInput
from afspraak.widgets.forms.field import LineInput, Paragraph
from afspraak.widgets.notes.pane import NotesPane

from ...checkout import ROOT
from ...support.amount import tries
from ...support.screens.editors import DRAWN_CARET_CSS, PaintCounter
from ...support.screens.widget_holder import Writing, strips


class Typing(App[None]):
    CSS = DRAWN_CARET_CSS

    def __init__(self, make: Callable[[], Widget]) -> None:
        super().__init__()
        self.terminal_cursor = TerminalCursor(self)
        self._make = make

    def compose(self) -> ComposeResult:
        yield self._make()

    def on_mount(self) -> None:
        self.screen.children[0].focus()


class Noting(Writing):
    CSS = Writing.CSS + DRAWN_CARET_CSS

    def __init__(self, *runs: tuple[str, PartnerId]) -> None:
        super().__init__(*runs)
        self.terminal_cursor = TerminalCursor(self)


def drawn(app: App[None]) -> Offset | None:
    """The cell with the drawn caret."""
    for y, strip in enumerate(strips(app)):
        x = 0
        for segment in strip:
            if segment.style is not None and segment.style.underline:
                return Offset(x, y)
            x += cell_len(segment.text)
    return None


async def test_the_terminal_cursor_is_at_the_caret_in_any_notes() -> None:
    chance = random.Random(4)
    app = Noting()
    async with app.run_test(size=(30, 7)) as pilot:
        for _ in range(tries(60)):
            await pilot.resize_terminal(chance.randint(16, 30), chance.randint(5, 9))
            pieces = ("a", "b", " ", " ", "\t", "\n", "中", "é", "😀", "e\u0301", "👩\u200d👧")
            text = "".join(chance.choices(pieces, k=chance.randint(0, 60)))
            app.notes = Notes([(text, MANAGER)])
            app.pane.load(app.notes)
            for _ in range(4):
                place = app.pane.body.location(chance.randint(0, 60))
                app.pane.body.selection = Selection.cursor(place)
                await pilot.pause()
                assert app.terminal_cursor.position == drawn(app), (text, place, app.size)


async def test_the_terminal_cursor_is_at_the_caret_in_any_paragraph() -> None:
    chance = random.Random(5)
    app = Typing(lambda: Paragraph(rows=4))
    async with app.run_test(size=(30, 7)) as pilot:
        paragraph = app.query_one(Paragraph)
        for _ in range(tries(30)):
            await pilot.resize_terminal(chance.randint(16, 30), 7)
            text = "".join(chance.choices("ab  \t\n中é", k=chance.randint(0, 90)))
            paragraph.load_text(text)
            for _ in range(3):
                row = chance.randrange(paragraph.document.line_count)
                paragraph.move_cursor((row, chance.randint(0, len(paragraph.document[row]))))
                await pilot.pause()
                assert app.terminal_cursor.position == drawn(app), (
                    text,
                    paragraph.selection,
                    app.size,
                )


@pytest.mark.parametrize(
    "value", ["", "short", "中文 mixed 😀 in", "so long that the line is scrolled to one side " * 2]
)
async def test_the_terminal_cursor_is_at_the_caret_in_any_line(value: str) -> None:
    app = Typing(lambda: LineInput(value))
    async with app.run_test(size=(20, 4)) as pilot:
        for key in ("end", "left", "left", "home", "right", "shift+end", "shift+home", "x", "end"):
            await pilot.press(key)
            await pilot.pause()
            assert app.terminal_cursor.position == drawn(app), key


async def test_the_cursor_at_the_end_of_a_full_row() -> None:
    app = Noting()
    async with app.run_test(size=(15, 6)) as pilot:  # ten cells to write in, and one for the caret
        await pilot.press(*"abcdefghij")
        assert app.terminal_cursor.position == (14, 1)
        await pilot.press("k")
        assert app.terminal_cursor.position == (5, 2)
        await pilot.press("left")
        assert app.terminal_cursor.position == (4, 2)
        await pilot.press("left")
        assert app.terminal_cursor.position == (13, 1)
        await pilot.press("enter", "up")
        assert app.terminal_cursor.position == (4, 1)


async def test_the_cursor_is_at_the_end_of_a_selection() -> None:
    app = Noting(("one two three", MANAGER))
    app.terminal_cursor.use()
    async with app.run_test(size=(30, 6)) as pilot:
        await pilot.press("end", "shift+left", "shift+left")
        assert app.terminal_cursor.position == (4 + len("one two thr"), 1)
        strip = strips(app)[1]
        selected = [s.text for s in strip if s.style and s.style.bgcolor != first_style(strip)]
        assert selected == ["ee"]


def first_style(strip: Strip) -> object:
    style = next(segment.style for segment in strip if "one" in segment.text)
    return style.bgcolor if style else None


async def test_the_terminal_cursor_is_visible_only_in_text_inputs() -> None:
    app = Noting(("".join(f"{n}\n" for n in range(50)), MANAGER))
    app.terminal_cursor.use()
    shown = []

    async with app.run_test(size=(30, 8)) as pilot:

        async def look(change: Callable[[], object]) -> None:
            change()
            await pilot.pause()
            shown.append(app.terminal_cursor.is_shown)

        await pilot.press("down", "down")
        assert app.terminal_cursor.is_shown and app.terminal_cursor.position == (4, 3)
        body = app.pane.body
        await look(lambda: body.scroll_to(y=20, animate=False, force=True))  # out of view
        await look(body.action_cursor_down)
        await look(lambda: app.set_focus(None))
        await look(app.pane.focus)
        await look(lambda: app.push_screen(ModalScreen()))
        await look(app.pop_screen)
    assert shown == [False, True, False, True, False, True]


async def test_a_drawn_caret_hides_the_terminal_cursor() -> None:
    app = Noting()
    async with app.run_test(size=(30, 8)):
        assert not app.terminal_cursor.is_shown and drawn(app) == app.terminal_cursor.position


async def test_remote_edits_move_the_cursor_with_the_text() -> None:
    app = Noting(("one\ntwo", MANAGER))
    async with app.run_test(size=(30, 8)) as pilot:
        await pilot.press("down", "end")
        assert app.terminal_cursor.position == (7, 2)
        app.change(Splice(0, 0, "中中\n", EMPLOYEE), Splice(7, 0, "中", EMPLOYEE))
        await pilot.pause()
        assert app.terminal_cursor.position == (9, 3)


async def test_a_character_wider_than_the_row_keeps_the_cursor_in_the_pane() -> None:
    app = Noting(("\t\t", MANAGER))
    async with app.run_test(size=(8, 6)) as pilot:
        app.pane.action_last()
        await pilot.pause()
        assert app.terminal_cursor.position.x < 8


class Styled(Typing, inherit_bindings=False):
    CSS = ""
    CSS_PATH = ROOT / "tui" / "app" / "afspraak.tcss"


def cells(app: App[None], y: int) -> list[tuple[str, Style | None]]:
    """The characters of a row, each with its style."""
    strip = strips(app)[y]
    return [(one, segment.style) for segment in strip for one in segment.text]


@pytest.mark.parametrize("widget", [LineInput, Paragraph, CommandInput, SearchInput])
async def test_no_caret_is_drawn_if_the_terminal_shows_its_cursor(widget: type[Widget]) -> None:
    for left_to_terminal in (False, True):
        app = Styled(widget)
        if left_to_terminal:
            app.terminal_cursor.use()
        async with app.run_test(size=(30, 8)) as pilot:
            await pilot.press(*"abcdef", "left", "left")
            (x, y) = app.terminal_cursor.position
            row = cells(app, y)
            assert row[x][0] == "e"
            assert (row[x][1] == row[x - 1][1]) is left_to_terminal
            await pilot.press("shift+home")
            await pilot.pause()
            row = cells(app, y)
            assert row[x - 4][0] == "a" and row[x][1] != row[x - 1][1]
            if left_to_terminal:  # no hole in the selection
                assert len({row[place][1] for place in range(x - 4, x)}) == 1


class Framed(Noting, inherit_bindings=False):
    frames: ClassVar[list[Offset]] = []

    def post_display_hook(self) -> None:
        self.frames.append(self.terminal_cursor.position)


async def test_a_caret_movement_repaints_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{NotesPane.__module__}.NotesEditor", PaintCounter)
    app = Framed(("one two\nthree", MANAGER))
    app.terminal_cursor.use()
    async with app.run_test(size=(30, 8)) as pilot:
        await pilot.pause()
        for key, where, row in (("right", (5, 1), 0), ("down", (5, 2), 1)):
            PaintCounter.rows.clear()
            Framed.frames.clear()
            await pilot.press(key)
            await pilot.pause()
            assert Framed.frames[-1] == where
            assert PaintCounter.rows == [row]


class TwoLines(Typing, inherit_bindings=False):
    frames: ClassVar[list[Offset]] = []

    def compose(self) -> ComposeResult:
        yield LineInput("first")
        yield LineInput("second")

    def post_display_hook(self) -> None:
        self.frames.append(self.terminal_cursor.position)


async def test_the_cursor_follows_the_focus() -> None:
    app = TwoLines(LineInput)
    app.terminal_cursor.use()
    async with app.run_test(size=(30, 8)) as pilot:
        await pilot.press("end")
        for key, where in (("tab", (6, 1)), ("shift+tab", (5, 0)), ("tab", (6, 1))):
            TwoLines.frames.clear()
            await pilot.press(key)
            await pilot.pause()
            assert TwoLines.frames[-1] == where
