"""The desk as it is at first: in the checklist, with every list at its top.

The panes show the same, each through its widget; what they show is in `desk/` and `beside/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import NamedTuple

from ....data.ids import PartnerId, RowId
from ....data.model.conversation import Conversation
from ....data.model.notes import Notes
from ..beside.agreements_content import agreements_heights
from ..box import Box
from ..desk.agreement_rows import agreement_rows
from ..desk.agreements_title import agreements_title
from ..desk.checklist_content import (
    checklist_rows,
    checklist_title,
    detail_height,
    own_items,
)
from ..desk.desk_geometry import desk_geometry
from ..desk.detail import Detail, detail_of, item_detail
from ..desk.gutter import WIDTH, gutter
from ..desk.notes_content import note_rows, notes_title
from ..footer_line import FooterParts, footer_line
from ..header_line import HeaderParts, header_line
from ..roles import Role
from ..title_rule import hidden_counts
from ..wall import WallRule, wall_lines
from .placed_lines import ListPicture, PlacedLine, ruled, stacked

_FIRST_ROWS = 2
"""The lines of the notes that have to be in view: the caret is on the second."""


class DeskParts(NamedTuple):
    """What the desk shows."""

    header: HeaderParts
    footer: FooterParts
    conversation: Conversation
    seen: Conversation
    """The conversation without what the other does not show yet; of it the checklist is drawn."""
    notes: Notes
    private: Mapping[RowId, str]
    """The reader's answers for themselves."""
    instead: str
    """What is shown instead of these; "" to show them."""
    me: PartnerId | None
    today: date
    chosen_width: int
    """The columns chosen for the checklist; 0 for those of the design."""
    no_items: str
    no_agreements: str
    """What a list without rows says."""


def desk_picture(parts: DeskParts, columns: int, rows: int) -> list[PlacedLine] | None:
    """Return the lines of the desk on a screen of this size.

    None if a list or the notes would not be at their top, because the screen is too low.
    """
    geometry = desk_geometry(columns, rows - 2, checklist=parts.chosen_width)
    drawn: list[PlacedLine] = []
    drawings = (
        (geometry.checklist, _checklist),
        (geometry.notes, _notes),
        (geometry.agreements, _agreements),
    )
    for box, draw in drawings:
        if box is not None:
            pane = draw(parts, _below_header(box))
            if pane is None:
                return None
            drawn += pane
    rules = [
        WallRule(line.x, line.y, line.width, is_heavy=line.y == 1 and line.x == 0)
        for line in drawn
        if line.is_rule
    ]
    for box in (geometry.left_wall, geometry.right_wall):
        if box is not None and geometry.checklist is not None:
            wall, lit = _below_header(box), _below_header(geometry.checklist)
            touches = lit.x - 1 <= wall.x <= lit.right
            lines = wall_lines(
                wall.x,
                range(wall.y, wall.bottom),
                rules,
                lambda row, lit=lit, touches=touches: touches and lit.y <= row < lit.bottom,  # type: ignore[misc]
            )
            drawn += stacked(wall, lines)
    return [
        PlacedLine(0, 0, columns, header_line(parts.header, columns)),
        *drawn,
        PlacedLine(0, rows - 1, columns, footer_line(parts.footer, columns)),
    ]


def _below_header(box: Box) -> Box:
    return box._replace(y=box.y + 1)


def _checklist(parts: DeskParts, box: Box) -> list[PlacedLine] | None:
    items = own_items(parts.seen.checklist, parts.me)
    rows = checklist_rows(items, parts.seen, parts.private, parts.me)
    listed = ListPicture(rows, parts.no_items, has_focus=True)
    below = detail_height(box.height, len(rows))
    drawn = listed.placed(box.rows(1, box.height - 1 - below))
    if drawn is None:
        return None
    lines, hidden = drawn
    title = checklist_title(items, parts.seen)
    detail = Detail()
    if listed.key is not None and (item := parts.seen.item(RowId(listed.key))) is not None:
        detail = item_detail(item, parts.seen, parts.private, parts.me, parts.instead)
    return [
        ruled(box, title, hidden=hidden, focused=True),
        *lines,
        *_detail(detail, box.rows(box.height - below, below)),
    ]


def _detail(detail: Detail, box: Box) -> Iterator[PlacedLine]:
    """Yield the lines of a detail, with a blank at either side."""
    if box.height <= 0:
        return
    yield ruled(box, detail.title)
    lines = detail.lines(box.width - 1, box.height - 1) if box.width > 1 else []
    yield from stacked(box.rows(1, box.height - 1), [((" ", Role.PLAIN), *line) for line in lines])


def _notes(parts: DeskParts, box: Box) -> list[PlacedLine] | None:
    width = box.width - WIDTH
    rows = list(note_rows(parts.notes, parts.conversation, parts.me, width - 1))
    body = box.rows(1, box.height - 1)
    if sum(row.number < _FIRST_ROWS for row in islice(rows, body.height + 1)) > body.height:
        return None
    text = body._replace(x=box.x + WIDTH, width=width)
    title = notes_title(parts.notes.line_counts, parts.conversation, parts.me)
    hidden = hidden_counts(0, max(0, len(rows) - body.height))
    authors = [row.author for row in rows[: body.height]]
    authors += [None] * (body.height - len(authors))
    return [
        ruled(box, title, hidden=hidden),
        *stacked(body._replace(width=WIDTH), gutter(authors)),
        *stacked(text, [row.line for row in rows]),
    ]


def _agreements(parts: DeskParts, box: Box) -> list[PlacedLine] | None:
    rows = agreement_rows(parts.conversation, parts.today)
    heights = agreements_heights(parts.conversation, parts.today, rows, box.width, box.height)
    below = [part for part in (heights.timeline, heights.people) if part is not None]
    rest = box.height - 1 - heights.detail - sum(part.height for part in below)
    listed = ListPicture(rows, parts.no_agreements)
    drawn = listed.placed(box.rows(1, rest))
    if drawn is None:
        return None
    lines, hidden = drawn
    title = agreements_title(parts.conversation, rows)
    detail = detail_of(listed.key, parts.conversation, parts.today, box.width - 2)
    placed = [
        ruled(box, title, hidden=hidden),
        *lines,
        *_detail(detail, box.rows(1 + rest, heights.detail)),
    ]
    top = 1 + rest + heights.detail
    for part in below:
        place = box.rows(top, part.height)
        read = ListPicture(part.rows, has_cursor=False).placed(place.rows(1, part.height - 1))
        if read is not None:
            placed += [ruled(place, part.title, hidden=read[1]), *read[0]]
        top += part.height
    return placed
