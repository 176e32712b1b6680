"""A read-only list: it has no cursor, and its keys scroll."""

from __future__ import annotations

from .row_list import RowList


class ScrollList(RowList):
    """A `RowList` whose rows cannot be selected."""

    def action_cursor_down(self) -> None:
        """Scroll a line down."""
        self._scroll(1)

    def action_cursor_up(self) -> None:
        """Scroll a line up."""
        self._scroll(-1)

    def action_page_down(self) -> None:
        """Scroll a page down; one line of it stays in view."""
        self._scroll(max(1, self.size.height - 1))

    def action_page_up(self) -> None:
        """Scroll a page up."""
        self._scroll(-max(1, self.size.height - 1))

    def action_first(self) -> None:
        """Scroll to the first line."""
        self.scroll_to(y=0, animate=False)

    def action_last(self) -> None:
        """Scroll to the last line."""
        self.scroll_to(y=self.max_scroll_y, animate=False)

    def bring_into_view(self, number: int) -> None:
        """Scroll to this row (from 0), with some context above if it was out of view."""
        if self.size:
            self._scroll_to_row(number)
        else:  # nothing is laid out yet
            self.call_after_refresh(self._scroll_to_row, number)

    def _scroll_to_row(self, number: int) -> None:
        if not 0 <= number < len(self._rows):
            return
        top, bottom = self._row_tops[number], self._row_tops[number + 1]
        y, height = self.scroll_offset.y, self.size.height
        if top < y or bottom > y + height:
            self.scroll_to(y=max(0, top - height // 4), animate=False, force=True)

    def _scroll(self, lines: int) -> None:
        self.scroll_relative(y=lines, animate=False)
