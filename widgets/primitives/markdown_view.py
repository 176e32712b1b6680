"""Read-only Markdown: plain lines, wrapped to the width, with bold headings."""

from __future__ import annotations

from textual.geometry import Size

from ..drawing.wrapping import Line
from .line_widget import LineWidget
from .markdown_rows import markdown_rows


class MarkdownView(LineWidget):
    """The text at its full height; its container scrolls."""

    DEFAULT_CSS = """
    MarkdownView { height: auto; width: 1fr; }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002 - the lines need only the width
        viewport: Size,  # noqa: ARG002
        width: int,
    ) -> int:
        """Return the number of rows at this width."""
        return len(render_markdown(self._text, width))

    def lay_out(self) -> None:
        """Wrap the text again."""
        self.set_lines(render_markdown(self._text, self.size.width))


def render_markdown(text: str, width: int) -> list[Line]:
    """Return Markdown as lines of at most `width` cells, without marks that only format."""
    return [line for row in markdown_rows(text) for line in row.lines(width)]
