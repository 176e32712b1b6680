"""How far a long text is scrolled: a good deal at once, and never for more than itself."""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Offset, Size

from .cursor import CaretArea, cell_in_text


def _nothing() -> None:
    """Nobody wants to know."""


class Viewport(CaretArea):
    """An area of text that can be higher than its room."""

    _viewed: Callable[[], None] = staticmethod(_nothing)
    """Called when other rows may be in view, or the rows changed."""

    @property
    def hidden(self) -> tuple[int, int]:
        """How many rows are out of view, above and below."""
        above = self.scroll_offset.y
        return above, max(0, self.wrapped_document.height - above - self.size.height)

    def _update_height(self) -> None:
        """Take in how high the text is now.

        By an assignment, as the base has it, the whole screen would be laid out again: nothing
        else in it depends on that height.
        """
        height = self.wrapped_document.height
        if height > self.size.height:
            height += self._scroll_margin  # who writes at the end has rows to go on in
        self.set_reactive(Viewport.virtual_size, Size(0, height))

    @property
    def _scroll_margin(self) -> int:
        """How many rows further is scrolled where the caret goes out of view.

        A row at a time, all that is in view would go over the line again for every row.
        """
        return self.size.height // 4

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Have the caret in view, also in a row that was not there before."""
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
        """Wrap it all for another width, and paint it again: the base leaves that to a layout."""
        super()._rewrap_and_refresh_virtual_size()
        self.refresh()

    def _refresh_size(self) -> None:
        self._update_height()
        self.scroll_y = self.validate_scroll_y(self.scroll_y)
        self._viewed()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that other rows are in view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._viewed()
