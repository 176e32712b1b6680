"""Read-only Markdown: plain lines, wrapped to the width, with bold headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.geometry import Size

from ...data.text.sanitize import clean_text
from .line_widget import LineWidget
from .list_row import ListRow
from .wrapping import Line, Piece

_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_LIST = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?|\s+")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_BAR = re.compile(r"(?<!\\)\|")
_STRONG = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
"""CommonMark 2.4: a backslash before ASCII punctuation is not shown."""


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
    lines: list[Line] = []
    for line in clean_text(text).splitlines():
        if not line.strip():
            lines.append(())
        elif not _RULE.fullmatch(line.strip()):
            lines.extend(_wrapped(line, width))
    return lines


def _wrapped(line: str, width: int) -> list[Line]:
    if heading := _HEADING.match(line):
        return ListRow("", _unescape(line[heading.end() :]), style="bold").lines(width)
    lead = begin[0] if (begin := _LIST.match(line)) else ""
    rest = line[len(lead) :]
    if line.startswith("|"):
        rest = " · ".join(cell.strip() for cell in _BAR.split(rest.strip())[1:-1] if cell.strip())
    mark = lead.replace("\t", "    ")
    if len(mark) > width // 2:
        mark = mark.lstrip()
    return ListRow("", "", mark, tuple(_pieces(rest.rstrip("\\")))).lines(width)


def _pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of a text, bold where it is strong."""
    for number, part in enumerate(_STRONG.split(text)):
        if part.strip():
            yield _unescape(part), "bold" if number % 2 else ""


def _unescape(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)
