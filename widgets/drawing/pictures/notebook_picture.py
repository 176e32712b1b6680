"""The notebook as it is at first: at its top, with the cursor on the first conversation.

The screen shows the same through its widgets; what they show is in `notebook/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ....data.notebook.agenda.agenda import Agenda
from ....data.notebook.agenda.board import Board
from ..box import Box
from ..footer_line import FooterParts, footer_line
from ..header_line import HeaderParts, header_line
from ..list_row import ListRow, height_of
from ..notebook.below import Part, empty_title, pane_title, selected_part, year_part
from ..notebook.columns import heads
from ..notebook.first_steps import FirstSteps
from ..notebook.geometry import notebook_geometry
from ..notebook.rows import notebook_rows
from ..notebook.year import year_of
from ..title_rule import Title, hidden_counts
from .placed_lines import ListPicture, PlacedLine, ruled, stacked


class NotebookParts(NamedTuple):
    """What the notebook shows."""

    header: HeaderParts
    footer: FooterParts
    board: Board
    agenda: Agenda
    """All of the board."""
    today: date
    keys: Mapping[str, str]
    """The first keys of the bindings that texts of the screen name."""
    fold_key: str


def notebook_picture(parts: NotebookParts, columns: int, rows: int) -> list[PlacedLine] | None:
    """Return the lines of the notebook on a screen of this size.

    None if the list would not be at its top, because the screen is too low.
    """
    body = Box(0, 1, columns, rows - 2)
    drawn = _body(parts, body) if parts.board.summaries else _empty(parts, body)
    if drawn is None:
        return None
    return [
        PlacedLine(0, 0, columns, header_line(parts.header, columns)),
        *drawn,
        PlacedLine(0, rows - 1, columns, footer_line(parts.footer, columns)),
    ]


def _empty(parts: NotebookParts, box: Box) -> list[PlacedLine] | None:
    steps = FirstSteps("", "", selectable=False, keys=parts.keys, rows=box.height - 1)
    return _table(empty_title(), [steps], box, box.rows(1, box.height - 1))


def _body(parts: NotebookParts, box: Box) -> list[PlacedLine] | None:
    width = box.width
    head = heads(width - 1) if parts.agenda.talks else ()
    rows = list(notebook_rows(parts.agenda, parts.today, folded=True, key=parts.fold_key))
    room = box.height + 2 + (not head)  # as on a screen with header, footer and names of columns
    geometry = notebook_geometry(width, room, height_of(rows, width - 1), parts.agenda.people)
    top = 1 + bool(head)
    title = pane_title(len(parts.board.summaries))
    drawn = _table(title, rows, box, box.rows(top, geometry.table))
    if drawn is None:
        return None
    drawn += stacked(box.rows(1, bool(head)), [head])
    key = ListPicture(rows).key
    talk = next((talk for talk in parts.agenda.talks if talk.summary.slug == key), None)
    top += geometry.table
    if geometry.year:
        year = year_of(parts.agenda, parts.today)
        part, _ = year_part(year, talk, 0, geometry.year, parts.today, width)
        drawn += _part(part, box.rows(top, geometry.year))
        top += geometry.year
    if geometry.detail:
        agreements = parts.board.open_in(talk.summary.slug) if talk else ()
        height = geometry.detail
        part = selected_part(talk, agreements, parts.keys, parts.today, width, height)
        drawn += _part(part, box.rows(top, height))
    return drawn


def _table(title: Title, rows: list[ListRow], box: Box, table: Box) -> list[PlacedLine] | None:
    placed = ListPicture(rows, has_focus=True).placed(table)
    if placed is None:
        return None
    lines, hidden = placed
    return [ruled(box, title, hidden=hidden, focused=True), *lines]


def _part(part: Part, box: Box) -> list[PlacedLine]:
    hidden = hidden_counts(0, part.hidden)
    return [
        ruled(box, part.title, hidden=hidden),
        *stacked(box.rows(1, box.height - 1), part.lines),
    ]
