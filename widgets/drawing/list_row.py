"""A row of a list, and the lines that it is drawn in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from ...data.lazy_dataclass import dataclass, field
from ...data.text.sanitize import clean_line
from .marks import CURSOR, CURSOR_ON_UNREAD, UNREAD
from .wrapping import Line, Piece, hanging, wrap_pieces


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: a mark in a column of its own, a text that wraps beside it, and a tail.

    A row that is not selectable is a heading: the cursor skips it.
    """

    key: str
    text: str
    mark: str = ""
    tail: tuple[Piece, ...] = ()
    style: str = ""
    selectable: bool = True
    full: bool = False
    """Whether it has the first column of the list too."""
    new: bool = False
    """Whether the other partner changed it since the reader last looked."""

    @property
    def box(self) -> int:
        """The cells of the box at the beginning of its first line; 0 if it has none."""
        return 0

    def height(self, width: int) -> int | None:
        """Return the number of lines at this width; None if only `lines` can tell."""

    def lines(self, width: int) -> list[Line]:
        """Return the row in lines of at most `width` cells."""
        indent = cell_len(self.mark)
        pieces = [(self.text, self.style), *self.tail]
        lines = wrap_pieces([(clean_line(text), style) for text, style in pieces], width - indent)
        return hanging(((self.mark, ""),), lines) if self.mark else lines


def changed_rows(before: Sequence[ListRow], now: Sequence[ListRow]) -> list[int] | None:
    """Return the indices of the rows that look different; None if there are other rows.

    Rows that are the same objects as before take next to no time.
    """
    if len(before) != len(now):
        return None
    pairs = enumerate(zip(before, now, strict=True))
    changed = [index for index, (old, new) in pairs if old is not new and old != new]
    for old, new in ((before[index], now[index]) for index in changed):
        if (old.key, old.selectable, old.full) != (new.key, new.selectable, new.full):
            return None
    return changed


def height_of(rows: Iterable[ListRow], width: int) -> int:
    """Return the number of lines that these rows have together at this width."""
    return sum(row.height(width) or len(row.lines(width)) for row in rows)


@dataclass(frozen=True, slots=True)
class PaintedLine:
    """A line of the list.

    `row` is the index of its row, -1 for the text of an empty list; `lead` is the first column;
    `highlighted` lines belong to the row with the cursor.
    """

    line: Line
    row: int = field(default=-1, compare=False)
    highlighted: bool = False
    lead: str = " "


def list_lead(row: ListRow, number: int, *, highlighted: bool) -> str:
    """Return what stands before line `number` (from 0) of a row of a list."""
    if number == 0 and row.new:
        return CURSOR_ON_UNREAD if highlighted else UNREAD
    if number == 0 and highlighted:
        return CURSOR
    return "" if row.full else " "
