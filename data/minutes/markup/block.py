"""Text of several lines as Markdown inside an item: its line breaks, blank lines and lists stay."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from ...text.lazy_pattern import lazy_pattern
from ...text.sanitize import clean_text
from .inline import Place, escape, unescape

ITEM = lazy_pattern(r" *([-*+•]|[0-9]{1,9}[.)]) +(?=\S)")
"""The beginning of a line that is a list item."""

_MAX_DEPTH = 8
"""The deepest list in a list; readers give up on very deep ones."""

_INDENT = lazy_pattern(r"^[^\S\n]+", re.MULTILINE)
"""The blanks at the beginning of a line, of any kind: web pages indent with no-break spaces."""

_BLANK_ENDS = lazy_pattern(r"\A(?: *\n)+|(?:\n *)+\Z")


class Block(NamedTuple):
    """The Markdown behind a label, and the lines below it, without the indent of the item."""

    first: str
    below: tuple[str, ...]


def write_block(text: str) -> Block:
    """Return a text of several lines as Markdown; both parts are empty if it is blank."""
    text = unicodedata.normalize("NFC", clean_text(text)).replace("\t", "    ")
    text = _INDENT.sub(lambda indent: " " * len(indent[0]), text)
    text = _BLANK_ENDS.sub("", text)
    return _Writer(text).write() if text.strip() else Block("", ())


def read_block(block: Block) -> str:
    """Return the text that `write_block` was given, with its lists indented as they are written."""
    rows = list(block.below[1:] if block.below[:1] == ("",) and not block.first else block.below)
    lines = [unescape(_without_break(block.first))] if block.first else []
    for row in rows:
        item = ITEM.match(row)
        start = item.end() if item else len(row) - len(row.lstrip(" "))
        lines.append(row[:start] + unescape(_without_break(row[start:])))
    return "\n".join(lines)


def ends_in_break(line: str) -> bool:
    """Return whether a line ends in a backslash that keeps its line break."""
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _without_break(line: str) -> str:
    return line[:-1] if ends_in_break(line) else line


class _Open(NamedTuple):
    """An open list item: the columns at which its text began when typed, and begins as written."""

    typed: int
    column: int


class _Writer:
    """Writes the lines of one text."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._block = text if len(self._lines) > 1 else ""
        self._written: list[str] = []
        self._open: list[_Open] = []
        self._after_blank = self._after_text = False

    def write(self) -> Block:
        for line in self._lines:
            if not line.strip():
                self._after_blank = bool(self._written)
                continue
            item = ITEM.match(line)
            if item:
                self._add_item(item, line)
            else:
                self._add_text(line)
            self._after_blank = False
        has_text_first = bool(self._written[0]) and not ITEM.match(self._written[0])
        first = self._written.pop(0) if has_text_first else ""
        return Block(first, tuple(self._written))

    def _add_item(self, item: re.Match[str], line: str) -> None:
        mark = "-" if item[1] == "•" else item[1]
        depth = item.start(1)
        deepest = len(self._open)
        while self._open and (depth < self._open[-1].typed or len(self._open) == _MAX_DEPTH):
            self._open.pop()
        column = self._open[-1].column if self._open else 0
        # Only a list that begins with 1 can follow a text in the same item without a blank line.
        follows_text = self._after_text or (deepest > 0 and len(self._open) == deepest)
        starts_late = mark[:-1].isdecimal() and int(mark[:-1]) != 1
        if self._after_blank or (starts_late and (follows_text or not self._written)):
            self._written.append("")
        text = escape(line[item.end() :], Place.LINE, self._block)
        self._written.append(f"{' ' * column}{mark} {text}")
        self._open.append(_Open(depth + len(item[1]) + 1, column + len(mark) + 1))
        self._after_text = False

    def _add_text(self, line: str) -> None:
        depth = len(line) - len(line.lstrip(" "))
        continues = bool(self._open) and not self._after_blank and depth >= self._open[-1].typed
        if continues:
            column = self._open[-1].column
            self._written[-1] += "\\"
        else:
            column = 0
            if self._open or self._after_blank:
                self._written.append("")
            elif self._written:
                self._written[-1] += "\\"
            self._open = []
            self._after_text = True
        place = Place.LINE if self._written else Place.VALUE
        self._written.append(" " * column + escape(line, place, self._block))
