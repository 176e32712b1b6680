"""The mark of a row that others selected: the first letter of their initials, in one cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from ...data.text.sanitize import clean_line
from ..drawing.roles import Role
from ..drawing.wrapping import Line
from .remote_carets import caret_role

_SEVERAL = "+"
_PLACEHOLDER = "•"
"""Drawn for initials without a letter that is one cell wide."""


class RemoteSelection(NamedTuple):
    """The row that another person selected."""

    initials: str
    key: str
    """The row's key; ignored if it is not in the list."""
    person_index: int = 0
    """Any integer, different for each person."""


class SelectionMark(NamedTuple):
    """The mark of a row: the cell in the cursor column."""

    cell: str
    role: Role


def selection_marks(others: Iterable[RemoteSelection]) -> Mapping[str, SelectionMark]:
    """Return the marks by row key; for several people at a row a plus."""
    at: dict[str, list[RemoteSelection]] = {}
    for other in others:
        at.setdefault(other.key, []).append(other)
    return {key: _mark(people) for key, people in at.items()}


def _mark(people: Sequence[RemoteSelection]) -> SelectionMark:
    first = people[0]
    alone = all(person.initials == first.initials for person in people)
    cell = _letter(first.initials) if alone else _SEVERAL
    return SelectionMark(cell, caret_role(first.person_index))


def beside_cursor(line: Line, cursor: str) -> Line:
    """Return the first line of a row that has the reader's own cursor as well.

    The cursor replaces the blank after the row's own sign, if there is one.
    """
    (sign, role), *rest = line or (("", Role.PLAIN),)
    return ((f"{sign[:-1]}{cursor}", role), *rest) if sign.endswith(" ") else line


def _letter(initials: str) -> str:
    narrow = (letter for letter in clean_line(initials) if cell_len(letter) == 1)
    return next((letter for letter in narrow if not letter.isspace()), _PLACEHOLDER)
