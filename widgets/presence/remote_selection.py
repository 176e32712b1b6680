"""Lists and panes that mark the rows that others selected, with their initials.

The initials take two cells that exist anyway, the border of the pane and the cursor column, so that
nothing moves when somebody comes, leaves or selects another row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.geometry import Region
from textual.strip import Strip

from ..primitives.line_widget import paint
from ..primitives.list_row import CURSOR, PaintedLine
from ..primitives.pane import ListPane
from ..primitives.row_list import RowList
from .remote_carets import CARET_STYLES, caret_rules
from .selection_marks import RemoteSelection, SelectionMark, beside_cursor, selection_marks


@dataclass(frozen=True, slots=True)
class _MarkedLine(PaintedLine):
    """The first line of a row that others selected."""

    selection_mark: SelectionMark | None = None


class RemoteSelectionList(RowList):
    """A list with the right half of each mark; its pane draws the left half on the border."""

    DEFAULT_CSS = caret_rules("RemoteSelectionList")
    COMPONENT_CLASSES: ClassVar[set[str]] = {*CARET_STYLES}

    def __init__(self, *, empty: str = "", moved: Callable[[], None]) -> None:
        """Build the list; `moved` is called when `marks_in_view` may have changed."""
        super().__init__(empty=empty)
        self._moved = moved
        self._marks: Mapping[str, SelectionMark] = {}

    @property
    def marks_in_view(self) -> dict[int, SelectionMark]:
        """The marks, by row in view (from 0)."""
        if not self._marks:
            return {}
        top = self.scroll_offset.y
        seen = self._in_view().items()
        return {
            y - top: line.selection_mark
            for y, line in seen
            if isinstance(line, _MarkedLine) and line.selection_mark
        }

    def show_remote_selections(self, others: Iterable[RemoteSelection]) -> None:
        """Mark the rows that others selected, each at its first line."""
        before = self._in_view()
        self._marks = selection_marks(others)
        self._repaint_changed(before)
        self._moved()

    def draw_mark(self, cell: str, mark: SelectionMark) -> Strip:
        """Draw one cell of a mark, in the style of a remote caret."""
        style = self.get_component_rich_style(mark.component, partial=True)
        return paint(((cell, ""),), 1, self.rich_style + style)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Report that other rows are in view."""
        super().watch_scroll_y(old_value, new_value)
        self._moved()

    def on_resize(self) -> None:
        """Report that more or fewer rows are in view."""
        self._moved()

    def _lay_out(self, before: dict[int, PaintedLine]) -> None:
        super()._lay_out(before)
        self._moved()

    def _move_cursor_to(self, index: int | None) -> None:
        super()._move_cursor_to(index)
        self._moved()

    def _line(self, y: int) -> PaintedLine | None:
        painted = super()._line(y)
        if (
            not self._marks
            or painted is None
            or painted.row < 0
            or self._row_tops[painted.row] != y
        ):
            return painted
        mark, line = self._marks.get(self._rows[painted.row].key), painted.line
        if mark is None:
            return painted
        if painted.highlighted:
            mark, line = beside_cursor(mark, line, CURSOR)
        return _MarkedLine(line, painted.row, painted.highlighted, painted.lead, mark)

    def _paint(self, painted: PaintedLine, width: int) -> Strip:
        strip = super()._paint(painted, width)
        mark = painted.selection_mark if isinstance(painted, _MarkedLine) else None
        if mark is None or mark.lead == CURSOR:
            return strip
        return Strip.join([self.draw_mark(mark.lead, mark), strip.crop(1)])


class RemoteSelectionPane(ListPane):
    """A pane around a `RemoteSelectionList`, with the left halves of the marks on its border."""

    _list: RemoteSelectionList
    _edges: Mapping[int, SelectionMark]

    def _make_list(self, empty_hint: str) -> RemoteSelectionList:
        self._edges = {}
        return RemoteSelectionList(empty=empty_hint, moved=self._draw_edges)

    def show_remote_selections(self, others: Iterable[RemoteSelection]) -> None:
        """Mark the rows that others selected."""
        self._list.show_remote_selections(others)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of the pane itself, with marks on the border."""
        strips = super().render_lines(crop)
        if crop.x == 0:
            top = self._list.region.y - self.region.y - crop.y
            for y, mark in self._edges.items():
                if 0 <= top + y < len(strips) and mark.edge:
                    strips[top + y] = Strip.join([self._edge(mark), strips[top + y].crop(1)])
        return strips

    def _edge(self, mark: SelectionMark) -> Strip:
        strip = self._list.draw_mark(mark.edge, mark)
        # The strips of `super().render_lines` have been through these filters already.
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, self.background_colors[1])
        return strip

    def _draw_edges(self) -> None:
        """Repaint the marks on the border that changed."""
        before, self._edges = self._edges, self._list.marks_in_view
        top = self._list.region.y - self.content_region.y
        for y in before.keys() | self._edges.keys():
            if before.get(y) != self._edges.get(y):
                self.refresh(Region(-1, top + y, 1, 1))  # relative to the inside of the border
