"""A list whose rows may be higher than the screen: the cursor first goes on through such a row."""

from __future__ import annotations

from .row_list import RowList


class TallRowList(RowList):
    """A `RowList` to read: down and up scroll through a row of which not all is in view."""

    def action_cursor_down(self) -> None:
        """A line on in a row that goes on below the view, else to the next row."""
        if not self._read_on(1):
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """A line back in a row that begins above the view, else to the previous row."""
        if not self._read_on(-1):
            super().action_cursor_up()

    def action_page_down(self) -> None:
        """A page on, within the row as long as it goes on below the view."""
        if not self._read_on(max(1, self.size.height - 1)):
            super().action_page_down()

    def action_page_up(self) -> None:
        """A page back, within the row as long as it begins above the view."""
        if not self._read_on(-max(1, self.size.height - 1)):
            super().action_page_up()

    def _read_on(self, lines: int) -> bool:
        """Scroll so many lines within the row with the cursor; False where it is all in view."""
        if self._cursor is None:
            return False
        top, bottom = self._tops[self._cursor], self._tops[self._cursor + 1]
        y, height = self.scroll_offset.y, self.size.height
        goal = min(y + lines, bottom - height) if lines > 0 else max(y + lines, top)
        if (goal <= y) if lines > 0 else (goal >= y):
            return False
        self.scroll_to(y=goal, animate=False, force=True)
        return True
