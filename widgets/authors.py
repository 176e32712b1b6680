"""Who wrote each line of the notes: initials in a narrow column beside the editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from textual.strip import Strip

from .lines import Lines, paint
from .wrapping import Line, cut

Author = tuple[str, bool]
"""Somebody's initials, and whether that is the reader."""

WIDTH = 3


class AuthorGutter(Lines):
    """Three columns with initials: dim for the reader's own lines, in a colour for the other's.

    It asks `author` about each row of the screen; `update` it when rows or authors changed.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"authors--other"}

    DEFAULT_CSS = """
    AuthorGutter {
        width: 3;
        height: 1fr;
        & > .authors--other { color: $accent; text-style: bold; }
    }
    """

    def __init__(self, author: Callable[[int], Author | None], *, id: str | None = None) -> None:  # noqa: A002
        """`author` tells whose line begins in a row of the screen; None where none does."""
        super().__init__(id=id)
        self._author = author

    def update(self) -> None:
        """Ask for the authors again, and paint the rows in which another one stands."""
        self.set_lines([self._line(self._author(y)) for y in range(self.size.height)])

    def on_resize(self) -> None:
        """Ask for the rows that came into view."""
        self.update()

    def _line(self, author: Author | None) -> Line:
        if author is None or not author[0]:
            return ((" " * (WIDTH - 1), ""), ("│", "dim"))
        initials, _ = cut(author[0], WIDTH - 1)
        blanks = " " * (WIDTH - 1 - cell_len(initials))
        return ((blanks, ""), (initials, "dim" if author[1] else "other"), ("│", "dim"))

    def paint_line(self, line: Line) -> Strip:
        """A line, with the other partner's initials in their colour."""
        if not any(style == "other" for _, style in line):
            return super().paint_line(line)
        (blanks, _), (initials, _), edge = line
        base = self.rich_style
        other = base + self.get_component_rich_style("authors--other", partial=True)
        return Strip.join(
            [
                paint(((blanks, ""),), cell_len(blanks), base),
                paint(((initials, ""),), cell_len(initials), other),
                paint((edge,), 1, base),
            ]
        )
