"""Where the columns of the table stand, by its width.

At 80 columns the grid is exact; up to 120 the columns move apart, and below 80 the least important
ones go.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from rich.cells import cell_len

from ...language import tr
from ..roles import Role
from ..wrapping import Line, Piece, fit, line_width

NARROW = 60
"""Below this many columns of the screen a conversation takes two lines."""


class Column(StrEnum):
    """A column of the table."""

    WHO = "who"
    TALK = "talk"
    WHEN = "when"
    PREPARED = "prepared"
    DONE = "done"
    OPEN = "open"
    LATE = "late"
    APPROVED = "approved"
    NEXT = "next"


WIDTHS: Mapping[Column, int] = {
    Column.WHO: 16,
    Column.TALK: 9,
    Column.WHEN: 11,
    Column.PREPARED: 4,
    Column.DONE: 6,
    Column.OPEN: 4,
    Column.LATE: 4,
    Column.APPROVED: 9,
    Column.NEXT: 9,
}
"""The cells of each column. One blank stands before each but `DONE`, whose figures end right."""

_RIGHT = (Column.DONE, Column.OPEN, Column.LATE)
_GAPS: Mapping[Column, int] = {Column.WHO: 0, Column.DONE: 0}
_SPREAD: Mapping[Column, int] = {
    Column.TALK: 6,
    Column.WHEN: 9,
    Column.PREPARED: 14,
    Column.DONE: 18,
    Column.OPEN: 21,
    Column.LATE: 24,
    Column.APPROVED: 29,
    Column.NEXT: 33,
}
"""By how many cells each column moves right while the table grows by `_SPREAD_OVER`."""
_SPREAD_OVER = 40
_MOST_SPREAD = 80
_DROPPED = (Column.APPROVED, Column.OPEN, Column.PREPARED)
"""The columns that go where there is no room, the first one first."""

Places = Mapping[Column, tuple[int, int]]
"""The first cell of each column that is shown, and its width."""


@lru_cache(64)
def places(width: int) -> Places:
    """Return where the columns stand in so many cells, without that of the cursor."""
    shown = list(Column)
    for column in _DROPPED:
        if _needed(shown) <= width:
            break
        shown.remove(column)
    extra = width - _needed(shown)
    spread = min(extra, _MOST_SPREAD) if len(shown) == len(Column) else 0
    found: dict[Column, tuple[int, int]] = {}
    x = 0
    for column in shown:
        x += _GAPS.get(column, 1)
        found[column] = x + _SPREAD.get(column, 0) * max(0, spread) // _SPREAD_OVER, WIDTHS[column]
        x += WIDTHS[column]
    if spread <= 0:  # all that is left, or lacks, is that of the name
        return {
            column: (start + extra, cells) if column is not Column.WHO else (0, cells + extra)
            for column, (start, cells) in found.items()
        }
    return {
        column: (start, cells + _more(column, found) if column in _STRETCHED else cells)
        for column, (start, cells) in found.items()
    }


_STRETCHED = (Column.WHO, Column.TALK, Column.WHEN)
"""The columns whose words use the room that they get."""


def _more(column: Column, found: Places) -> int:
    """Return the cells between a column and the next one, less one blank."""
    order = list(found)
    after = found[order[order.index(column) + 1]][0]
    start, cells = found[column]
    return after - 1 - start - cells


def _needed(columns: Sequence[Column]) -> int:
    return sum(WIDTHS[column] + _GAPS.get(column, 1) for column in columns)


def in_places(cells: Mapping[Column, Sequence[Piece]], width: int) -> Line:
    """Return a row of the table: each cell at its place, figures at their right end."""
    line: list[Piece] = []
    x = 0
    for column, (start, room) in places(width).items():
        pieces = [piece for piece in cells.get(column, ()) if piece[0]]
        taken = line_width(tuple(pieces))
        if not taken:
            continue
        begins = start + (max(0, room - taken) if column in _RIGHT else 0)
        if taken > room:
            text, role = pieces[0]
            pieces = [(fit(text, room), role)]
            taken = line_width(tuple(pieces))
        if begins > x:
            line.append((" " * (begins - x), Role.PLAIN))
        line += pieces
        x = max(x, begins) + taken
    return tuple(line)


def heads(width: int) -> Line:
    """Return the line above the table: the name of each column; nothing on a narrow screen."""
    if width + 1 < NARROW:
        return ()
    words = {column: [(tr(f"notebook.column.{column}"), Role.DIM)] for column in Column}
    return ((" ", Role.PLAIN), *in_places(words, width))


def fits(column: Column, text: str, width: int) -> bool:
    """Return whether a text has room in a column that is shown."""
    place = places(width).get(column)
    return place is not None and cell_len(text) <= place[1]
