"""Minutes as lines: chapters, sections and entries. No Markdown reader is needed for these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ...text.lazy_pattern import lazy_pattern
from ..markup.block import Block, read_block
from ..markup.inline import unescape

_LABEL = r"(?:(?>\\.|<(?:https?|ftp)://[^\s<>]*>|[^\\]))+?"
ENTRY = lazy_pattern(rf"- \*\*(?P<label>{_LABEL}):\*\*(?: (?P<text>.*))?", re.IGNORECASE)
"""An entry: the label and the text behind it, both as Markdown."""

_CELL = lazy_pattern(r"((?:[^\\|]|\\.)*)\|")


@dataclass(slots=True)
class Entry:
    """An item that begins with a label, and the lines below it without their indent."""

    label: str
    text: str
    below: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The label as plain text."""
        return unescape(self.label)

    @property
    def value(self) -> str:
        """The text behind the label and below it, as it was typed."""
        return read_block(Block(self.text, tuple(self.below)))

    def entries(self) -> list[Entry]:
        """Return the entries below it."""
        return entries(self.below)


def entries(lines: Iterable[str]) -> list[Entry]:
    """Return the entries among lines, with what is indented below each."""
    found: list[Entry] = []
    is_open = False
    for line in lines:
        match = ENTRY.fullmatch(line)
        if match:
            found.append(Entry(match["label"], match["text"] or ""))
            is_open = True
        elif is_open and (line.startswith("  ") or not line):
            found[-1].below.append(line[2:])
        else:
            is_open = False
    for entry in found:
        while entry.below and not entry.below[-1]:
            entry.below.pop()
    return found


def values(lines: Iterable[str]) -> dict[str, str]:
    """Return the values of entries by their labels; the first of two equal labels counts."""
    result: dict[str, str] = {}
    for entry in entries(lines):
        result.setdefault(entry.name, entry.value)
    return result


def parts(lines: Sequence[str], marks: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each heading that begins with these marks, such as `## `, and the lines below it.

    The first one is what stands before any heading, with an empty title.
    """
    title: str = ""
    below: list[str] = []
    for line in lines:
        if line.startswith(marks):
            yield title, below
            title, below = line.removeprefix(marks), []
        else:
            below.append(line)
    yield title, below


def table_rows(lines: Iterable[str]) -> list[list[str]]:
    """Return the cells of the rows of a table as plain text, without the head."""
    rows = [
        [unescape(cell.strip(" ")) for cell in _CELL.findall(line)[1:]]
        for line in lines
        if line.startswith("|")
    ]
    return rows[2:]
