"""Bringing a passage of earlier notes back into the present ones."""

from __future__ import annotations

from collections.abc import Sequence

from ...text.text_diff import changed_line_blocks


def with_passage(present: Sequence[str], past: Sequence[str], number: int) -> list[str] | None:
    """Return the present lines with those of a passage of the past that are not among them.

    The passage is the run of lines without a blank one around line `number` (from 0) of the past.
    What is there now stays: a line that was changed since stands before its earlier form. None if
    nothing of the passage is missing.
    """
    first, last = _passage(past, number)
    lines = list(present)
    blocks = list(changed_line_blocks(past, present))
    for begin, end, _, behind in reversed(blocks):
        lines[behind:behind] = past[max(begin, first) : min(end, last)]
    return lines if len(lines) > len(present) else None


def _passage(lines: Sequence[str], number: int) -> tuple[int, int]:
    """Return the first line of a passage and the line after its last."""
    first = last = number
    while first > 0 and lines[first - 1].strip():
        first -= 1
    while last < len(lines) and lines[last].strip():
        last += 1
    return first, last
