"""Remote carets in the notes: their positions, how they move, and how they are drawn.

A position is in code points; each splice moves it, until its owner sends another. No caret blinks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.style import Style
from rich.text import Span, Text

from ...data.model.changes import shift
from ...data.text.graphemes import next_boundary
from ...data.text.splice import Splice
from ..drawing.roles import CARETS, Role


def caret_role(person: int) -> Role:
    """Return the role of what is drawn for the person with this index, any integer."""
    return CARETS[person % len(CARETS)]


class RemoteCaret(NamedTuple):
    """The caret of another person."""

    initials: str
    position: int
    """In code points, from 0 to the length of the notes."""
    person_index: int = 0
    """Any integer, different for each person."""

    @property
    def role(self) -> Role:
        """The role of the caret."""
        return caret_role(self.person_index)


def moved_carets(
    carets: Iterable[RemoteCaret], splices: Sequence[Splice]
) -> tuple[RemoteCaret, ...]:
    """Return the carets after splices. At an insertion they stay before the new text."""
    return tuple(caret._replace(position=shift(caret.position, splices)) for caret in carets)


def draw_caret(line: Text, column: int, style: Style) -> None:
    """Draw a caret at a column of a line; at the end of the line in the cell after it."""
    end = max(column + 1, next_boundary(line.plain, column))
    # Not by `stylize`, which skips spans past the end of the text.
    line.spans.append(Span(column, end, style))
