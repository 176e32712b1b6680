"""A lean list: rows that wrap over several lines, a cursor, and no more painting than needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ..data.text import clean_line
from .lines import STYLES, paint
from .wrapping import Line, Piece, flow, line_text

CURSOR = ">"
"""What stands before the row with the cursor, so that no colour has to tell it."""


_ENDLESS = 10_000
"""A width at which no row wraps."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a mark that keeps its own column, a text that wraps beside it, and a tail.

    A row that is not selectable is a heading: the cursor passes over it.
    """

    key: str
    text: str
    mark: str = ""
    tail: tuple[Piece, ...] = ()
    style: str = ""
    selectable: bool = True

    def lines(self, width: int) -> list[Line]:
        """The row in lines of at most `width` cells."""
        indent = cell_len(self.mark)
        pieces = [(self.text, self.style), *self.tail]
        lines = flow([(clean_line(text), style) for text, style in pieces], width - indent)
        if not self.mark:
            return lines
        blanks = (" " * indent, "")
        return [
            ((self.mark, ""), *line) if number == 0 else (blanks, *line)
            for number, line in enumerate(lines)
        ]


@dataclass(frozen=True, slots=True)
class _Painted:
    """A line of the list: `lead` is the cursor's column, `lit` belongs to the cursor's row."""

    line: Line
    row: int = field(default=-1, compare=False)
    lit: bool = False
    lead: str = " "


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """The list. Its owner gives it rows with `update_rows`; the cursor stays on its row's key."""

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

    class Highlighted(Message):
        """The cursor came to the row with this key; None where no row can have it."""

        def __init__(self, row_list: RowList, key: str | None) -> None:
            super().__init__()
            self.row_list = row_list
            self.key = key

        @property
        def control(self) -> RowList:
            """The list that tells it."""
            return self.row_list

    class Viewed(Message):
        """Other lines than before are in view: the list scrolled, grew or shrank."""

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002
        """`empty` stands in the list while it has no rows."""
        super().__init__(id=id)
        self._empty = empty
        self._rows: tuple[Row, ...] = ()
        self._cursor: int | None = None
        self._width = 0
        self._laid: list[list[Line]] = []
        self._painted: list[_Painted] = []
        self._tops: list[int] = []

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as they stand."""
        return self._rows

    @property
    def key(self) -> str | None:
        """The key of the row with the cursor; None where there is none."""
        return None if self._cursor is None else self._rows[self._cursor].key

    @property
    def hidden(self) -> tuple[int, int]:
        """How many lines are out of view, above and below."""
        above = self.scroll_offset.y
        return above, max(0, len(self._painted) - above - self.size.height)

    def update_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows. The cursor stays on its key, or goes to the nearest one left."""
        key, top = self.key, self._top()
        cursor = self._cursor_in(rows)
        self._rows, self._cursor = tuple(rows), cursor
        self._lay_out()
        if cursor is not None and top is not None and self.size:
            # What the reader looks at stays where it is, also when rows come or go above it.
            moved = self._tops[cursor] - top
            if moved:
                self.scroll_to(y=self.scroll_offset.y + moved, animate=False, force=True)
        self._scroll_to_cursor()
        if self.key != key:
            self.post_message(self.Highlighted(self, self.key))

    def select(self, key: str) -> bool:
        """Put the cursor on the row with this key; False where there is none."""
        for index, row in enumerate(self._rows):
            if row.key == key and row.selectable:
                self._go(index)
                return True
        return False

    def find(self, words: str, forward: bool = True) -> bool:
        """Put the cursor on the next row with these words in it, round the end if need be."""
        wanted = words.casefold()
        order = list(range(len(self._rows)))
        start = 0 if self._cursor is None else self._cursor
        order = order[start + 1 :] + order[: start + 1]
        for index in order if forward else [*order[-2::-1], *order[-1:]]:
            text = " ".join(line_text(line) for line in self._rows[index].lines(_ENDLESS))
            if self._rows[index].selectable and wanted in text.casefold():
                self._go(index)
                return True
        return False

    def action_cursor_down(self) -> None:
        """To the next row."""
        self._step(1)

    def action_cursor_up(self) -> None:
        """To the previous row."""
        self._step(-1)

    def action_page_down(self) -> None:
        """A page further."""
        self._page(1)

    def action_page_up(self) -> None:
        """A page back."""
        self._page(-1)

    def action_first(self) -> None:
        """To the first row."""
        self._go(next(self._selectable(), None))

    def action_last(self) -> None:
        """To the last row."""
        rows = list(self._selectable())
        self._go(rows[-1] if rows else None)

    def render_line(self, y: int) -> Strip:
        """One line, for the compositor."""
        base, width = self.rich_style, self.size.width
        index = y + self.scroll_offset.y
        if index >= len(self._painted):
            return Strip.blank(width, base)
        painted = self._painted[index]
        over: Style | None = None
        lead = (painted.lead, "")
        if painted.lit and self.has_focus:
            over = STYLES["reverse"]
        elif painted.lit:
            lead = (painted.lead, "dim")
        return paint((lead, *painted.line), width, base, over)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that other lines are in view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Viewed())

    def on_resize(self) -> None:
        """Wrap the rows again where the width is another."""
        if self.size.width != self._width:
            self._lay_out()
        self._scroll_to_cursor()
        self.post_message(self.Viewed())

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there; nothing needs it."""
        index = event.y + self.scroll_offset.y
        if index < len(self._painted):
            row = self._painted[index].row
            if row >= 0 and self._rows[row].selectable:
                self._go(row)

    # Moving the cursor

    def _selectable(self) -> Iterator[int]:
        return (index for index, row in enumerate(self._rows) if row.selectable)

    def _step(self, step: int) -> None:
        if self._cursor is None:
            return
        rest = range(self._cursor + 1, len(self._rows))
        order = rest if step > 0 else reversed(range(self._cursor))
        self._go(next((index for index in order if self._rows[index].selectable), self._cursor))

    def _page(self, direction: int) -> None:
        if self._cursor is None:
            return
        goal = self._tops[self._cursor] + direction * max(1, self.size.height - 1)
        rows = list(self._selectable())
        if direction > 0:
            beyond = [index for index in rows if self._tops[index] > goal]
            index = rows[rows.index(beyond[0]) - 1] if beyond else rows[-1]
            self._go(max(index, self._next(rows, 1)))
        else:
            before = [index for index in rows if self._tops[index] >= goal]
            self._go(min(before[0], self._next(rows, -1)))

    def _next(self, rows: list[int], step: int) -> int:
        """The neighbour of the cursor among `rows`: a page is never less than that."""
        place = rows.index(self._cursor if self._cursor is not None else rows[0]) + step
        return rows[max(0, min(place, len(rows) - 1))]

    def _go(self, index: int | None) -> None:
        if index is not None and index != self._cursor:
            self._cursor = index
            self._repaint(self._paint_all())
            self.post_message(self.Highlighted(self, self.key))
        self._scroll_to_cursor()

    def _cursor_in(self, rows: Sequence[Row]) -> int | None:
        """Where the cursor goes in new rows: same key, else what followed, else what preceded."""
        places = {row.key: index for index, row in enumerate(rows) if row.selectable}
        if self._cursor is not None:
            old = self._rows
            nearest = [*old[self._cursor :], *reversed(old[: self._cursor])]
            for row in nearest:
                if row.key in places:
                    return places[row.key]
        return min(places.values(), default=None)

    # Lines, painting, scrolling

    def _top(self) -> int | None:
        return None if self._cursor is None or not self._tops else self._tops[self._cursor]

    def _lay_out(self) -> None:
        self._width = self.size.width
        self._laid = [row.lines(max(1, self._width - 1)) for row in self._rows]
        count = len(self._painted)
        painted = self._paint_all()
        if len(painted) != count:
            self._painted = painted
            self.virtual_size = Size(self._width, len(painted))
            self.refresh()
            self.post_message(self.Viewed())
        else:
            self._repaint(painted)

    def _paint_all(self) -> list[_Painted]:
        painted: list[_Painted] = []
        self._tops = []
        if not self._rows and self._empty:
            hint = flow([(self._empty, "dim")], self._width - 1)
            return [_Painted(line) for line in hint]
        for index, lines in enumerate(self._laid):
            self._tops.append(len(painted))
            lit = index == self._cursor
            for number, line in enumerate(lines):
                lead = CURSOR if lit and number == 0 else " "
                painted.append(_Painted(line, index, lit, lead))
        return painted

    def _repaint(self, painted: list[_Painted]) -> None:
        before, self._painted = self._painted, painted
        changed = [
            y for y, (old, new) in enumerate(zip(before, painted, strict=True)) if old != new
        ]
        # Runs of neighbouring lines go together.
        for _, run in groupby(enumerate(changed), key=lambda pair: pair[1] - pair[0]):
            lines = [y for _, y in run]
            self.refresh_lines(lines[0], len(lines))

    def _scroll_to_cursor(self) -> None:
        if self._cursor is None or not self.size.height:
            return
        height = self.size.height
        top = self._tops[self._cursor]
        rows = iter(self._tops[self._cursor + 1 :])
        bottom = next(rows, len(self._painted))
        first = self._cursor
        while first > 0 and not self._rows[first - 1].selectable:
            first -= 1
        if bottom - self._tops[first] <= height:
            top = self._tops[first]  # the heading above comes along where there is room
        y = self.scroll_offset.y
        if top < y or bottom - top > height:
            y = top
        elif bottom > y + height:
            y = bottom - height
        if y != self.scroll_offset.y:
            self.scroll_to(y=y, animate=False, force=True)
