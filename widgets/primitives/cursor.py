"""Where the caret of a field or of the notes is, for the terminal to show its own cursor there.

While the application carries the class `TERMINAL_CARET`, nothing that can be typed in draws a caret
itself: areas of text ask for that class, and for inputs the style sheet makes the caret plain.
"""

from __future__ import annotations

from rich.cells import cell_len
from textual.errors import NoWidget
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from .grapheme_area import GraphemeArea

TERMINAL_CARET = "-terminal-caret"
"""The application's class while the caret is left to the terminal."""


class CaretArea(GraphemeArea):
    """An area of text that draws no caret while the terminal shows one."""

    _styled_theme: object = None
    """The theme that has its colours from the style sheet."""

    def notify_style_update(self) -> None:
        """Take the colours from the style sheet anew."""
        self._styled_theme = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of a part of this. Unlike the base's, with colours that are looked up once."""
        if self._styled_theme is not self._theme:
            self._theme.apply_css(self)
            self._styled_theme = self._theme
        return super(TextArea, self).render_lines(crop)

    @property
    def _draw_cursor(self) -> bool:
        return super()._draw_cursor and not self.app.has_class(TERMINAL_CARET)


def has_caret(widget: Widget | None) -> bool:
    """Whether a widget is one to type in."""
    if isinstance(widget, TextArea):
        return not widget.read_only or widget.show_cursor
    return isinstance(widget, Input)


def caret_on_screen(widget: Widget | None) -> Offset | None:
    """The cell of the screen where the caret of a widget is.

    None where it has no caret, or where that is out of view.
    """
    if widget is None or not has_caret(widget) or not widget.is_attached:
        return None
    try:
        visible = widget.screen.find_widget(widget).visible_region
    except NoWidget:
        return None
    room = widget.scrollable_content_region
    place = room.offset + caret_in_text(widget) - widget.scroll_offset
    if isinstance(widget, TextArea):
        # A character wider than its row leaves no cell for the caret behind it.
        place = Offset(min(place.x + widget.gutter_width, room.right - 1), place.y)
    return place if room.contains_point(place) and visible.contains_point(place) else None


def caret_in_text(widget: Widget) -> Offset:
    """Where the caret is in the text as it is laid out: (cell, row) from its beginning."""
    if isinstance(widget, Input):
        return Offset(cell_len(widget.value[: widget.cursor_position]), 0)
    return cell_in_text(widget, widget.selection.end) if isinstance(widget, TextArea) else Offset()


def cell_in_text(area: TextArea, location: tuple[int, int]) -> Offset:
    """Where a place of a text is laid out: (cell, row) from its beginning.

    Textual's own answer has tabs begin anew in every row of a wrapped line; drawn they do not.
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
