"""The roles in the lines of the notes, with the fences that are open above each.

Whether a fence is open is looked up for the whole text, and again only after an edit of a line that
may begin or end one, or that adds or removes lines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ...data.text.line_markup import fence_after, is_fence
from ..drawing.desk.markdown_line import Span, spans


class MarkdownStyles:
    """The roles of the lines of one text."""

    def __init__(self) -> None:
        self._rows: list[int] = []
        """The lines that may begin or end a fence, in order."""
        self._after: list[str] = []
        """The fence that is open after each of these."""
        self._looked_at = "", ""
        """The line that was looked at last, as its rows are drawn after each other, and the fence
        that is open before it."""
        self._spans: list[Span] = []
        """The roles in that line."""

    def read(self, lines: Sequence[str]) -> None:
        """Look for the fences of a text."""
        rows = [row for row, line in enumerate(lines) if is_fence(line)]
        self._rows, self._after, fence = rows, [], ""
        for row in rows:
            fence = fence_after(lines[row], fence)
            self._after.append(fence)

    def fence_before(self, row: int) -> str:
        """Return the fence that is open before a line (from 0); "" for none."""
        above = bisect_right(self._rows, row - 1)
        return self._after[above - 1] if above else ""

    def has_fence(self, first: int, last: int) -> bool:
        """Return whether one of these lines begins or ended a fence when they were read."""
        return bisect_right(self._rows, last) > bisect_right(self._rows, first - 1)

    def spans(self, row: int, line: str, columns: tuple[int, int]) -> list[Span]:
        """Return the roles in a line (from 0) that reach between these columns."""
        known = line, self.fence_before(row)
        if known != self._looked_at:
            self._looked_at, self._spans = known, spans(*known)
        start, end = columns
        first = bisect_right(self._spans, start, key=lambda span: span.end)
        last = bisect_left(self._spans, end, key=lambda span: span.start)
        return self._spans[first:last]
