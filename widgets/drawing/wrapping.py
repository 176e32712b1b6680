"""Wrap text into lines of a given width, in terminal cells.

A piece is a text with the name of its style; a line is a sequence of pieces. With names, not
styles, lines compare fast: that finds the lines to repaint.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from rich.cells import cell_len

from ...data.text.graphemes import clusters, next_boundary

Piece = tuple[str, str]
"""A text and the name of its style; "" is plain."""

Line = tuple[Piece, ...]

ELLIPSIS = "…"
_BLANKS = str.maketrans("\t\n", "  ")
"""Characters that have no width of their own: between words they are a blank."""


def wrap_pieces(pieces: Iterable[Piece], width: int) -> list[Line]:
    """Wrap pieces into lines of at most `width` cells; at least one line.

    Tabs and line feeds are blanks. Words break only if wider than a line. A character wider than
    the line gets a line of its own.
    """
    width = max(1, width)
    lines: list[Line] = []
    words: list[Piece] = []
    used = 0
    for word, style in _words(pieces, width):
        length = cell_len(word)
        if words and used + 1 + length > width:
            lines.append(_joined(words))
            words, used = [], 0
        used += length + (1 if words else 0)
        words.append((word, style))
    return [*lines, _joined(words)]


def wrap(text: str, width: int) -> list[str]:
    """Wrap one text into lines of at most `width` cells."""
    return [line_text(line) for line in wrap_pieces([(text, "")], width)]


def line_text(line: Line) -> str:
    """Return the text of a line."""
    return "".join(text for text, _ in line)


def line_width(line: Line) -> int:
    """Return the width of a line, in cells."""
    return sum(cell_len(text) for text, _ in line)


def side_by_side(cells: Iterable[tuple[list[Line], int]], gap: int) -> list[Line]:
    """Put columns side by side, each (its lines, its width), with `gap` blanks between them."""
    parts = list(cells)
    rows: list[Line] = []
    for row in zip_longest(*(lines for lines, _ in parts), fillvalue=()):
        line: list[Piece] = []
        blanks = 0
        for part, (_, width) in zip(row, parts, strict=True):
            if part:
                line.extend([(" " * blanks, "")] if blanks else [])
                line.extend(part)
                blanks = max(0, width - line_width(part)) + gap
            else:
                blanks += width + gap
        rows.append(tuple(line))
    return rows


def hanging(mark: Line, lines: Iterable[Line]) -> list[Line]:
    """Put a mark before the first line, and blanks of its width before the others."""
    indent = line_width(mark)
    blanks: Line = ((" " * indent, ""),) if indent else ()
    return [(*(blanks if number else mark), *line) for number, line in enumerate(lines)]


def fit(text: str, width: int) -> str:
    """Return the text in at most `width` cells, with an ellipsis if it is cut."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    return split_at_width(text, width - 1)[0].rstrip() + ELLIPSIS if width > 1 else ELLIPSIS


def first_lines(lines: list[Line], height: int, width: int) -> list[Line]:
    """Return the first `height` lines, with an ellipsis in the last one if there are more."""
    if len(lines) <= height or height < 1:
        return lines[: max(0, height)]
    *first, last = lines[:height]
    *before, (text, role) = last or (("", ""),)
    kept, _ = split_at_width(text, width - line_width(tuple(before)) - 1)
    return [*first, (*before, (f"{kept.rstrip()}{ELLIPSIS}", role))]


def split_at_width(text: str, width: int) -> tuple[str, str]:
    """Split a text after `width` cells."""
    used = end = 0
    for cluster in clusters(text):
        used += cell_len(cluster)
        if used > width:
            return text[:end], text[end:]
        end += len(cluster)
    return text, ""


def _words(pieces: Iterable[Piece], width: int) -> Iterator[Piece]:
    for text, style in pieces:
        for word in text.translate(_BLANKS).split(" "):
            rest = word
            while cell_len(rest) > width:
                head, rest = split_at_width(rest, width)
                if not head:  # one character wider than the line
                    end = next_boundary(rest, 0)
                    head, rest = rest[:end], rest[end:]
                yield head, style
            if rest:
                yield rest, style


def _joined(words: Iterable[Piece]) -> Line:
    line: list[Piece] = []
    for word, style in words:
        if line and line[-1][1] == style:
            line[-1] = (f"{line[-1][0]} {word}", style)
        elif line:
            line[-1] = (f"{line[-1][0]} ", line[-1][1])
            line.append((word, style))
        else:
            line.append((word, style))
    return tuple(line)
