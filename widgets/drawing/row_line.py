"""Rows of one line: a text with a tail at the right, and cells in columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

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


def in_columns(cells: Iterable[tuple[int, Piece, int]], *, begun: bool = False) -> list[Piece]:
    """Return pieces with the blanks that put them into columns: blanks before, piece, width.

    A column without width is left out. The first column has its blanks only if the line has
    `begun` before it.
    """
    line: list[Piece] = []
    blanks = 0
    for gap, (text, role), width in cells:
        if not width:
            continue
        blanks += gap if begun else 0
        begun = True
        if text:
            line += [*([(" " * blanks, Role.PLAIN)] if blanks else []), (text, role)]
            blanks = width - cell_len(text)
        else:
            blanks += width
    return line
