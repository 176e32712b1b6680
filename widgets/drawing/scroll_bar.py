"""A vertical scroll bar: the part in view on a line."""

from __future__ import annotations

from .roles import Role

PART_IN_VIEW = "█"
TRACK = "│"


def scroll_bar(rows: int, total: int, in_view: int, first: float) -> list[tuple[str, Role]]:
    """Return the sign and its role of each row of a bar of `rows` rows.

    `in_view` of `total` lines are in view, from line `first` (from 0). The part in view takes at
    least a row, touches an end of the bar only if that end of the text is in view, and is not drawn
    if all of it is.
    """
    if not 0 < in_view < total or rows < 1:
        return [(TRACK, Role.RULE)] * rows
    length = min(rows, max(1, round(rows * in_view / total)))
    room, hidden = rows - length, total - in_view
    start = round(room * min(first, hidden) / hidden)
    if room > 1 and 0 < first < hidden:
        start = min(max(start, 1), room - 1)
    signs = [(TRACK, Role.RULE)] * rows
    signs[start : start + length] = [(PART_IN_VIEW, Role.RULE)] * length
    return signs
