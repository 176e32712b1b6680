"""A text area that moves, deletes, selects and wraps by whole grapheme clusters."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate, pairwise
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea
from textual.widgets.text_area import Document, DocumentNavigator, Location, WrappedDocument

from ...data.text.graphemes import (
    JOINERS,
    ceiling,
    is_boundary,
    next_boundary,
    next_word,
    previous_boundary,
    previous_word,
)
from ..drawing.cluster_wrapping import measure, wrap_offsets


class GraphemeWrappedDocument(WrappedDocument):
    """A wrapped text in which no row begins or ends inside a cluster."""

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Wrap all lines at `width` cells; 0 means not at all."""
        super().wrap(width, tab_width)
        self._fix_wrapping(0, len(self._wrap_offsets))

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Wrap the lines of an edit again."""
        super().wrap_range(start, old_end, new_end)
        first, last = min(start[0], new_end[0]), max(start[0], new_end[0])
        self._fix_wrapping(first, min(last + 1, len(self._wrap_offsets)))

    def _fix_wrapping(self, first: int, end: int) -> None:
        """Wrap again, by clusters, the lines that the base class cut wrongly, by code points."""
        changed = False
        for row in range(first, end):
            line, offsets = self.document.get_line(row), self._wrap_offsets[row]
            if not line.isascii() and self._width and _cut_wrongly(line, offsets):
                self._wrap_offsets[row] = wrap_offsets(line, self._width, self.get_tab_widths(row))
                changed = True
        if changed:
            heights = [len(offsets) + 1 for offsets in self._wrap_offsets]
            rows = pairwise(accumulate(heights, initial=0))
            self._line_index_to_offsets = [list(range(top, below)) for top, below in rows]
            self._offset_to_line_info = [
                (line, section) for line, height in enumerate(heights) for section in range(height)
            ]

    def get_sections(self, line_index: int) -> list[str]:
        """Return the rows of a line. The base class builds a styled text for that, at each key."""
        line = self.document.get_line(line_index)
        return [
            line[start:end] for start, end in pairwise((0, *self.get_offsets(line_index), None))
        ]

    def get_target_document_column(self, line_index: int, x_offset: int, y_offset: int) -> int:
        """Return the column of the cluster that is drawn at a cell of a row of a line."""
        line = self.document.get_line(line_index)
        if line.isascii():
            return super().get_target_document_column(line_index, x_offset, y_offset)
        cuts = [0, *self.get_offsets(line_index), len(line)]
        section = range(len(cuts) - 1)[y_offset]
        column, end = cuts[section], cuts[section + 1]
        tabs = self.get_tab_widths(line_index)[line.count("\t", 0, column) :]
        for length, width, _ in measure(line[column:end], tabs):
            x_offset -= width
            if x_offset < 0:
                return column
            column += length
        # After the last cluster of a row the caret would be in the next row.
        return column if end == len(line) else previous_boundary(line, end)


def _cut_wrongly(line: str, offsets: Iterable[int]) -> bool:
    """Return whether the base may have cut a line inside a cluster or measured it wrongly."""
    return "\ufe0f" in line or "\u200d" in line or not all(is_boundary(line, o) for o in offsets)


class GraphemeNavigator(DocumentNavigator):
    """Moves a caret by whole clusters."""

    def get_location_left(self, location: Location) -> Location:
        """Return the location one cluster to the left, or the end of the line above."""
        row, column = location
        if column:
            return row, previous_boundary(self._document[row], column)
        return super().get_location_left(location)

    def get_location_right(self, location: Location) -> Location:
        """Return the location one cluster to the right, or the start of the line below."""
        row, column = location
        line = self._document[row]
        if column < len(line):
            return row, next_boundary(line, column)
        return super().get_location_right(location)

    def get_location_end(self, location: Location) -> Location:
        """Return the end of the row: before its last cluster, if the line continues."""
        row, column = location
        line = self._document[row]
        cuts = self._wrapped_document.get_offsets(row)
        end = next((cut for cut in cuts if cut > column), None)
        return row, len(line) if end is None else previous_boundary(line, end)


class GraphemeArea(TextArea):
    """A text area whose caret is never inside a cluster."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+delete", "delete_word_right", show=False),
    ]

    def _set_document(self, text: str, language: str | None) -> None:  # noqa: ARG002
        """Show a text without syntax highlighting."""
        self._lay_out(GraphemeWrappedDocument(Document(text), tab_width=self.indent_width))

    def _lay_out(self, wrapped: GraphemeWrappedDocument) -> None:
        """Show a document from its beginning."""
        self.document = wrapped.document
        self.wrapped_document = wrapped
        self.navigator = GraphemeNavigator(wrapped)
        self._build_highlight_map()
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()

    async def _on_key(self, event: events.Key) -> None:
        """Insert a typed joiner, which Textual drops as it is invisible; leave the rest to it."""
        if event.character in JOINERS and not self.read_only:
            event.stop()
            event.prevent_default()
            self._replace_via_keyboard(event.character, *self.selection)

    def clamp_visitable(self, location: Location) -> Location:
        """Return the nearest location at which a caret may be: after a cluster, not inside.

        Keys, mouse and edits all set the selection through here.
        """
        row, column = super().clamp_visitable(location)
        return row, ceiling(self.document[row], column)

    def get_cursor_word_left_location(self) -> Location:
        """Return where the word before the caret begins, or the end of the line above."""
        row, column = self.cursor_location
        if row and not column:
            return row - 1, len(self.document[row - 1])
        return row, previous_word(self.document[row], column)

    def get_cursor_word_right_location(self) -> Location:
        """Return where the word after the caret ends, or the start of the line below."""
        row, column = self.cursor_location
        line = self.document[row]
        if row < self.document.line_count - 1 and column == len(line):
            return row + 1, 0
        return row, next_word(line, column)

    def action_delete_word_right(self) -> None:
        """Delete the selection, or else up to the end of the word after the caret."""
        start, end = self.selection
        if start == end:
            end = self.get_cursor_word_right_location()
        if start != end:
            self._delete_via_keyboard(start, end)

    def get_line(self, line_index: int) -> Text:
        """Return a line with the caret over a whole cluster; the base draws one code point."""
        line = super().get_line(line_index)
        row, column = self.cursor_location
        if row == line_index and not line.plain.isascii() and self._draw_cursor:
            end = next_boundary(line.plain, column)
            if end > column + 1 and self._theme.cursor_style:
                line.stylize(self._theme.cursor_style, column + 1, end)
        return line
