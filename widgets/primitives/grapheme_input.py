"""An input that moves, deletes and selects by whole grapheme clusters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from ...data.text.graphemes import (
    JOINERS,
    ceiling,
    clusters,
    next_boundary,
    next_word,
    previous_boundary,
    previous_word,
)


class GraphemeInput(Input):
    """An input whose caret is never inside a cluster."""

    # Textual uses the first two to delete to the right, and has no key for this.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+backspace,alt+backspace", "delete_left_word", show=False),
        Binding("ctrl+delete,alt+delete", "delete_right_word", show=False),
    ]

    async def _on_key(self, event: events.Key) -> None:
        """Insert a typed joiner, which Textual drops as it is invisible; leave the rest to it."""
        if event.character in JOINERS:
            event.stop()
            event.prevent_default()
            self.replace(event.character, *self.selection)

    def validate_selection(self, selection: Selection) -> Selection:
        """Move both ends of a selection to the end of the cluster that they are in."""
        start, end = super().validate_selection(selection)
        return Selection(ceiling(self.value, start), ceiling(self.value, end))

    def action_cursor_left(self, select: bool = False) -> None:
        """Move one cluster to the left, or to the start of the selection."""
        start, end = self.selection
        if select:
            self.selection = Selection(start, previous_boundary(self.value, end))
        elif start != end:
            self.cursor_position = min(start, end)
        else:
            self.cursor_position = previous_boundary(self.value, end)

    # To the right the base class moves one code point, and `validate_selection` the rest.

    def action_cursor_left_word(self, select: bool = False) -> None:
        """Move to the start of the word before the caret; in a password, to its start."""
        if self.password:
            super().action_cursor_left_word(select)
        else:
            self._move_to(previous_word(self.value, self.cursor_position), select)

    def action_cursor_right_word(self, select: bool = False) -> None:
        """Move to the end of the word after the caret; in a password, to its end."""
        if self.password:
            super().action_cursor_right_word(select)
        else:
            self._move_to(next_word(self.value, self.cursor_position), select)

    def _move_to(self, position: int, select: bool) -> None:
        self.selection = Selection(self.selection.start if select else position, position)

    def action_delete_left(self) -> None:
        """Delete the selection, or else the cluster before the caret."""
        self._delete_to(previous_boundary)

    def action_delete_right(self) -> None:
        """Delete the selection, or else the cluster after the caret."""
        self._delete_to(next_boundary)

    def action_delete_left_word(self) -> None:
        """Delete the selection, or else back to the start of a word."""
        if self.password:
            super().action_delete_left_word()
        else:
            self._delete_to(previous_word)

    def action_delete_right_word(self) -> None:
        """Delete the selection, or else up to the end of a word."""
        if self.password:
            super().action_delete_right_word()
        else:
            self._delete_to(next_word)

    def _delete_to(self, boundary: Callable[[str, int], int]) -> None:
        """Delete the selection, or else the text from the caret to a boundary."""
        if self.selection.is_empty:
            here = self.cursor_position
            self.delete(*sorted((here, boundary(self.value, here))))
        else:
            self.delete_selection()

    def _cell_offset_to_index(self, offset: int) -> int:
        """Return the position of the cluster that is drawn at a cell of this widget."""
        cell = offset + self.scroll_offset.x
        position = 0
        for cluster, end in self._cell_ends():
            if cell < end:
                return position
            position += len(cluster)
        return position

    def _cell_ends(self) -> Iterator[tuple[str, int]]:
        """Yield each cluster of the text, and the cell at which it ends."""
        end = 0
        for cluster in self._value.plain if self.password else clusters(self.value):
            end += cell_len(cluster)
            yield cluster, end

    @property
    def _value(self) -> Text:
        """The text as drawn, with a caret over a whole cluster."""
        text = super()._value
        if self.value.isascii() or self.password or not (self.has_focus and self._cursor_visible):
            return text
        here = self.cursor_position
        end = next_boundary(self.value, here)
        if end > here + 1:
            text.stylize(self.get_component_rich_style("input--cursor"), here + 1, end)
        return text

    def render_line(self, y: int) -> Strip:
        """Draw the row; a cluster that is partly out of view is left blank."""
        strip = super().render_line(y)
        if y or self.value.isascii() or self.password:
            return strip
        left = self.scroll_offset.x
        right = left + self.scrollable_content_region.width
        begin = 0
        for _, end in self._cell_ends():
            for edge in (left, right):
                if begin < edge < end:
                    strip = _blanked(strip, max(begin - left, 0), end - left)
            begin = end
        return strip


def _blanked(strip: Strip, start: int, end: int) -> Strip:
    """Return a row with blanks from one cell to another."""
    style = next((segment.style for segment in strip.crop(start, end)), None)
    blank = Strip([Segment(" " * (end - start), style)])
    return Strip.join([strip.crop(0, start), blank, strip.crop(end)])
