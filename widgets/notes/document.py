"""The text of the notes editor and its wrapped rows, with indexes of positions and rows."""

from __future__ import annotations

from textual.widgets.text_area import Document, EditResult, Location

from ...data.text.line_index import LineIndex
from ..primitives.grapheme_area import GraphemeWrappedDocument


class NotesDocument(Document):
    """The text, with an index from positions (code points) to rows and columns."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._starts = LineIndex(map(len, self.lines))

    @property
    def length(self) -> int:
        """The number of code points."""
        return self._starts.total

    def position(self, location: Location) -> int:
        """Return the position of a row and column; past the end means the end."""
        row, column = location
        if row >= self.line_count:
            return self._starts.total
        return self._starts.start(row) + min(column, len(self.lines[row]))

    def location(self, position: int) -> Location:
        """Return the row and column of a position; past the end means the end."""
        return self._starts.locate(position)

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        """Change the text; every change goes through here."""
        (first, _), (last, _) = sorted((start, end))
        before = self.line_count
        result = super().replace_range(start, end, text)
        behind = before - min(last + 1, before)
        new = self.lines[first : self.line_count - behind]
        self._starts.replace(first, before - behind, map(len, new))
        return result


class NotesWrappedDocument(GraphemeWrappedDocument):
    """The wrapped text, with an index of its rows."""

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self._offset_to_line_info)

    def line_of(self, row: int) -> tuple[int, int] | None:
        """Return the line in a row, and the index of the row in it (from 0); None past the end."""
        rows = self._offset_to_line_info
        return rows[row] if 0 <= row < len(rows) else None

    def columns_of(self, row: int) -> tuple[int, int]:
        """Return the columns of the line in a row at which that row begins and ends."""
        found = self.line_of(row)
        if found is None:
            return 0, 0
        line, section = found
        ends = [0, *self.get_offsets(line), len(self.document.lines[line])]
        return ends[section], ends[section + 1]

    def rows_of(self, first: int, last: int | None) -> tuple[int, int]:
        """Return the rows of the lines `first` to `last`, as (first row, row after the last).

        If `last` is None, up to the last line of the text.
        """
        rows = self._line_index_to_offsets
        end = len(rows) - 1
        return rows[min(first, end)][0], rows[end if last is None else min(last, end)][-1] + 1
