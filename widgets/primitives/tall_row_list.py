"""A list whose rows may be higher than the screen: cursor keys scroll within such a row first."""

from __future__ import annotations

from .row_list import RowList


class TallRowList(RowList):
    """A `RowList` for reading: down and up scroll within a row that is partly out of view."""

    def action_cursor_down(self) -> None:
        """Scroll a line in a row that continues below the view, or else go to the next row."""
        if not self._scroll_within_row(1):
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """Scroll a line in a row that begins above the view, or else go to the previous row."""
        if not self._scroll_within_row(-1):
            super().action_cursor_up()

    def action_page_down(self) -> None:
        """Scroll a page, within the row while it continues below the view."""
        if not self._scroll_within_row(max(1, self.size.height - 1)):
            super().action_page_down()

    def action_page_up(self) -> None:
        """Scroll a page back, within the row while it begins above the view."""
        if not self._scroll_within_row(-max(1, self.size.height - 1)):
            super().action_page_up()

    def _scroll_within_row(self, lines: int) -> bool:
        """Scroll by `lines` within the selected row. Return False if all of it is in view."""
        if self._cursor is None:
            return False
        top, bottom = self._row_tops[self._cursor], self._row_tops[self._cursor + 1]
        y, height = self.scroll_offset.y, self.size.height
        goal = min(y + lines, bottom - height) if lines > 0 else max(y + lines, top)
        if (goal <= y) if lines > 0 else (goal >= y):
            return False
        self.scroll_to(y=goal, animate=False, force=True)
        return True
