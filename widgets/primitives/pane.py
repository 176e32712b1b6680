"""Base of panes: a line with a title above the body."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.widget import Widget

from ...data.lazy_dataclass import replace
from ..drawing.title_rule import Title
from ..messages import RedoRequested, SearchRequested, UndoRequested
from .row_list import RowList
from .title_rule import TitleRule


class Pane(Widget, can_focus=False):
    """A pane under a title rule, which is heavier and brighter while the focus is in the pane."""

    DEFAULT_CSS = """
    Pane {
        width: 1fr;
        height: 1fr;
        layout: vertical;
        overflow: hidden hidden;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rule = TitleRule()
        self._words = ""

    def compose(self) -> ComposeResult:
        """Yield the title and the body."""
        yield self.rule
        yield self.body

    @property
    def body(self) -> Widget:
        """The widget in the pane that gets the focus."""
        raise NotImplementedError

    def focus(self, scroll_visible: bool = True) -> Pane:
        """Focus the body."""
        self.body.focus(scroll_visible)
        return self

    def on_click(self, event: events.Click) -> None:
        """Move the focus here, wherever in the pane the click was."""
        if self.body.can_focus:
            event.stop()
            if not self.has_focus_within:
                self.focus()

    def show_title(self, title: Title) -> None:
        """Show this title."""
        self.rule.show_title(title)

    def show_hidden(self, above: int, below: int) -> None:
        """Show in the title how many lines are out of view."""
        self.rule.show_hidden(above, below)

    def on_descendant_focus(self) -> None:
        """Show in the title that the focus is here."""
        self.rule.show_focus(True)

    def on_descendant_blur(self) -> None:
        """Show in the title that the focus has left."""
        self.rule.show_focus(False)

    def action_undo(self) -> None:
        """Request to undo the last step, in any pane."""
        self.post_message(UndoRequested())

    def action_redo(self) -> None:
        """Request to redo the step that was undone last."""
        self.post_message(RedoRequested())

    def action_search(self) -> None:
        """Request the search bar."""
        self.post_message(SearchRequested())

    def find(self, words: str, forward: bool = True) -> bool:
        """Go to the next (or previous) match of these words; return False if there is none."""
        self._words = words
        return self._find(words, forward)

    def _find(self, words: str, forward: bool) -> bool:
        raise NotImplementedError

    def action_find_next(self) -> None:
        """Go to the next match of the words last searched for."""
        if self._words:
            self._find(self._words, forward=True)

    def action_find_previous(self) -> None:
        """Go to the previous match of the words last searched for."""
        if self._words:
            self._find(self._words, forward=False)


_Pane = TypeVar("_Pane", bound=Pane)


def pane_around(widget: Widget, panes: Iterable[_Pane]) -> _Pane | None:
    """Return which of these panes a widget is in; None if it is in none of them."""
    around = widget.ancestors_with_self
    return next((pane for pane in panes if pane in around), None)


class ListPane(Pane):
    """A pane around a `RowList`."""

    def __init__(self, *, empty_hint: str = "", id: str | None = None) -> None:  # noqa: A002
        """Build the pane; `empty_hint` is shown while it has no rows."""
        super().__init__(id=id)
        self._list = self._make_list(empty_hint)
        self._unread: Collection[str] = ()

    def _make_list(self, empty_hint: str) -> RowList:
        return RowList(empty=empty_hint)

    @property
    def body(self) -> RowList:
        """The list."""
        return self._list

    @property
    def key(self) -> str | None:
        """The id of the selected row; None if there is none."""
        return self._list.key

    def mark_unread(self, new: Collection[str]) -> None:
        """Mark the rows with these ids as unread, now and after every `show`."""
        if set(new) != set(self._unread):
            self._unread = new
            self.body.update_rows([replace(row, new=row.key in new) for row in self.body.rows])

    def in_view(self, key: str) -> bool:
        """Return whether the row with this key begins in view."""
        seen = (self.body.row_at(y) for y in range(self.body.size.height))
        return any(row is not None and row.key == key for row in seen)

    def select(self, key: str) -> bool:
        """Move the cursor to the row with this key. Return False if it is not shown."""
        return self._list.select(key)

    def _find(self, words: str, forward: bool) -> bool:
        return self._list.find(words, forward)

    @on(RowList.ViewChanged)
    def _view_changed(self, event: RowList.ViewChanged) -> None:
        event.stop()
        self.show_hidden(*self._list.hidden)

    def action_cursor_down(self) -> None:
        """Go to the next row."""
        self._list.action_cursor_down()

    def action_cursor_up(self) -> None:
        """Go to the previous row."""
        self._list.action_cursor_up()

    def action_page_down(self) -> None:
        """Go a page down."""
        self._list.action_page_down()

    def action_page_up(self) -> None:
        """Go a page up."""
        self._list.action_page_up()

    def action_first(self) -> None:
        """Go to the first row."""
        self._list.action_first()

    def action_last(self) -> None:
        """Go to the last row."""
        self._list.action_last()
