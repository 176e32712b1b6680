"""Three-way merge of texts: what was edited from a base is brought into what that has become.

A change that both made counts once. Where one removed what the other changed, what was typed
stays, as in the document itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .splice import Splice
from .text_diff import diff_splices


class Hunk(NamedTuple):
    """The code points `start` to `end` of the base became `text`."""

    start: int
    end: int
    text: str


def merge_three_way(base: str, present: str, edited: str, by: str = "") -> list[Splice]:
    """Splices that bring into `present` what was changed from `base` to `edited`.

    They are by the author `by`, and apply one after the other; positions in code points.
    """
    if present == base:
        return diff_splices(base, edited, by)
    if present == edited:
        return []
    ours = _hunks(base, present)
    both = set(ours)
    splices: list[Splice] = []
    grown = 0  # by so many code points the result is longer than `present`, up to here
    for change in _hunks(base, edited):
        if change in both:
            continue
        spans = list(_remaining_spans(change, ours))
        if not spans:
            spans = [(_map_position(change.end, ours),) * 2]
        for number, (start, end) in enumerate(spans, 1):
            text = change.text if number == len(spans) else ""
            if text or start < end:
                splices.append(Splice(start + grown, end - start, text, by))
            grown += len(text) - (end - start)
    return splices


def additions(present: str, edited: str, by: str = "") -> list[Splice]:
    """Splices that bring what only `edited` has into `present`, of which nothing is removed.

    For a text whose base is not known. What replaces something comes behind that.
    """
    splices: list[Splice] = []
    grown = 0
    for change in _hunks(present, edited):
        if change.text:
            splices.append(Splice(change.end + grown, 0, change.text, by))
            grown += len(change.text)
    return splices


def _hunks(base: str, text: str) -> list[Hunk]:
    """The differences between two texts, in positions of the first, in order."""
    found = []
    grown = 0
    for splice in diff_splices(base, text):
        start = splice.start - grown
        found.append(Hunk(start, start + splice.deleted, splice.text))
        grown += len(splice.text) - splice.deleted
    return found


def _map_position(position: int, ours: Sequence[Hunk]) -> int:
    """Where a position of the base is now: after what was put there."""
    grown = 0
    for change in ours:
        if change.end <= position:
            grown += len(change.text) - (change.end - change.start)
        elif change.start < position:  # in a part that is gone
            return change.start + grown + len(change.text)
        else:
            break
    return position + grown


def _remaining_spans(change: Hunk, ours: Sequence[Hunk]) -> Iterator[tuple[int, int]]:
    """The parts of what a change removes that are still there, as spans of the present text."""
    place = change.start
    for other in ours:
        if other.end <= change.start or other.start >= change.end:
            continue
        if other.start > place:
            now = _map_position(place, ours)
            yield now, now + other.start - place
        place = max(place, other.end)
    if place < change.end:
        now = _map_position(place, ours)
        yield now, now + change.end - place
