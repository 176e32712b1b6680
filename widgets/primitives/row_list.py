"""A list of rows that wrap over several lines, with a cursor; it repaints changed lines only."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from textual import events
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ..drawing.list_row import ListRow, PaintedLine, changed_rows, height_of, list_lead
from ..drawing.roles import Role
from ..drawing.wrapping import Line, line_text, wrap_pieces
from .line_widget import paint
from .role_styles import styles_of

UNWRAPPED_WIDTH = 10_000
"""A width at which no row wraps."""
_DOUBLE = 2
"""The second click of a double click; a third one opens nothing more."""


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """The list. Set its rows with `update_rows`; the cursor stays on the key of its row."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    RowList {
        width: 1fr;
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size: 0 0;
    }
    """

    @dataclass
    class Highlighted(Message):
        """The cursor moved to the row with this key; None if no row is selectable."""

        key: str | None

    @dataclass
    class Opened(Message):
        """The row with this key was clicked twice."""

        key: str

    @dataclass
    class BoxClicked(Message):
        """The box of the row with this key, which has the cursor now, was clicked."""

        key: str

    class ViewChanged(Message):
        """Other lines are in view: the list scrolled, grew or shrank."""

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002
        """Make a list that shows `empty` while it has no rows."""
        super().__init__(id=id)
        self._empty = empty
        self._rows: tuple[ListRow, ...] = ()
        self._cursor: int | None = None
        self._width = 0
        self._line_count = 0
        self._hint: list[Line] = []
        self._line_cache: dict[int, list[Line]] = {}
        # The first line of each row, and the end of the list.
        self._row_tops: list[int] = [0]

    @property
    def rows(self) -> tuple[ListRow, ...]:
        """The rows."""
        return self._rows

    @property
    def key(self) -> str | None:
        """The key of the row with the cursor, None if there is none."""
        return None if self._cursor is None else self._rows[self._cursor].key

    def row_at(self, y: int, *, begins: bool = True) -> ListRow | None:
        """Return the row in line `y` of the view, None if none is; with `begins` its first line."""
        line = y + self.scroll_offset.y
        index = bisect_right(self._row_tops, line) - 1
        found = index < len(self._rows) and (not begins or self._row_tops[index] == line)
        return self._rows[index] if found else None

    @property
    def selected_cell(self) -> Offset | None:
        """The first cell of the row with the cursor, on the screen; None if it is out of view."""
        top = self._cursor_top()
        y = -1 if top is None else top - self.scroll_offset.y
        return self.region.offset + Offset(0, y) if 0 <= y < self.size.height else None

    @property
    def hidden(self) -> tuple[int, int]:
        """How many lines are out of view, above and below."""
        above = self.scroll_offset.y
        return above, max(0, self._line_count - above - self.size.height)

    def update_rows(self, rows: Sequence[ListRow]) -> None:
        """Show these rows. The cursor stays on its key, else moves to the nearest one left."""
        if self._replace_some(rows):
            return
        key, top = self.key, self._cursor_top()
        before = self._in_view()
        cursor = self._cursor_in(rows)
        self._rows, self._cursor = tuple(rows), cursor
        self._lay_out(before)
        # Keep the row with the cursor at its line of the screen, whatever is added above it.
        moved = 0 if cursor is None or top is None else self._row_tops[cursor] - top
        if moved and self.size:
            self.scroll_to(y=self.scroll_offset.y + moved, animate=False, force=True)
        self._scroll_to_cursor()
        if self.key != key:
            self.post_message(self.Highlighted(self.key))

    def _replace_some(self, rows: Sequence[ListRow]) -> bool:
        """Replace rows by others of the same keys and heights; return False if some differ."""
        if (changed := changed_rows(self._rows, rows)) is None or not self._width:
            return False
        heights = (height_of((rows[index],), max(1, self._room(index))) for index in changed)
        if any(now != len(self._lines_of(n)) for n, now in zip(changed, heights, strict=True)):
            return False
        before = self._in_view()
        self._rows = tuple(rows)
        for index in changed:
            self._line_cache.pop(index, None)
        self._repaint_changed(before)
        self._scroll_to_cursor()
        return True

    def set_empty_text(self, text: str) -> None:
        """Set the text that is shown while the list has no rows."""
        if text != self._empty:
            before = self._in_view()
            self._empty = text
            self._lay_out(before)

    def select(self, key: str) -> bool:
        """Move the cursor to the row with this key; return False if there is none."""
        for index, row in enumerate(self._rows):
            if row.key == key and row.selectable:
                self._move_cursor_to(index)
                return True
        return False

    def select_near(self, number: int) -> None:
        """Move the cursor to row `number` (from 0), the next selectable one, or the last.

        If it was out of view, a quarter of the view above it shows what it follows.
        """
        if not self.size:  # nothing is laid out yet
            self.call_after_refresh(self.select_near, number)
            return
        after = self._selectable(range(number, len(self._rows)))
        index = self._selectable(range(number, -1, -1)) if after is None else after
        if index is None:
            return
        top, height = self._row_tops[index], self.size.height
        was_seen = 0 <= top - self.scroll_offset.y < height
        self._move_cursor_to(index)
        if not was_seen:
            self.scroll_to(y=max(0, top - height // 4), animate=False, force=True)

    def find(self, words: str, forward: bool = True) -> bool:
        """Move the cursor to the next row that contains these words, and wrap around at the end."""
        wanted = words.casefold()
        order = list(range(len(self._rows)))
        start = 0 if self._cursor is None else self._cursor
        order = order[start + 1 :] + order[: start + 1]
        for index in order if forward else [*order[-2::-1], *order[-1:]]:
            text = " ".join(line_text(line) for line in self._rows[index].lines(UNWRAPPED_WIDTH))
            if self._rows[index].selectable and wanted in text.casefold():
                self._move_cursor_to(index)
                return True
        return False

    def action_cursor_down(self) -> None:
        """Move the cursor to the next row."""
        self._step(1)

    def action_cursor_up(self) -> None:
        """Move the cursor to the previous row."""
        self._step(-1)

    def action_page_down(self) -> None:
        """Move the cursor a page down."""
        self._page(1)

    def action_page_up(self) -> None:
        """Move the cursor a page up."""
        self._page(-1)

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self._move_cursor_to(self._selectable(range(len(self._rows))))

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self._move_cursor_to(self._selectable(reversed(range(len(self._rows)))))

    def render_line(self, y: int) -> Strip:
        """Draw one line of the view, for the compositor."""
        painted = self._line(y + self.scroll_offset.y) if self._width else None
        if painted is None:
            return Strip.blank(self.size.width, self.rich_style)
        return self._paint(painted, self.size.width)

    @property
    def shows_selection(self) -> bool:
        """Whether the whole row with the cursor is marked: while keys go to this list."""
        return self.has_focus

    def _paint(self, painted: PaintedLine, width: int) -> Strip:
        """Draw a line, by whether the list has the focus."""
        over = Role.SELECTION if painted.highlighted and self.shows_selection else None
        lead = (painted.lead, Role.CURSOR if painted.highlighted else Role.CHANGED)
        return paint((lead, *painted.line), width, styles_of(self), self.rich_style, over)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Post that other lines are in view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.ViewChanged())

    def on_resize(self) -> None:
        """Wrap the rows again if the width changed."""
        if self.size.width != self._width:
            self._lay_out(self._in_view())
        self._scroll_to_cursor()
        self.post_message(self.ViewChanged())

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row that was clicked; post that it is opened, or its box."""
        y = event.y + self.scroll_offset.y
        painted = self._line(y)
        if painted is None or painted.row < 0 or not self._rows[painted.row].selectable:
            return
        self._move_cursor_to(painted.row)
        row = self._rows[painted.row]
        x = event.x - (0 if row.full else 1)
        if y == self._row_tops[painted.row] and 0 <= x < row.box:
            self.post_message(self.BoxClicked(row.key))
        elif event.chain == _DOUBLE:
            self.post_message(self.Opened(row.key))

    # Moving the cursor

    def _selectable(self, indices: Iterable[int]) -> int | None:
        """Return the first of these rows that is selectable."""
        return next((index for index in indices if self._rows[index].selectable), None)

    def _neighbour(self, step: int) -> int | None:
        """Return the next selectable row, down (1) or up (-1)."""
        if self._cursor is None:
            return None
        end = len(self._rows) if step > 0 else -1
        return self._selectable(range(self._cursor + step, end, step))

    def _step(self, step: int) -> None:
        if self._cursor is not None:
            found = self._neighbour(step)
            self._move_cursor_to(self._cursor if found is None else found)

    def _page(self, direction: int) -> None:
        """Move by the height of the view less one line, but at least by one row."""
        if self._cursor is None or (near := self._neighbour(direction)) is None:
            self._scroll_to_cursor()
            return
        goal = self._row_tops[self._cursor] + direction * max(1, self.size.height - 1)
        if direction > 0:
            last = bisect_right(self._row_tops, goal, hi=len(self._rows)) - 1
            self._move_cursor_to(max(near, self._selectable(range(last, self._cursor, -1)) or near))
        else:
            first = bisect_left(self._row_tops, goal, hi=len(self._rows))
            far = self._selectable(range(first, self._cursor))
            self._move_cursor_to(near if far is None else min(near, far))

    def _move_cursor_to(self, index: int | None) -> None:
        if index is not None and index != self._cursor:
            left, self._cursor = self._cursor, index
            lines = {y for row in (left, index) if row is not None for y in self._lines_of(row)}
            self._repaint(sorted(lines))
            self.post_message(self.Highlighted(self.key))
        self._scroll_to_cursor()

    def _cursor_in(self, rows: Sequence[ListRow]) -> int | None:
        """Return the index of the cursor's key in new rows, else of the nearest remaining row."""
        indices = {row.key: index for index, row in enumerate(rows) if row.selectable}
        if self._cursor is not None:
            old = self._rows
            nearest = [*old[self._cursor :], *reversed(old[: self._cursor])]
            for row in nearest:
                if row.key in indices:
                    return indices[row.key]
        return min(indices.values(), default=None)

    # Lines, painting, scrolling

    def _cursor_top(self) -> int | None:
        return None if self._cursor is None else self._row_tops[self._cursor]

    def _lines_of(self, index: int) -> range:
        """Return the lines of a row, counted from the top of the list."""
        return range(self._row_tops[index], self._row_tops[index + 1])

    def _lay_out(self, before: dict[int, PaintedLine]) -> None:
        """Compute the first line of each row; a row is wrapped when it comes into view.

        `before` has the lines that were in view: only those that differ are repainted.
        """
        self._width = width = self.size.width
        self._line_cache = {}
        if not width:  # not laid out yet
            self._row_tops = list(range(len(self._rows) + 1))
            return
        self._row_tops = [0, *accumulate(map(self._height, range(len(self._rows))))]
        hint = not self._rows and self._empty
        self._hint = wrap_pieces([(self._empty, Role.DIM)], width - 1) if hint else []
        count = self._row_tops[-1] or len(self._hint)
        if count != self._line_count:
            self._line_count = count
            self.virtual_size = Size(width, count)
            self.refresh()
            self.post_message(self.ViewChanged())
        else:
            self._repaint_changed(before)

    def _height(self, index: int) -> int:
        known = self._rows[index].height(self._room(index))
        return len(self._row_lines(index)) if known is None else known

    def _room(self, index: int) -> int:
        """Return the cells that a row has for its text."""
        return self._width - (0 if self._rows[index].full else 1)

    def _row_lines(self, index: int) -> list[Line]:
        if index not in self._line_cache:
            self._line_cache[index] = self._rows[index].lines(max(1, self._room(index)))
        return self._line_cache[index]

    def _line(self, y: int) -> PaintedLine | None:
        """Return line `y` of the list, counted from its top; None below its end."""
        if y >= self._row_tops[-1]:
            return PaintedLine(self._hint[y]) if y < len(self._hint) else None
        index = bisect_right(self._row_tops, y) - 1
        number = y - self._row_tops[index]
        highlighted = index == self._cursor
        lead = list_lead(self._rows[index], number, highlighted=highlighted)
        return PaintedLine(self._row_lines(index)[number], index, highlighted, lead)

    def _in_view(self) -> dict[int, PaintedLine]:
        """Return the lines in view, by line of the list."""
        if not self._width:
            return {}
        first = self.scroll_offset.y
        seen = ((y, self._line(y)) for y in range(first, first + self.size.height))
        return {y: line for y, line in seen if line is not None}

    def _repaint_changed(self, before: Mapping[int, PaintedLine]) -> None:
        now = self._in_view()
        self._repaint([y for y, line in now.items() if before.get(y) != line])

    def _repaint(self, lines: Sequence[int]) -> None:
        # One refresh for each run of neighbouring lines.
        for _, run in groupby(enumerate(lines), key=lambda pair: pair[1] - pair[0]):
            together = [y for _, y in run]
            self.refresh_lines(together[0], len(together))

    def _scroll_to_cursor(self) -> None:
        if self._cursor is None or not self.size.height:
            return
        height = self.size.height
        top, bottom = self._row_tops[self._cursor], self._row_tops[self._cursor + 1]
        first = self._cursor
        while first > 0 and not self._rows[first - 1].selectable:
            first -= 1
        if bottom - self._row_tops[first] <= height:
            top = self._row_tops[first]  # show the heading above too if there is room
        if self._neighbour(1) is None:
            bottom = max(bottom, min(self._row_tops[-1], top + height))  # what is below the last
        y = self.scroll_offset.y
        if top < y or bottom - top > height:
            y = top
        elif bottom > y + height:
            y = bottom - height
        if y != self.scroll_offset.y:
            self.scroll_to(y=y, animate=False, force=True)
