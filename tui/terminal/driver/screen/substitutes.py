"""Substitutes for characters that a terminal cannot draw, one for each cell."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .encoding import Repertoire

_UNKNOWN = "?"
_LOOK_ALIKES = {
    ord(character): substitute
    for substitute, characters in {
        "'": "‘’‚‛′´",
        '"': "“”„‟″",
        "<": "‹«←◀◁◂",
        ">": "›»→▶▷▸",
        "^": "↑▲△▴",
        "v": "↓▼▽▾",
        "@": "↻↺⟳⟲",
        "-": "‐‑‒–—―−▔▁",
        ".": "…·∙⋅",
        "*": "•●◆■★▪",
        "o": "○◦◇□▫☐°",
        "x": "✓✔✗✘×☑☒",
        "#": "█▓▒▇▆▅",
        "+": "▄▀▃▂",
        ":": "░÷",
        "|": "▌▐¦▏▎▍▕",
        "!": "¡",
        "E": "€",
        " ": "\u00a0\u2002\u2003\u2009\u202f",
    }.items()
    for character in characters
}
_CONSOLE = str.maketrans({
    "━": "═", "┃": "║", "┭": "╤", "┮": "╤", "┯": "╤", "┝": "╞", "┥": "╡", "┿": "╪", "┽": "╡",
    "┾": "╞", "┵": "╧", "┶": "╧", "┷": "╧", "┍": "╒", "┑": "╕", "┕": "╘", "┙": "╛", "┏": "╔",
    "┓": "╗", "┗": "╚", "┛": "╝", "┣": "╠", "┫": "╣", "┳": "╦", "┻": "╩", "╋": "╬",
    "●": "•", "○": "·", "◆": "♦", "▲": "^", "↻": "←", "…": "~", "–": "-", "—": "-", "−": "-",
    "×": "x", "‘": "'", "’": "'", "“": '"', "”": '"', "▏": "│", "▎": "│", "▍": "│", "▌": "│",
    "▋": "█", "▊": "█", "▉": "█", "▁": "_", "▂": "_", "▃": "_", "▄": "_", "▅": "█", "▆": "█",
    "▇": "█", "▔": "─", "✓": "x", "⚠": "!", "›": ">", "‹": "<", "▸": ">", "▶": ">", "◂": "<",
    "◀": "<", "▴": "^", "▾": "v",
})  # fmt: skip
"""What stands for a sign on the Linux console.

In the fonts of Debian for it (Lat15 and Uni2, each as Fixed, Terminus and VGA) the heavy lines are
the same glyph as the light ones, the full circle is that of the bullet, and the empty circle, the
diamond, the arrow in a circle and the parts of a block, with which scroll bars end, are missing;
the font in the kernel lacks all of these.
"""
_CIRCLES = ("●", "○")
_ALONE = {"○": "o"}
"""What stands for a sign on the Linux console that has no circle beside it.

In a group of circles a dot is enough for an empty one; alone it would be the dot of a track.
"""
_LETTER = re.compile(r"LATIN (CAPITAL|SMALL) (?:LETTER|LIGATURE) ([A-Z])")
_BOX = "BOX DRAWINGS "


@lru_cache(4096)
def substitute(cell: str) -> str:
    """Return the ASCII character that stands for the content of a cell."""
    character = cell[0]
    if character.isascii():
        return character
    found = _LOOK_ALIKES.get(ord(character))
    if found is not None:
        return found
    base = unicodedata.normalize("NFKD", character)
    plain = [part for part in base if not unicodedata.combining(part)]
    if len(plain) == 1 and plain[0].isascii() and plain[0].isprintable():
        return plain[0]
    name = unicodedata.name(character, "")
    if name.startswith(_BOX):
        return _box_line(name)
    if letter := _LETTER.match(name):  # ø, ł, ß do not decompose
        return letter[2].lower() if letter[1] == "SMALL" else letter[2]
    return _UNKNOWN


def _box_line(name: str) -> str:
    horizontal = re.search("HORIZONTAL|LEFT|RIGHT", name)
    vertical = re.search("VERTICAL|UP|DOWN", name)
    if (horizontal and vertical) or "DIAGONAL CROSS" in name:
        return "+"
    if horizontal:  # the heavy line marks the pane with the focus
        return "=" if re.search("HEAVY|DOUBLE", name) else "-"
    return "|"


def _is_alone(before: str, cell: str, after: str) -> bool:
    """Return whether a cell has a sign that another one stands for where it is alone."""
    return cell in _ALONE and before not in _CIRCLES and after not in _CIRCLES


def substitute_row(cells: list[str], repertoire: Repertoire) -> list[str]:
    """Return the cells of a row, with substitutes for those that are not in this repertoire."""
    if repertoire is Repertoire.UNICODE or all(map(str.isascii, cells)):
        return cells
    if repertoire is Repertoire.CONSOLE:
        beside = zip(("", *cells), cells, (*cells[1:], ""), strict=False)
        return [
            _ALONE[cell] if _is_alone(before, cell, after) else cell.translate(_CONSOLE)
            for before, cell, after in beside
        ]
    drawn: list[str] = []
    for cell in cells:
        if not cell:  # the second half of a wide character
            halved = drawn and drawn[-1].isascii()
            drawn.append(_second_half(drawn[-1]) if halved else "")
        elif repertoire is Repertoire.ASCII or unicodedata.east_asian_width(cell[0]) == "A":
            drawn.append(substitute(cell))
        else:
            drawn.append(cell)
    return drawn


def _second_half(first: str) -> str:
    return _UNKNOWN if first == _UNKNOWN else " "
