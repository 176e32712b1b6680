"""The cell of the caret of a text area or input, for the terminal to show its own cursor there.

While the application has the class `TERMINAL_CARET`, no widget draws a caret: text areas check that
class, and for inputs the style sheet makes the caret plain.
"""

from __future__ import annotations

from rich.cells import cell_len
from textual.errors import NoWidget
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from ...data.text.graphemes import next_boundary
from .grapheme_area import GraphemeArea

TERMINAL_CARET = "-terminal-caret"
"""The application's class while the terminal cursor is the caret."""


class CaretArea(GraphemeArea):
    """A text area that draws no caret while the terminal cursor is the caret."""

    _styled_theme: object = None
    """The theme whose colours come from the style sheet."""

    def notify_style_update(self) -> None:
        """Take the colours from the style sheet again."""
        self._styled_theme = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows in `crop`. Unlike the base class, look colours up only once."""
        if self._styled_theme is not self._theme:
            self._theme.apply_css(self)
            self._styled_theme = self._theme
        return super(TextArea, self).render_lines(crop)

    def _rewrap_and_refresh_virtual_size(self) -> None:
        """Wrap again for another size; who types there keeps the caret in view."""
        super()._rewrap_and_refresh_virtual_size()
        if self.has_focus:
            self.scroll_cursor_visible()

    @property
    def _draw_cursor(self) -> bool:
        return super()._draw_cursor and not self.app.has_class(TERMINAL_CARET)


def has_caret(widget: Widget | None) -> bool:
    """Return whether a widget is an input, or a text area with a caret."""
    if isinstance(widget, TextArea):
        return not widget.read_only or widget.show_cursor
    return isinstance(widget, Input)


def caret_on_screen(widget: Widget | None) -> Offset | None:
    """Return the cell of the screen with the caret of a widget.

    None if it has no caret, or the caret is out of view.
    """
    if widget is None or not has_caret(widget) or not widget.is_attached:
        return None
    try:
        visible = widget.screen.find_widget(widget).visible_region
    except NoWidget:
        return None
    room = widget.scrollable_content_region
    cell = room.offset + caret_in_text(widget) - widget.scroll_offset
    if isinstance(widget, TextArea):
        # A character wider than its row leaves no cell for a caret after it.
        cell = Offset(min(cell.x + widget.gutter_width, room.right - 1), cell.y)
    return cell if room.contains_point(cell) and visible.contains_point(cell) else None


def caret_in_text(widget: Widget) -> Offset:
    """Return the (cell, row), from 0, of the caret in the laid-out text."""
    if isinstance(widget, Input):
        return Offset(cell_len(widget.value[: widget.cursor_position]), 0)
    return cell_in_text(widget, widget.selection.end) if isinstance(widget, TextArea) else Offset()


def cell_in_text(area: TextArea, location: tuple[int, int]) -> Offset:
    """Return the (cell, row), from 0, of a location in the laid-out text.

    Textual's own answer restarts tabs in every row of a wrapped line; drawn text does not.
    """
    row, column = location
    wrapped = area.wrapped_document
    begins = max((cut for cut in wrapped.get_offsets(row) if cut <= column), default=0)
    line = area.document.get_line(row)
    tabs_before = line.count("\t", 0, begins)
    before = line[begins:column]
    tabs = wrapped.get_tab_widths(row)[tabs_before : tabs_before + before.count("\t")]
    y = wrapped.location_to_offset(location).y
    return Offset(cell_len(before.replace("\t", "")) + sum(tabs), y)


def character_region(area: TextArea, location: tuple[int, int]) -> Region:
    """Return the cells in view of the character at a location; one cell at the end of a line.

    Half of a wide character would be painted as a blank.
    """
    x, y = cell_in_text(area, location) - area.scroll_offset
    row, column = location
    line = area.document.get_line(row)
    character = line[column : next_boundary(line, column)] if column < len(line) else ""
    return Region(x, y, max(1, cell_len(character)), 1)
