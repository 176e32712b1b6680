"""The work for a key: painted rows, and time that does not grow with the notes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.app import App
from textual.strip import Strip

from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.text.splice import Splice
from afspraak.widgets.notes.pane import NotesPane
from afspraak.widgets.primitives.cursor import caret_on_screen

from ...support.counting import calls
from ...support.screens.editors import PaintCounter
from ...support.screens.widget_holder import Writing, strips

LINES = "".join(f"line {number}\n" for number in range(60))
VIEW = 10


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The painted rows of the view, with repetitions."""
    monkeypatch.setattr(f"{NotesPane.__module__}.NotesEditor", PaintCounter)
    PaintCounter.rows.clear()
    yield PaintCounter.rows
    PaintCounter.rows.clear()


def seen(app: App[None]) -> list[Strip]:
    return strips(app)


@pytest.mark.parametrize(
    ("keys", "key", "painted"),
    [
        ("", "x", [3]),
        ("", "backspace", [3]),
        ("x", "backspace", [3]),
        ("", "left", [3]),
        ("", "up", [2, 3]),
        ("", "shift+up", [2, 3]),
        ("", "shift+left", [3]),
        ("words that fill the row,", "x", [3, 4, 5, 6, 7, 8, 9]),  # it grows by a row
        ("", "enter", [3, 4, 5, 6, 7, 8, 9]),
        ("", "ctrl+u", [3]),
    ],
)
async def test_a_key_repaints_only_changed_rows(
    rows: list[int], keys: str, key: str, painted: list[int]
) -> None:
    app = Writing((LINES, MANAGER))
    async with app.run_test(size=(35, VIEW + 1)) as pilot:
        app.pane.body.move_cursor((3, 6))
        await pilot.press(*["space" if key == " " else key for key in keys.replace(",", "y")])
        await pilot.pause()
        rows.clear()
        await pilot.press(key)
        await pilot.pause()
        assert sorted(set(rows)) == painted


async def test_joining_lines_repaints_from_there(rows: list[int]) -> None:
    app = Writing((LINES, MANAGER))
    async with app.run_test(size=(35, VIEW + 1)) as pilot:
        app.pane.body.move_cursor((6, 0))
        await pilot.pause()
        rows.clear()
        await pilot.press("backspace")
        await pilot.pause()
        assert sorted(set(rows)) == [5, 6, 7, 8, 9]


async def test_remote_edits_repaint_only_their_rows(rows: list[int]) -> None:
    app = Writing((LINES, MANAGER))
    async with app.run_test(size=(35, VIEW + 1)) as pilot:
        before = app.notes.position(50, 0)
        for splice, painted in (
            (Splice(app.notes.position(4, 2), 1, "z", EMPLOYEE), [4]),
            (Splice(before, 0, "far below\n", EMPLOYEE), []),
            (Splice(app.notes.position(7, 0), 0, "new\n", EMPLOYEE), [7, 8, 9]),
            (Splice(app.notes.position(8, 0), 7, "", EMPLOYEE), [8, 9]),
        ):
            await pilot.pause()
            rows.clear()
            app.change(splice)
            await pilot.pause()
            assert sorted(set(rows)) == painted, splice


async def test_remote_edits_above_leave_the_view_unchanged(rows: list[int]) -> None:
    app = Writing((LINES, MANAGER))
    async with app.run_test(size=(35, VIEW + 1)) as pilot:
        app.pane.body.move_cursor((40, 0))
        await pilot.pause()
        before = [strip.text for strip in seen(app)[1:]]
        app.change(Splice(0, 0, "news\nand more\n", EMPLOYEE))
        await pilot.pause()
        assert [strip.text for strip in seen(app)[1:]] == before
        assert app.cursor_position == app.pane.body.cursor_screen_offset


async def test_the_work_of_a_key_does_not_grow_with_the_notes() -> None:
    async def costs(length: int) -> list[int]:
        text = "some words of notes, é\n" * (length // 23)
        app = Writing((text, MANAGER))
        async with app.run_test(size=(35, VIEW + 1)) as pilot:
            editor, line = app.pane.body, app.notes.line_count // 2
            editor.move_cursor((line, 3))
            place = app.notes.position(line, 3)
            for letter in "ab":  # finds the place; from then on somebody writes there
                editor.insert(letter)
                await pilot.pause()
            typed = calls(lambda: editor.insert("c"))
            await pilot.pause()
            arrived = calls(lambda: app.change(Splice(place, 1, "d", EMPLOYEE)))
            await pilot.pause()
            return [typed, arrived, calls(lambda: [editor.render_line(y) for y in range(VIEW)])]

    for short, long in zip(await costs(2_000), await costs(200_000), strict=True):
        assert long <= 1.2 * short


async def test_shorter_text_leaves_a_quarter_of_the_view_below() -> None:
    app = Writing((LINES.rstrip(), MANAGER))
    async with app.run_test(size=(35, VIEW + 1)) as pilot:
        app.pane.body.scroll_to(y=50, animate=False, force=True)
        await pilot.pause()
        place = app.notes.position(54, 7)
        app.change(Splice(place, len(app.notes) - place, "", EMPLOYEE))
        await pilot.pause()
        shown = [strip.text[4:11] for strip in seen(app)[1:]]
        shown = [text.strip() for text in shown]
        assert shown == [*(f"line {number}" for number in range(47, 55)), "", ""]


@pytest.mark.parametrize(("key", "begin"), [("down", "first"), ("up", "last")])
async def test_moving_out_of_view_scrolls_by_a_quarter(key: str, begin: str) -> None:
    app = Writing((LINES.rstrip(), MANAGER))
    async with app.run_test(size=(35, VIEW + 1)) as pilot:
        getattr(app.pane, f"action_{begin}")()
        await pilot.pause()
        tops = set()
        for _ in range(2 * VIEW):
            await pilot.press(key)
            await pilot.pause()
            tops.add(app.pane.body.scroll_offset.y)
            assert caret_on_screen(app.pane.body) is not None
        assert len(tops) <= 1 + 2 * VIEW // (VIEW // 4 + 1)


async def test_a_new_row_at_the_end_is_in_view() -> None:
    app = Writing((LINES.rstrip(), MANAGER))
    async with app.run_test(size=(35, VIEW + 1)) as pilot:
        app.pane.action_last()
        for key in ("enter", "enter"):
            await pilot.press(key)
            await pilot.pause()
            assert app.pane.body.hidden[1] == 0
        await pilot.press(*"words that make the line grow by a row".replace(" ", "_"))
        await pilot.pause()
        assert app.pane.body.hidden[1] == 0


@pytest.mark.parametrize("width", [24, 60])
async def test_long_lines_are_drawn_wrapped_before_anybody_types(width: int) -> None:
    line = "a long line of notes that has to be wrapped in a narrow pane, whatever has the focus"
    app = Writing((line, MANAGER))
    async with app.run_test(size=(100, 12)) as pilot:
        app.set_focus(None)
        await pilot.resize_terminal(width, 12)
        await pilot.pause()
        shown = " ".join(strip.text[4:].strip() for strip in seen(app)[1:])
        assert shown.split() == line.split()
