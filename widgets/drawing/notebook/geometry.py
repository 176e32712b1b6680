"""How high the parts of the notebook screen are."""

from __future__ import annotations

from typing import NamedTuple

from ..desk.desk_geometry import WIDE

_HIGH = 30
"""From this many rows on, and from `WIDE` columns on, the year of the team has room."""
_LOW = 22
"""Below this many rows the list takes all, unless it leaves enough."""
_AROUND = 4
"""The rows of header, title, column heads and footer."""
_DETAIL, _MUCH = 5, 11
"""The fewest rows of the detail with its title, and those beyond which the year grows."""
_LEAST = 3
YEAR_AROUND = 2
"""The rows of the year beside those of people: its title and the months."""


class NotebookGeometry(NamedTuple):
    """Heights in rows; year and detail include their titles. 0 is not shown."""

    table: int
    year: int
    detail: int


def notebook_geometry(columns: int, rows: int, lines: int, people: int) -> NotebookGeometry:
    """Return the heights on a screen of this size, for a list of so many lines.

    The list gets what it needs, but leaves some rows for the detail on all but low screens.
    """
    body = max(1, rows - _AROUND)
    year = 0
    if columns >= WIDE and rows >= _HIGH and people:
        year = YEAR_AROUND + min(people, max(3, body // 4))
    rest = body - year
    table = max(1, min(lines, rest - (_DETAIL if rows >= _LOW else 0)))
    detail = rest - table
    if detail < _LEAST:
        return NotebookGeometry(rest, year, 0)
    if year:
        grown = min(max(0, detail - _MUCH), YEAR_AROUND + people - year)
        return NotebookGeometry(table, year + grown, detail - grown)
    return NotebookGeometry(table, 0, detail)
