"""The cells of a screen: in each a character and the pen that it is drawn with."""

from __future__ import annotations

from .cells import cells
from .style import DEFAULT_STYLE, Style


class Grid:
    """`characters[y][x]` and `pens[y][x]`, both from 0, as a terminal without line wrap keeps them.

    A character of two cells has "" in its second. Where one half of it is overwritten, the other
    half becomes a blank, as in xterm.
    """

    def __init__(self, width: int, height: int) -> None:
        """All blanks."""
        self.width, self.height = width, height
        self.characters = [[" "] * width for _ in range(height)]
        self.styles = [[DEFAULT_STYLE] * width for _ in range(height)]

    def put(self, x: int, y: int, text: str, pen: Style) -> int:
        """Write text in a row; returns the column after it. What is outside is not written."""
        written = list(text) if text.isascii() else cells(text)
        after = x + len(written)
        if not 0 <= y < self.height or not 0 <= x < self.width:
            return after
        room = self.width - x
        if len(written) > room:
            halved = written[room] == ""
            written = written[:room]
            if halved:
                written[-1] = " "
        row, end = self.characters[y], x + len(written)
        if row[x] == "" and x:
            row[x - 1] = " "
        if end < self.width and row[end] == "":
            row[end] = " "
        row[x:end] = written
        self.styles[y][x:end] = [pen] * (end - x)
        return after

    def cropped(self, width: int, height: int) -> Grid:
        """As much of this as there is room for in another size, and blanks beyond it."""
        grid = Grid(width, height)
        kept = min(width, self.width)
        for y in range(min(height, self.height)):
            grid.characters[y][:kept] = self.characters[y][:kept]
            grid.styles[y][:kept] = self.styles[y][:kept]
            if kept < self.width and self.characters[y][kept] == "":
                grid.characters[y][kept - 1] = " "
        return grid
