"""Text that moves within a row, when something is typed or deleted before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .style import DEFAULT_STYLE, Style, visible_on_blank

_MOST = 4
"""The most columns that text moves by."""
_SAMPLE = 4
"""The cells that tell whether the text moved."""


class Shift(NamedTuple):
    """Cells from a column on that move to the right, or to the left if `by` is negative."""

    column: int
    by: int

    @property
    def sequence(self) -> str:
        """The sequence that moves them, with the cursor in the column (ICH and DCH)."""
        number = "" if abs(self.by) == 1 else abs(self.by)
        return f"\x1b[{number}{'@' if self.by > 0 else 'P'}"

    def applied(
        self, characters: Sequence[str], styles: Sequence[Style]
    ) -> tuple[list[str], list[Style]]:
        """Return a row after it; what becomes free is blank."""
        at, by = self.column, self.by
        if by > 0:
            return (
                [*characters[:at], *[" "] * by, *characters[at : len(characters) - by]],
                [*styles[:at], *[DEFAULT_STYLE] * by, *styles[at : len(styles) - by]],
            )
        return (
            [*characters[:at], *characters[at - by :], *[" "] * -by],
            [*styles[:at], *styles[at - by :], *[DEFAULT_STYLE] * -by],
        )


def find_shift(
    before: Sequence[str], styles: Sequence[Style], after: Sequence[str], column: int
) -> Shift | None:
    """Return how a row of single cells moves from its first changed column on; None if not so.

    Nothing is moved out at the right edge: a terminal may be wider than it says.
    """
    width = len(after)
    if column + _SAMPLE + 1 >= width:
        return None
    for by in range(1, _MOST + 1):
        sample = slice(column, column + _SAMPLE)
        moved = slice(column + by, column + by + _SAMPLE)
        if before[moved] == after[sample]:
            return Shift(column, -by)
        if before[sample] == after[moved] and all(
            before[x] == " " and visible_on_blank(styles[x]) is DEFAULT_STYLE
            for x in range(width - by, width)
        ):
            return Shift(column, by)
    return None
