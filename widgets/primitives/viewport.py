"""The viewport of a long text: scrolls by a quarter of its height, never lays out the screen."""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Offset, Size

from .cursor import CaretArea, cell_in_text


def _do_nothing() -> None:
    """Do nothing."""


class Viewport(CaretArea):
    """A text area that may have more rows than are in view."""

    _view_changed: Callable[[], None] = staticmethod(_do_nothing)
    """Called when other rows may be in view, or rows were added or removed."""

    _reported: tuple[int, ...] = ()
    """The layout of the rows when that was last called."""

    @property
    def hidden(self) -> tuple[int, int]:
        """The number of rows out of view, above and below."""
        above = self.scroll_offset.y
        return above, max(0, self.wrapped_document.height - above - self.size.height)

    @property
    def row_layout(self) -> tuple[int, ...]:
        """The rows above the view and in it, and the rows and lines in all."""
        rows, lines = self.wrapped_document.height, self.document.line_count
        return self.scroll_offset.y, self.size.height, rows, lines

    def rows_in_view(self, line: int) -> range:
        """Return the rows of the view in which a line (from 0) is."""
        wrapped = self.wrapped_document
        top = wrapped.location_to_offset((line, 0)).y - self.scroll_offset.y
        bottom = top + len(wrapped.get_offsets(line)) + 1
        return range(max(0, top), max(0, min(bottom, self.size.height)))

    def _update_height(self) -> None:
        """Update the virtual height.

        Assigning it, as the base class does, would lay out the whole screen again, and nothing else
        depends on that height.
        """
        height = self.wrapped_document.height
        if height > self.size.height:
            height += self._scroll_margin  # leaves rows to go on in when writing at the end
        self.set_reactive(Viewport.virtual_size, Size(0, height))

    @property
    def _scroll_margin(self) -> int:
        """How many rows to scroll at once when the caret leaves the view.

        Each scroll sends all rows in view over the connection again.
        """
        return self.size.height // 4

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Scroll to the caret, also in a row that is not laid out yet."""
        self._update_height()
        if center:
            return super().scroll_cursor_visible(center, animate)
        row = cell_in_text(self, self.selection.end).y
        top, height = self.scroll_offset.y, self.size.height
        if top <= row < top + height:
            self._recompute_cursor_offset()  # type: ignore[no-untyped-call]
            return Offset(0, 0)
        goal = row - self._scroll_margin if row < top else row - height + 1 + self._scroll_margin
        goal = round(self.validate_scroll_y(goal))
        self.scroll_to(y=goal, animate=False, force=True, immediate=True)
        return Offset(0, goal - top)

    def _rewrap_and_refresh_virtual_size(self) -> None:
        """Wrap again for another width, and repaint: the base class leaves that to a layout."""
        super()._rewrap_and_refresh_virtual_size()
        self.refresh()

    def _refresh_size(self) -> None:
        self._update_height()
        self.scroll_y = self.validate_scroll_y(self.scroll_y)
        if self.row_layout != self._reported:  # most edits leave all rows where they are
            self._report_view()

    def _report_view(self) -> None:
        self._reported = self.row_layout
        self._view_changed()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Report that other rows are in view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._report_view()
