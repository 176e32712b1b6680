"""The rows of one line of the notes before and after an edit: which of them look the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..drawing.desk.markdown_line import Span
from .document import NotesWrappedDocument
from .markdown_styles import MarkdownStyles


class LineRows(NamedTuple):
    """A line as it is drawn."""

    ends: tuple[int, ...]
    """The columns at which its rows end, without the last."""
    spans: tuple[Span, ...]
    """Its roles."""

    def kept(self, after: LineRows, column: int) -> int:
        """Return how many rows look the same after an edit that begins at a column.

        A word may go back to the row before, and a mark may change how all before it looks.
        """
        count = 0
        for end, new in zip(self.ends, after.ends, strict=False):
            if end != new or end > column:
                break
            count += 1
        if not count:
            return 0
        edge = self.ends[count - 1]
        return count if _before(self.spans, edge) == _before(after.spans, edge) else 0


def line_rows(wrapped: NotesWrappedDocument, styles: MarkdownStyles, line: int) -> LineRows:
    """Return the rows of a line (from 0) as they are now."""
    text = wrapped.document.lines[line]
    return LineRows(
        tuple(wrapped.get_offsets(line)), tuple(styles.spans(line, text, (0, len(text))))
    )


def _before(spans: Sequence[Span], edge: int) -> list[Span]:
    """Return the spans up to a column."""
    return [span._replace(end=min(span.end, edge)) for span in spans if span.start < edge]
