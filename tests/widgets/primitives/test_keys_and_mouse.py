"""What keys and the mouse do to a widget by itself: lists and lines have no keys of their own."""

from __future__ import annotations

import pytest
from textual.widget import Widget

from afspraak.widgets.chrome.footer import Footer
from afspraak.widgets.chrome.header import Header
from afspraak.widgets.drawing.list_row import ListRow
from afspraak.widgets.forms.field import AutoHeightScroll
from afspraak.widgets.primitives.line_widget import LineWidget
from afspraak.widgets.primitives.row_list import RowList
from afspraak.widgets.primitives.title_rule import TitleRule
from afspraak.widgets.views.agreements import AgreementsPane
from afspraak.widgets.views.detail import DetailView

from ...support.screens.widget_holder import Holder, screen_lines

ROWS = [ListRow(letter, letter * 3) for letter in "abcdefghij"]


@pytest.mark.parametrize("key", ["down", "up", "pagedown", "pageup", "home", "end"])
async def test_a_list_scrolls_by_actions_and_has_no_keys(key: str) -> None:
    listed = RowList()
    app = Holder(listed)
    async with app.run_test(size=(20, 4)) as pilot:
        listed.update_rows(ROWS)
        listed.focus()
        listed.scroll_to(y=3, animate=False, force=True)
        await pilot.pause()
        before = screen_lines(app)
        await pilot.press(key)
        await pilot.pause()
        assert screen_lines(app) == before
        assert listed.key == "a"


async def test_text_of_lists_and_lines_is_not_selected_with_the_mouse() -> None:
    listed, line = RowList(), LineWidget()
    app = Holder(line, listed)
    async with app.run_test(size=(20, 4)) as pilot:
        listed.update_rows(ROWS)
        line.set_lines([(("some words", ""),)])
        await pilot.pause()
        for widget in (listed, line):
            await pilot.mouse_down(widget, offset=(1, 0))
            await pilot.hover(widget, offset=(6, 0))
            await pilot.mouse_up(widget, offset=(6, 0))
            await pilot.pause()
            assert not app.screen.get_selected_text()
            assert not widget.allow_select


@pytest.mark.parametrize(
    "made",
    [LineWidget(), Header(), Footer(), DetailView(), TitleRule(), AutoHeightScroll(reserve=1)],
    ids=lambda made: type(made).__name__,
)
def test_only_what_has_a_cursor_takes_the_focus(made: Widget) -> None:
    assert not made.can_focus
    assert RowList().can_focus


async def test_the_focus_of_a_pane_is_in_its_list() -> None:
    pane = AgreementsPane()
    app = Holder(pane)
    async with app.run_test(size=(20, 6)) as pilot:
        app.set_focus(None)
        await pilot.press("tab")
        assert app.focused is pane.body
        await pilot.press("tab")
        assert app.focused is pane.body, "the pane around it is no stop of its own"


@pytest.mark.parametrize("made", [Header(), Footer()], ids=["header", "footer"])
async def test_a_line_that_was_told_nothing_is_blank(made: LineWidget) -> None:
    app = Holder(made)
    async with app.run_test(size=(20, 2)) as pilot:
        await pilot.pause()
        assert screen_lines(app) == ["", ""]
