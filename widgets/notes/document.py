"""The text in the editor of the notes, and its rows: what they know they need not count."""

from __future__ import annotations

from textual.widgets.text_area import Document, EditResult, Location

from ...data.text.line_index import LineIndex
from ..primitives.grapheme_area import GraphemeWrappedDocument


class NotesDocument(Document):
    """The text, which knows the positions (in code points) of its rows and columns."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._starts = LineIndex(map(len, self.lines))

    @property
    def length(self) -> int:
        """How many code points there are."""
        return self._starts.total

    def position(self, location: Location) -> int:
        """The position of a row and column; past the end means the end."""
        row, column = location
        if row >= self.line_count:
            return self._starts.total
        return self._starts.start(row) + min(column, len(self.lines[row]))

    def location(self, position: int) -> Location:
        """The row and column of a position; past the end means the end."""
        return self._starts.locate(position)

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        """Change the text: the one way in which it ever changes."""
        (first, _), (last, _) = sorted((start, end))
        before = self.line_count
        result = super().replace_range(start, end, text)
        behind = before - min(last + 1, before)
        news = self.lines[first : self.line_count - behind]
        self._starts.replace(first, before - behind, map(len, news))
        return result


class NotesWrappedDocument(GraphemeWrappedDocument):
    """The wrapped text, which knows its height and its rows without counting lines."""

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self._offset_to_line_info)

    def line_of(self, row: int) -> tuple[int, int] | None:
        """The line that stands in a row, and which of its rows that is; None past the end."""
        rows = self._offset_to_line_info
        return rows[row] if 0 <= row < len(rows) else None

    def rows_of(self, first: int, last: int | None) -> tuple[int, int]:
        """The rows of some lines: the first one, and the one behind the last.

        Without a `last` line these are all that follow.
        """
        rows = self._line_index_to_offsets
        end = len(rows) - 1
        return rows[min(first, end)][0], rows[end if last is None else min(last, end)][-1] + 1
