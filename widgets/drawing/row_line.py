"""A row of one line: a text at the left, cut where it must be, and a tail at the right."""

from __future__ import annotations

from collections.abc import Sequence

from ...data.text.sanitize import clean_line
from .roles import Role
from .wrapping import Line, Piece, fit, line_width


def one_line(head: Sequence[Piece], text: Piece, tail: Sequence[Piece], width: int) -> Line:
    """Return `head`, the text and, at the right end of `width` cells, `tail`.

    Only the text is cut. A blank stays between it and the tail.
    """
    words, role = text
    tail_width = line_width(tuple(tail))
    room = width - line_width(tuple(head)) - tail_width - (1 if tail else 0)
    shown = fit(clean_line(words), room)
    line: Line = (*head, (shown, role))
    if not tail:
        return line
    blanks = width - line_width(line) - tail_width
    return (*line, (" " * max(0, blanks), Role.PLAIN), *tail)
