"""Three-way merge of texts: apply to the present text the changes from a base to an edited text.

A change that is in both texts is applied once. Where one text removed a part that the other
changed, the changed text stays, as in the document itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..ids import NOBODY, PartnerId
from .splice import Splice
from .text_diff import diff_splices


class Hunk(NamedTuple):
    """The code points `start` to `end` of the base became `text`."""

    start: int
    end: int
    text: str


def merge_three_way(base: str, present: str, edited: str, by: PartnerId = NOBODY) -> list[Splice]:
    """Return splices that apply the changes from `base` to `edited` to `present`.

    Apply them in order; their author is `by`. Positions are in code points.
    """
    if present == base:
        return diff_splices(base, edited, by)
    if present == edited:
        return []
    ours = _hunks(base, present)
    already_made = set(ours)
    splices: list[Splice] = []
    growth = 0  # the length of the result minus that of `present`, up to here
    for change in _hunks(base, edited):
        if change in already_made:
            continue
        spans = list(_remaining_spans(change, ours))
        if not spans:
            spans = [(_map_position(change.end, ours),) * 2]
        for number, (start, end) in enumerate(spans, 1):
            text = change.text if number == len(spans) else ""
            if text or start < end:
                splices.append(Splice(start + growth, end - start, text, by))
            growth += len(text) - (end - start)
    return splices


def additions(present: str, edited: str, by: PartnerId = NOBODY) -> list[Splice]:
    """Return splices that insert into `present` the text that only `edited` has; delete nothing.

    For a text whose base is unknown. A replacement is inserted after the text that it replaces.
    """
    splices: list[Splice] = []
    growth = 0
    for change in _hunks(present, edited):
        if change.text:
            splices.append(Splice(change.end + growth, 0, change.text, by))
            growth += len(change.text)
    return splices


def _hunks(base: str, text: str) -> list[Hunk]:
    """Return the differences between two texts, in positions of the first, in order."""
    hunks = []
    growth = 0
    for splice in diff_splices(base, text):
        start = splice.start - growth
        hunks.append(Hunk(start, start + splice.deleted, splice.text))
        growth += len(splice.text) - splice.deleted
    return hunks


def _map_position(position: int, ours: Sequence[Hunk]) -> int:
    """Map a position of the base to the present text, after any text inserted there."""
    growth = 0
    for change in ours:
        if change.end <= position:
            growth += len(change.text) - (change.end - change.start)
        elif change.start < position:  # inside a removed part
            return change.start + growth + len(change.text)
        else:
            break
    return position + growth


def _remaining_spans(change: Hunk, ours: Sequence[Hunk]) -> Iterator[tuple[int, int]]:
    """Yield the parts of a change's removed span that still exist, as spans of the present text."""
    position = change.start
    for other in ours:
        if other.end <= change.start or other.start >= change.end:
            continue
        if other.start > position:
            start = _map_position(position, ours)
            yield start, start + other.start - position
        position = max(position, other.end)
    if position < change.end:
        start = _map_position(position, ours)
        yield start, start + change.end - position
