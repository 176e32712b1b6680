"""Lists and panes that mark the rows that others selected.

The mark takes a cell that exists anyway, in the cursor column, so that nothing moves when somebody
comes, leaves or selects another row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.strip import Strip

from ...data.lazy_dataclass import dataclass
from ..drawing.list_row import PaintedLine
from ..drawing.marks import CURSOR
from ..primitives.line_widget import paint
from ..primitives.pane import ListPane
from ..primitives.role_styles import styles_of
from ..primitives.row_list import RowList
from .selection_marks import RemoteSelection, SelectionMark, beside_cursor, selection_marks


@dataclass(frozen=True, slots=True)
class _MarkedLine(PaintedLine):
    """The first line of a row that others selected."""

    selection_mark: SelectionMark | None = None


class RemoteSelectionList(RowList):
    """A list with the marks of others in the cursor column."""

    def __init__(self, *, empty: str = "") -> None:
        super().__init__(empty=empty)
        self._marks: Mapping[str, SelectionMark] = {}

    def show_remote_selections(self, others: Iterable[RemoteSelection]) -> None:
        """Mark the rows that others selected, each at its first line."""
        before = self._in_view()
        self._marks = selection_marks(others)
        self._repaint_changed(before)

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
            line = beside_cursor(line, CURSOR)
        return _MarkedLine(line, painted.row, painted.highlighted, painted.lead, mark)

    def _paint(self, painted: PaintedLine, width: int) -> Strip:
        strip = super()._paint(painted, width)
        mark = painted.selection_mark if isinstance(painted, _MarkedLine) else None
        if mark is None:
            return strip
        first = paint(((mark.cell, mark.role),), 1, styles_of(self), self.rich_style)
        return Strip.join([first, strip.crop(1)])


class RemoteSelectionPane(ListPane):
    """A pane around a `RemoteSelectionList`."""

    _list: RemoteSelectionList

    def _make_list(self, empty_hint: str) -> RemoteSelectionList:
        return RemoteSelectionList(empty=empty_hint)

    def show_remote_selections(self, others: Iterable[RemoteSelection]) -> None:
        """Mark the rows that others selected."""
        self._list.show_remote_selections(others)
