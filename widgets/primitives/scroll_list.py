"""A read-only list: it has no cursor, and its keys scroll."""

from __future__ import annotations

from bisect import bisect_right

from textual.strip import Strip

from ..drawing.list_row import PaintedLine
from ..drawing.roles import Role
from ..drawing.wrapping import line_text
from .line_widget import paint
from .role_styles import styles_of
from .row_list import UNWRAPPED_WIDTH, RowList


class ScrollList(RowList):
    """A `RowList` whose rows cannot be selected; a row that was found is reversed."""

    _found: int | None = None

    def find(self, words: str, forward: bool = True) -> bool:
        """Scroll to the next row that contains these words, and wrap around at the end."""
        wanted, count = words.casefold(), len(self._rows)
        start = self._first_in_view() if self._found is None else self._found
        steps = range(0 if self._found is None else 1, count + 1 if count else 0)
        for step in steps:
            index = (start + (step if forward else -step)) % count
            row = self._rows[index]
            text = " ".join(line_text(line) for line in row.lines(UNWRAPPED_WIDTH))
            if wanted in text.casefold():
                before, self._found = self._found, index
                changed = (index,) if before is None else (before, index)
                lines = {y for row in changed for y in self._lines_of(row)}
                self._repaint(sorted(lines))
                self._scroll_to_row(index)
                return True
        return False

    def forget_found(self) -> None:
        """Reverse no row any more."""
        self._found = None

    def _first_in_view(self) -> int:
        return max(0, bisect_right(self._row_tops, self.scroll_offset.y) - 1)

    def _paint(self, painted: PaintedLine, width: int) -> Strip:
        over = Role.SELECTION if painted.row >= 0 and painted.row == self._found else None
        line = ((painted.lead, Role.CHANGED), *painted.line)
        return paint(line, width, styles_of(self), self.rich_style, over)

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

    def _scroll_to_row(self, number: int) -> None:
        if not 0 <= number < len(self._rows):
            return
        top, bottom = self._row_tops[number], self._row_tops[number + 1]
        y, height = self.scroll_offset.y, self.size.height
        if top < y or bottom > y + height:
            self.scroll_to(y=max(0, top - height // 4), animate=False, force=True)

    def _scroll(self, lines: int) -> None:
        self.scroll_relative(y=lines, animate=False)
