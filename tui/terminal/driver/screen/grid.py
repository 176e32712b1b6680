"""The cells of a screen: each has a character and a style."""

from __future__ import annotations

from .cells import cells
from .style import DEFAULT_STYLE, Style


class Grid:
    """`characters[y][x]` and `styles[y][x]`, both from 0, as on a terminal without line wrap.

    A character of two cells has "" in its second. If one half is overwritten, the other half
    becomes a blank, as in xterm.
    """

    def __init__(self, width: int, height: int) -> None:
        """Begin with blanks."""
        self.width, self.height = width, height
        self.characters = [[" "] * width for _ in range(height)]
        self.styles = [[DEFAULT_STYLE] * width for _ in range(height)]

    def put(self, x: int, y: int, text: str, style: Style) -> int:
        """Write text in a row from (x, y); return the column after it, even beyond the grid.

        Cells beyond the right edge are dropped, and half a character becomes a blank. If (x, y) is
        outside the grid, nothing is written.
        """
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
        self.styles[y][x:end] = [style] * (end - x)
        return after

    def cropped(self, width: int, height: int) -> Grid:
        """Return a copy in another size: cropped, or with blanks added."""
        grid = Grid(width, height)
        common_width = min(width, self.width)
        for y in range(min(height, self.height)):
            grid.characters[y][:common_width] = self.characters[y][:common_width]
            grid.styles[y][:common_width] = self.styles[y][:common_width]
            if common_width < self.width and self.characters[y][common_width] == "":
                grid.characters[y][common_width - 1] = " "
        return grid
