"""The gutter of the notes: whose each line is.

Initials stand where the author changes and in the first row in view, and a bar beside all that is
theirs: light for the reader, heavy for the other. Headings and empty lines have neither. A line of
which an agreement was made has the label of that instead of initials.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from ..marks import CURSOR, CURSOR_ON_UNREAD, UNREAD
from ..roles import Role
from ..wrapping import Line, Piece, fit, split_at_width

WIDTH = 4
"""Two cells of initials, the bar, and a blank."""

MINE_BAR, OTHER_BAR = "│", "┃"
_INITIALS = 2


class Author(NamedTuple):
    """The author of a row of the notes."""

    initials: str
    mine: bool = False
    """Whether the author is the reader."""
    caret: Role | None = None
    """The role of the author's caret, if it is in this row."""
    unread: bool = False
    """Whether the line begins in this row and is unread."""
    label: Piece | None = None
    """The label of the agreement that was made of the line, if it begins in this row."""


def gutter(rows: Iterable[Author | None]) -> Sequence[Line]:
    """Return the lines of the gutter; None stands for a row that is nobody's."""
    lines: list[Line] = []
    last: Author | None = None
    for author in rows:
        lines.append(_line(author, last))
        if author is not None and author.initials:
            told = author.label is None or author.caret is not None or _same(author, last)
            last = author if told else None
    return lines


def _line(author: Author | None, last: Author | None) -> Line:
    if author is None:
        return ((" " * WIDTH, Role.PLAIN),)
    initials, _ = split_at_width(author.initials, _INITIALS)
    blanks = " " * (_INITIALS - cell_len(initials))
    if author.caret is not None:
        sign = CURSOR_ON_UNREAD if author.unread else CURSOR
        return ((blanks, Role.PLAIN), (f"{initials}{sign}", author.caret), (" ", Role.PLAIN))
    same = _same(author, last)
    name, bar = (Role.AUTHOR,) * 2 if author.mine else (Role.OTHER_NAME, Role.OTHER)
    words = " " * _INITIALS if same else f"{blanks}{initials}"
    sign = (MINE_BAR if author.mine else OTHER_BAR) if initials else " "
    edge = (UNREAD, Role.CHANGED) if author.unread else (sign, bar)
    if author.label is not None:
        return _labelled(author.label, edge)
    return ((words, Role.PLAIN if same else name), edge, (" ", Role.PLAIN))


def _same(author: Author, last: Author | None) -> bool:
    return last is not None and (last.initials, last.mine) == (author.initials, author.mine)


def _labelled(label: Piece, edge: Piece) -> Line:
    """Return a label right before the bar: ` R1│ `, `R12│`; the bar goes where it is longer."""
    text, role = label
    width = cell_len(text)
    if width < WIDTH:
        gap = (" " * max(0, _INITIALS - width), Role.PLAIN)
        behind = (" " * (WIDTH - max(_INITIALS, width) - 1), Role.PLAIN)
        return tuple(piece for piece in (gap, (text, role), edge, behind) if piece[0])
    return ((fit(text, WIDTH), role),)
