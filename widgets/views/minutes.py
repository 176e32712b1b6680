"""The minutes as they would be written now, to read and not to change."""

from __future__ import annotations

from ..primitives.markdown_rows import markdown_rows
from ..primitives.pane import ListPane
from ..primitives.scroll_list import ScrollList


class MinutesPane(ListPane):
    """A pane with minutes in Markdown; it scrolls, and finds words."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._list = self._scroll_list = ScrollList()

    def show(self, text: str) -> None:
        """Show these minutes; the rows in view stay in view."""
        self._scroll_list.forget_found()
        self._list.update_rows(markdown_rows(text))
