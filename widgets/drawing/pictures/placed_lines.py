"""Lines at their places on a screen, and lists and titles among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from rich.cells import set_cell_size

from ..box import Box
from ..list_row import ListRow, list_lead
from ..roles import Role
from ..title_rule import Title, hidden_counts, title_rule
from ..wrapping import Line, line_width, wrap_pieces


class PlacedLine(NamedTuple):
    """A line of the picture; it takes exactly `width` cells from (x, y) on."""

    x: int
    y: int
    width: int
    line: Line
    is_rule: bool = False
    """Whether it is the title rule of a pane or of a part of one."""

    def pieces(self) -> Line:
        """Return the line in exactly `width` cells: cut, or with blanks at the end."""
        room = self.width
        line: list[tuple[str, str]] = []
        for text, role in self.line:
            cells = line_width(((text, role),))
            if cells > room:
                text = set_cell_size(text, room)  # noqa: PLW2901 - cut
                cells = room
            line.append((text, role))
            room -= cells
        return (*line, (" " * room, Role.PLAIN))


def stacked(box: Box, lines: Iterable[Line]) -> list[PlacedLine]:
    """Return lines below each other in a box; those below its end are left out."""
    rows = range(box.y, box.y + box.height)
    return [PlacedLine(box.x, y, box.width, line) for y, line in zip(rows, lines, strict=False)]


class ListPicture(NamedTuple):
    """A list of rows as it is at first: at its top, with the cursor on the first row."""

    rows: Sequence[ListRow]
    empty: str = ""
    """The text of a list without rows."""
    has_cursor: bool = True
    has_focus: bool = False

    @property
    def cursor(self) -> int | None:
        """The index of the row with the cursor."""
        found = (index for index, row in enumerate(self.rows) if row.selectable)
        return next(found, None) if self.has_cursor else None

    @property
    def key(self) -> str | None:
        """The key of the row with the cursor."""
        return None if self.cursor is None else self.rows[self.cursor].key

    def placed(self, box: Box) -> tuple[list[PlacedLine], str] | None:
        """Return its lines in a box, and the count of those out of view in words.

        None if the list would not be at its top, because the first row with its headings does not
        fit.
        """
        lines = [
            line for index, row in enumerate(self.rows) for line in self._row(index, row, box.width)
        ]
        if not lines and self.empty:
            hint = wrap_pieces([(self.empty, Role.DIM)], box.width - 1)
            lines = [((" ", Role.PLAIN), *line) for line in hint]
        if not self._is_at_top(box):
            return None
        return stacked(box, lines), hidden_counts(0, max(0, len(lines) - box.height))

    def _is_at_top(self, box: Box) -> bool:
        """Return whether the cursor is in view without scrolling; see `RowList`."""
        cursor = self.cursor
        if cursor is None:
            return True
        tops = [0, *accumulate(self._height(row, box.width) for row in self.rows)]
        headed = cursor
        while headed > 0 and not self.rows[headed - 1].selectable:
            headed -= 1
        top, bottom = tops[cursor], tops[cursor + 1]
        if bottom - tops[headed] <= box.height:
            top = tops[headed]
        if not any(row.selectable for row in self.rows[cursor + 1 :]):
            bottom = max(bottom, min(tops[-1], top + box.height))
        return bottom <= box.height if bottom - top <= box.height else top == 0

    @staticmethod
    def _height(row: ListRow, width: int) -> int:
        room = width - (0 if row.full else 1)
        known = row.height(room)
        return len(row.lines(max(1, room))) if known is None else known

    def _row(self, index: int, row: ListRow, width: int) -> list[Line]:
        is_here = index == self.cursor
        over = Role.SELECTION if is_here and self.has_focus else None
        lines: list[Line] = []
        for number, line in enumerate(row.lines(max(1, width - (0 if row.full else 1)))):
            lead = list_lead(row, number, highlighted=is_here)
            role = Role.CURSOR if is_here else Role.CHANGED
            pieces: Line = ((lead, role), *line)
            if over is not None:
                text = set_cell_size("".join(text for text, _ in pieces), width)
                pieces = ((text, over),)
            lines.append(pieces)
        return lines


def ruled(box: Box, title: Title, *, hidden: str = "", focused: bool = False) -> PlacedLine:
    """Return the title rule at the top of a box."""
    line = title_rule(box.width, title, hidden=hidden, focused=focused)
    return PlacedLine(box.x, box.y, box.width, line, is_rule=True)
