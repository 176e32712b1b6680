"""Help as lines: sections of keys with what they do, in two columns, and the signs of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.cells import cell_len

from ..roles import Role
from ..title_rule import Title, title_rule
from ..wrapping import Line, Piece, fit, hanging, line_width, side_by_side, wrap_pieces

TWO_COLUMNS = 76
"""From this width on, in cells, keys stand in two columns."""
_INDENT = 2
_MOST_KEYS = 18
"""The most cells of the column of keys; longer ones stand above their words."""
_GAP = 3
"""Blanks between signs."""

KeyRow = tuple[str, str]
"""Keys, and what they do."""


@dataclass(frozen=True, slots=True)
class HelpSection:
    """A heading with a count at its right, and its keys."""

    heading: str
    rows: Sequence[KeyRow]
    count: Line = ()


def help_header(width: int, title: str, place: str, right: str) -> Line:
    """Return the first row: what this is help for, and how to find a key."""
    room = max(0, width - 2)
    right = fit(right, max(0, room - cell_len(title) - 2))
    place = fit(
        f" · {place}" if place else "", max(0, room - cell_len(title) - cell_len(right) - 2)
    )
    blanks = max(0, room - cell_len(title) - cell_len(place) - cell_len(right))
    edge: Piece = (" ", Role.PLAIN)
    line = (edge, (title, Role.BOLD), (place, Role.DIM), (" " * blanks, Role.PLAIN))
    return (*line, (right, Role.DIM), edge)


def section_lines(width: int, section: HelpSection, *, focused: bool = False) -> list[Line]:
    """Return the rule of a section, and its keys, in two columns if there is room."""
    counts = [section.count] if section.count else []
    rule = title_rule(width, Title((section.heading,), counts), focused=focused)
    columns = 2 if width >= TWO_COLUMNS else 1
    each = width // columns
    keys = min(_MOST_KEYS, max((cell_len(key) for key, _ in section.rows), default=0))
    keys = max(keys, 6)
    cells = [_cell(row, keys, each - _INDENT) for row in section.rows]
    half = -(-len(cells) // columns)
    nothing: list[Line] = []
    if columns == 1:
        return [rule, *(_indented(line) for cell in cells for line in cell)]
    lines: list[Line] = []
    for left, right in zip_longest(cells[:half], cells[half:], fillvalue=nothing):
        beside = side_by_side([(left, each - _INDENT), (right, each - _INDENT)], _INDENT)
        lines += map(_indented, beside)
    return [rule, *lines]


def sign_lines(width: int, heading: str, signs: Iterable[tuple[Line, str]]) -> list[Line]:
    """Return a rule, and signs with what they mean, as many in a row as fit."""
    rows: list[list[Piece]] = [[]]
    room = width - _INDENT - 2
    for sign, words in signs:
        cell: Line = (*sign, (f" {words}", Role.PLAIN))
        before = line_width(tuple(rows[-1]))
        if before and before + _GAP + line_width(cell) > room:
            rows.append([])
            before = 0
        rows[-1] += [*([(" " * _GAP, Role.PLAIN)] if before else []), *cell]
    rule = title_rule(width, Title((heading,)))
    return [rule, *(((" " * (_INDENT + 1), Role.PLAIN), *row) for row in rows)]


def hint_lines(width: int, words: str) -> list[Line]:
    """Return a hint, wrapped."""
    lines = wrap_pieces([(words, Role.HINT)], width - _INDENT - 2)
    return [((" " * (_INDENT + 1), Role.PLAIN), *line) for line in lines]


def _cell(row: KeyRow, keys: int, width: int) -> list[Line]:
    """Return one row: its keys at the right of their column, and the words beside them."""
    key, words = row
    lines = wrap_pieces([(words, Role.PLAIN)], width - keys - _INDENT)
    mark = f"{' ' * max(0, keys - cell_len(key))}{key}"
    if cell_len(key) > keys:
        above: Line = ((fit(key, width), Role.KEY),)
        return [above, *hanging(((" " * (keys + _INDENT), Role.PLAIN),), lines)]
    if cell_len(mark) and not key.strip():
        mark = " " * keys
    return hanging(((mark, Role.KEY), (" " * _INDENT, Role.PLAIN)), lines)


def _indented(line: Line) -> Line:
    return ((" " * _INDENT, Role.PLAIN), *line)
