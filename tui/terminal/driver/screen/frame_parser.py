"""Parse the output of Textual's compositor into cells.

A frame has moves (`CSI row ; column H`), styles (`CSI … m`), hyperlinks (`OSC 8`), line breaks and
text. Any other sequence was part of a text, and is drawn as text.
"""

from __future__ import annotations

import re

from .cells import replace_controls
from .grid import Grid
from .style import parse_sgr

_FRAME = re.compile(r"\x1b\[\d+;\d+H")
_TOKEN = re.compile(
    r"\x1b\[(?P<row>\d+);(?P<column>\d+)H"
    r"|\x1b\[(?P<sgr>[\d;]*)m"
    r"|\x1b\]8;(?P<link>[^\x1b\x07]*)(?:\x1b\\|\x07)"
    r"|(?P<line>\n)"
    r"|(?P<text>[^\x1b\n]+|\x1b)"
)


def is_frame(data: str) -> bool:
    """Return whether this is a frame, which always begins with a move."""
    return _FRAME.match(data) is not None


def draw(frame: str, grid: Grid) -> tuple[int, int, set[int]]:
    """Draw a frame; return the cursor (column, row) after it, and the rows that it drew in."""
    x = y = 0
    sgr = link = ""
    style = parse_sgr("")
    drawn: set[int] = set()
    for token in _TOKEN.finditer(frame):
        kind, value = token.lastgroup, token[0]
        if kind == "text":
            x = grid.put(x, y, replace_controls(value), style)
            drawn.add(y)
        elif kind == "sgr":
            new = token["sgr"]
            sgr = "" if new in ("", "0") else f"{sgr};{new}" if sgr else new
            style = parse_sgr(sgr, link)
        elif kind == "column":
            x, y = int(token["column"]) - 1, int(token["row"]) - 1
        elif kind == "line":
            x, y = 0, y + 1
        else:
            address = token["link"].partition(";")[2]
            link = token["link"] if address else ""
            style = parse_sgr(sgr, link)
    return x, y, drawn
