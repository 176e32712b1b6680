"""A terminal emulator that reports the visible content of each cell."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import pyte
from pyte.charsets import LAT1_MAP
from pyte.modes import IRM
from pyte.screens import Char, wcwidth


class Cell(NamedTuple):
    """The visible part of one cell; for a space, only its visible attributes."""

    character: str
    colour: str
    behind: str
    drawn: frozenset[str]


_FIRST_WIDE = "\u1100"
"""The first character that takes two cells."""


@lru_cache(1 << 14)
def _drawn(pen: Char, character: str) -> Char:
    """A character as it stands in a cell."""
    return pen._replace(data=character)


class Emulator(pyte.Screen):
    """pyte, with two halves of a wide character that live and die together, as in xterm.

    What combines with such a character goes to its first half, which pyte gives to its second.
    """

    def draw(self, data: str) -> None:
        done, plain = 0, self.charset == 0 and self.g0_charset is LAT1_MAP and IRM not in self.mode
        while done < len(data):
            if plain and (count := self._narrow(data, done)):
                self._draw_narrow(data, done, count)
                done += count
            else:
                self._draw_one(data[done])
                done += 1

    def _narrow(self, data: str, start: int) -> int:
        """The number of following one-cell characters that fit before the last column."""
        room = self.columns - 1 - self.cursor.x
        for count, character in enumerate(data[start : start + max(0, room)]):
            if wcwidth(character) != 1:
                return count
        return max(0, min(room, len(data) - start))

    def _draw_narrow(self, data: str, start: int, count: int) -> None:
        """The effect of `_draw_one` for each, in a tenth of the time; most characters are
        narrow."""
        x, row, pen = self.cursor.x, self.buffer[self.cursor.y], self.cursor.attrs
        if x and row[x].data == "":
            row[x - 1] = row[x - 1]._replace(data=" ")
        for character in data[start : start + count]:
            row[x] = _drawn(pen, character)
            x += 1
        if row[x].data == "":
            row[x] = row[x]._replace(data=" ")
        self.cursor.x = x
        self.dirty.add(self.cursor.y)

    def _draw_one(self, character: str) -> None:
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
            return
        super().draw(character)

    @property
    def display(self) -> list[str]:
        """The text of each row, without the second halves of wide characters."""
        return [self._text(self.buffer[y]) for y in range(self.lines)]

    def _text(self, row: Mapping[int, Char]) -> str:
        cells = [row[x].data for x in range(self.columns)]
        text = "".join(cells)
        if max(text) < _FIRST_WIDE:
            return text
        wide = False
        for x, cell in enumerate(cells):
            cells[x] = "" if wide else cell
            wide = not wide and wcwidth(cell[:1]) == 2
        return "".join(cells)

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
