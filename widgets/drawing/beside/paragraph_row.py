"""Rows to read: a paragraph, or a text with words at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..desk.detail import Paragraph
from ..list_row import ListRow
from ..roles import Role
from ..wrapping import Line, Piece, line_width, wrap_pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphRow(ListRow):
    """A row that is a paragraph, and words at its right end; these go below it without room."""

    paragraph: Paragraph
    right: tuple[Piece, ...] = ()

    def lines(self, width: int) -> list[Line]:
        """Return the row in lines of at most `width` cells."""
        lines = self.paragraph.lines(width)
        if not self.right:
            return lines
        blanks = width - line_width(lines[0]) - line_width(self.right)
        if len(lines) == 1 and blanks > 1:
            return [(*lines[0], (" " * blanks, Role.PLAIN), *self.right)]
        indent = line_width(self.paragraph.mark)
        below = wrap_pieces(self.right, width - indent)
        return [*lines, *(((" " * indent, Role.PLAIN), *line) for line in below)]


def paragraph_rows(
    told: Sequence[tuple[Paragraph, tuple[Piece, ...]]],
) -> list[ParagraphRow]:
    """Return paragraphs, each with the words at its right, as rows that are only read."""
    return [
        ParagraphRow(str(number), "", paragraph=paragraph, right=right, selectable=False)
        for number, (paragraph, right) in enumerate(told)
    ]
