"""A terminal emulator that tells what a person would see in each cell."""

from __future__ import annotations

from typing import NamedTuple

import pyte
from pyte.screens import wcwidth


class Cell(NamedTuple):
    """What is seen in one cell; of a blank only what can be seen of it."""

    character: str
    colour: str
    behind: str
    drawn: frozenset[str]


class Emulator(pyte.Screen):
    """pyte, with two halves of a wide character that live and die together, as in xterm.

    What combines with such a character goes to its first half, which pyte gives to its second.
    """

    def draw(self, data: str) -> None:
        for character in data:
            width = wcwidth(character)
            row, x = self.buffer[self.cursor.y], min(self.cursor.x, self.columns - 1)
            if width > 0:
                if x and row[x].data == "":
                    row[x - 1] = row[x - 1]._replace(data=" ")
                if x + width < self.columns and row[x + width].data == "":
                    row[x + width] = row[x + width]._replace(data=" ")
            elif self.cursor.x > 1 and row[self.cursor.x - 1].data == "":
                row[self.cursor.x - 2] = row[self.cursor.x - 2]._replace(
                    data=row[self.cursor.x - 2].data + character
                )
                continue
            super().draw(character)

    def seen(self) -> list[list[Cell]]:
        """All cells, row by row."""
        return [[self._cell(x, y) for x in range(self.columns)] for y in range(self.lines)]

    def _cell(self, x: int, y: int) -> Cell:
        char = self.buffer[y][x]
        drawn = {
            name
            for name in ("bold", "italics", "underscore", "strikethrough", "reverse", "blink")
            if getattr(char, name)
        }
        if char.data == " ":
            drawn &= {"underscore", "strikethrough", "reverse"}
            return Cell(" ", char.fg if drawn else "", char.bg, frozenset(drawn))
        return Cell(char.data, char.fg, char.bg, frozenset(drawn))
