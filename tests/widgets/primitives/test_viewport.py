"""The view of the notes: how far it scrolls to the caret, and what stays at its top."""

from __future__ import annotations

import pytest
from textual.geometry import Offset
from textual.widgets import Static

from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.text.splice import Splice
from afspraak.widgets.chrome.search_bar import SearchInput
from afspraak.widgets.notes.pane import NotesPane
from afspraak.widgets.primitives.cursor import caret_on_screen
from afspraak.widgets.primitives.pane import Pane
from afspraak.widgets.primitives.viewport import Viewport
from afspraak.widgets.views.agreements import AgreementsPane

from ...support.screens.widget_holder import Holder, Writing, screen_lines

LINES = "\n".join(f"line {number}" for number in range(60))
VIEW = 12


def top(app: Writing) -> str:
    """The text of the first row in view."""
    return screen_lines(app)[1][4:].strip()


@pytest.mark.parametrize(
    ("line", "scrolled", "first"),
    [
        (29, 0, "line 20"),
        (20, 0, "line 20"),
        (31, 0, "line 20"),
        (32, 4, "line 24"),
        (19, -4, "line 16"),
        (1, -20, "line 0"),
        (59, 31, "line 51"),
    ],
)
async def test_the_view_scrolls_a_quarter_further_than_to_the_caret(
    line: int, scrolled: int, first: str
) -> None:
    app = Writing((LINES, MANAGER))
    async with app.run_test(size=(29, VIEW + 1)) as pilot:
        editor = app.pane.body
        editor.scroll_to(y=20, animate=False, force=True)
        await pilot.pause()
        editor.set_reactive(Viewport.selection, type(editor.selection).cursor((line, 0)))
        assert editor.scroll_cursor_visible() == Offset(0, scrolled)
        await pilot.pause()
        assert top(app) == first


async def test_the_caret_can_be_put_in_the_middle_of_the_view() -> None:
    app = Writing((LINES, MANAGER))
    async with app.run_test(size=(29, VIEW + 1)) as pilot:
        editor = app.pane.body
        editor.set_reactive(Viewport.selection, type(editor.selection).cursor((30, 0)))
        assert editor.scroll_cursor_visible(center=True) == Offset(0, 25)
        await pilot.pause()
        assert top(app) == "line 25"


@pytest.mark.parametrize("line", [0, 30, 59])
@pytest.mark.parametrize("has_focus", [True, False])
async def test_the_caret_stays_in_view_in_a_window_of_another_size(
    line: int, has_focus: bool
) -> None:
    app = Writing((LINES.replace("line", "a line that wraps,"), MANAGER))
    async with app.run_test(size=(60, 30)) as pilot:
        editor = app.pane.body
        editor.move_cursor((line, 5))
        await pilot.pause()
        if not has_focus:
            app.screen.set_focus(None)
            editor.scroll_to(y=45, animate=False, force=True)
        for size in ((60, 8), (20, 8), (10, 2), (80, 24), (15, 5)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            if size[1] > 2:  # else there is no row for it
                is_in_view = caret_on_screen(editor) is not None
                assert is_in_view or not has_focus, size
        assert has_focus or line or not is_in_view, "a text that is only read stays where it was"


@pytest.mark.parametrize(
    ("column", "deleted", "text", "first"),
    [
        (0, 0, "new\n", "line 20"),
        (0, 0, "x", "xline 20"),
        (1, 0, "\n", "l"),
        (0, 1, "", "ine 20"),
        (7, 1, " ", "line 20 line 21"),
    ],
)
async def test_the_line_at_the_top_stays_there_while_others_change_it(
    column: int, deleted: int, text: str, first: str
) -> None:
    app = Writing((LINES, MANAGER))
    async with app.run_test(size=(29, VIEW + 1)) as pilot:
        app.pane.body.scroll_to(y=20, animate=False, force=True)
        await pilot.pause()
        place = app.notes.position(20, column)
        app.change(Splice(place, deleted, text, EMPLOYEE))
        await pilot.pause()
        assert top(app) == first


@pytest.mark.parametrize("kind", ["agreements", "notes", "search"])
async def test_the_focus_comes_into_view(kind: str) -> None:
    made: Pane | SearchInput
    if kind == "search":
        made = SearchInput()
    else:
        made = AgreementsPane() if kind == "agreements" else NotesPane(lambda _: None)
    above = Static("\n" * 40)
    made.styles.height = 5
    app = Holder(above, made)
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.pause()
        app.set_focus(None)
        app.screen.scroll_home(animate=False)
        await pilot.pause()
        made.focus(scroll_visible=False)
        await pilot.pause()
        assert app.screen.scroll_offset.y == 0
        app.set_focus(None)
        made.focus()
        await pilot.pause()
        await pilot.wait_for_scheduled_animations()
        assert app.screen.scroll_offset.y > 0
