"""The author gutter: initials of who wrote each line, in a narrow column beside the editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.strip import Strip

from ..presence.remote_carets import CARET_STYLES, caret_rules
from ..primitives.line_widget import LineWidget, paint
from ..primitives.list_row import CURSOR, CURSOR_ON_UNREAD, UNREAD
from ..primitives.wrapping import Line, split_at_width


class Author(NamedTuple):
    """The author of a line."""

    initials: str
    mine: bool = False
    """Whether the author is the reader."""
    caret: str = ""
    """The component class of their caret, if the caret is in this line."""
    new: bool = False
    """Whether the line is unread."""


WIDTH = 3

OTHER = "authors--other"
"""The component class of the other partner's initials."""


class AuthorGutter(LineWidget):
    """Three columns with initials: dim for the reader's lines, coloured for the other's.

    A line with a remote caret has the initials of that person, in the style of the caret, and the
    sign of a cursor instead of the edge: an author never looks like a caret, without colours too. A
    mark on the edge shows that a line is unread.

    Calls `author` for each row in view; call `lay_out` when rows or authors changed.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {OTHER, *CARET_STYLES}

    DEFAULT_CSS = """
    AuthorGutter {
        width: 3;
        height: 1fr;
        & > .authors--other { color: $accent; text-style: bold; }
    }
    """ + caret_rules("AuthorGutter")

    def __init__(self, author: Callable[[int], Author | None]) -> None:
        """Use `author` to look up whose line begins in a screen row (from 0); None if none does."""
        super().__init__()
        self._author = author

    def lay_out(self) -> None:
        """Ask for all authors again, and repaint the rows that changed."""
        self.set_lines([self._line(self._author(y)) for y in range(self.size.height)])

    def _line(self, author: Author | None) -> Line:
        edge = (UNREAD, "bold") if author is not None and author.new else ("│", "dim")
        if author is None or not author.initials:
            return ((" " * (WIDTH - 1), ""), edge)
        initials, _ = split_at_width(author.initials, WIDTH - 1)
        blanks = " " * (WIDTH - 1 - cell_len(initials))
        if author.caret:
            sign = CURSOR_ON_UNREAD if author.new else CURSOR
            return ((blanks, ""), (initials + sign, author.caret), ("", ""))
        return ((blanks, ""), (initials, "dim" if author.mine else OTHER), edge)

    def paint_line(self, line: Line) -> Strip:
        """Return a row, with initials in the colour of the other partner or of a caret."""
        if not any(style in self.COMPONENT_CLASSES for _, style in line):
            return super().paint_line(line)
        (blanks, _), (initials, name), edge = line
        base = self.rich_style
        return Strip.join(
            [
                paint(((blanks, ""),), cell_len(blanks), base),
                paint(
                    ((initials, ""),),
                    cell_len(initials),
                    base + self.get_component_rich_style(name, partial=True),
                ),
                paint((edge,), cell_len(edge[0]), base),
            ]
        )
