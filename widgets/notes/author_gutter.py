"""The author gutter: a narrow column beside the notes that shows who wrote each line."""

from __future__ import annotations

from collections.abc import Callable

from ..drawing.desk.gutter import Author, gutter
from ..primitives.line_widget import LineWidget


class AuthorGutter(LineWidget):
    """The column; see `drawing.gutter`. Call `lay_out` when rows or authors changed."""

    DEFAULT_CSS = """
    AuthorGutter { width: 4; height: 1fr; }
    """

    def __init__(self, author: Callable[[int], Author | None]) -> None:
        """Use `author` to look up whose row of the view (from 0) it is; None if it is nobody's."""
        super().__init__()
        self._author = author
        self._authors: list[Author | None] = []

    def lay_out(self) -> None:
        """Ask for all authors again, and repaint the rows that changed."""
        self._authors = [self._author(y) for y in range(self.size.height)]
        self.set_lines(gutter(self._authors))

    def lay_out_rows(self, rows: range) -> None:
        """Ask for the authors of these rows of the view only, as no other row changed."""
        if [self._author(y) for y in rows] != self._authors[rows.start : rows.stop]:
            self.lay_out()
