"""The minutes as they would be written now, to read and not to change."""

from __future__ import annotations

from ..primitives.markdown_rows import markdown_rows
from ..primitives.pane import ListPane
from ..primitives.scroll_list import ScrollList


class MinutesPane(ListPane):
    """A pane with minutes in Markdown; it scrolls, and finds words."""

    _list: ScrollList

    def _make_list(self, empty_hint: str) -> ScrollList:
        return ScrollList(empty=empty_hint)

    def show(self, text: str) -> None:
        """Show these minutes; the rows in view stay in view."""
        self._list.forget_found()
        self._list.update_rows(markdown_rows(text))
