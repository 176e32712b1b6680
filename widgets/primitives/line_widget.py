"""Widgets made of a few lines of text, which repaint only the lines that changed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from ..drawing.palette import Styles
from ..drawing.wrapping import Line
from .role_styles import styles_of


def paint(line: Line, width: int, look: Styles, base: Style, over: str | None = None) -> Strip:
    """Return a line as a strip of exactly `width` cells.

    `look` has the styles of the roles. Every piece takes the role `over`, if one is given.
    """
    if over is not None:
        style = base + look[over]
        return Strip([Segment(text, style) for text, _ in line]).adjust_cell_length(width, style)
    segments = [Segment(text, base + look[role]) for text, role in line]
    return Strip(segments).adjust_cell_length(width, base)


class LineWidget(Widget):
    """A widget that shows the lines that its owner sets."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    LineWidget { height: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: Sequence[Line] = ()

    def on_resize(self) -> None:
        """Lay out the lines again."""
        self.lay_out()

    def lay_out(self) -> None:
        """Set the lines for this size. Subclasses override this."""

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        before, self._shown = self._shown, lines
        for y in range(max(len(before), len(lines))):
            if before[y : y + 1] != lines[y : y + 1]:
                self.refresh(Region(0, y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """Return one line, for the compositor."""
        line = self._shown[y] if y < len(self._shown) else ()
        return self.paint_line(line)

    def paint_line(self, line: Line) -> Strip:
        """Return a line in the width and colours of this widget."""
        return paint(line, self.size.width, styles_of(self), self.rich_style)
