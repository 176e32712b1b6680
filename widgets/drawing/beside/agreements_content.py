"""How the agreements pane shares its height: the list, the detail, and more in a large one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ....data.model.conversation import Conversation
from ..list_row import ListRow, height_of
from ..title_rule import Title

_DETAIL_FROM = 20
"""From this height on, in rows, the pane shows the detail of the selected agreement."""
_ALL_FROM, _ALL_ROWS = 60, 36
"""From this width on, with so many rows below the list, it has timeline and people too."""
_DETAIL_ROWS = 14
"""The rows that the detail has at least then."""


class PartBelow(NamedTuple):
    """A part below the detail, which is only read; `height` includes its title."""

    title: Title
    rows: Sequence[ListRow]
    height: int


class AgreementsHeights(NamedTuple):
    """The rows of the detail with its title, 0 for none; and the parts that there is room for."""

    detail: int = 0
    timeline: PartBelow | None = None
    people: PartBelow | None = None


def agreements_heights(
    conversation: Conversation, today: date, rows: Sequence[ListRow], width: int, height: int
) -> AgreementsHeights:
    """Return what stands below the list of these rows, in a pane of this size."""
    if height < _DETAIL_FROM or not rows:
        return AgreementsHeights()
    rest = height - 2 - len(rows)
    if rest > min(height // 2, _ALL_ROWS - 1):  # else longer rows make no difference
        rest = height - 2 - height_of(rows, width - 1)
    if width < _ALL_FROM or rest < _ALL_ROWS:
        return AgreementsHeights(max(height // 2, rest))
    from .overview_rows import people_rows, timeline_rows, to_read  # only large screens need them

    below = 0
    parts: list[PartBelow | None] = []
    for about in (
        timeline_rows(conversation, today),
        people_rows(conversation, today, abreast=True),
    ):
        title, read = to_read(about)
        lines = min(1 + height_of(read, width - 1), rest - _DETAIL_ROWS - below)
        shown = PartBelow(title, read, lines) if read and lines > 1 else None
        below += shown.height if shown else 0
        parts.append(shown)
    timeline, people = parts
    return AgreementsHeights(rest - below, timeline, people)
