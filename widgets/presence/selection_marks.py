"""What stands before a row that others selected: their initials, in two cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rich.cells import cell_len

from ...data.text.sanitize import clean_line
from ..primitives.wrapping import Line
from .remote_carets import component_class

_MORE = "+"
_WIDE = "•"
"""Stands for letters that take two cells each: the border and the column are two widgets'."""


class RemoteSelection(NamedTuple):
    """Which row of a list somebody else selected."""

    initials: str
    key: str
    """The row's key; one that is not in the list is not shown."""
    person_index: int = 0
    """A number by which people are told apart; any number will do."""


class SelectionMark(NamedTuple):
    """What stands before a row that others selected."""

    edge: str
    """The cell on the border; empty where one letter is all there is to tell."""
    lead: str
    """The cell in the column of the cursor."""
    component: str
    """The component class in which it is drawn."""


def selection_marks(others: Iterable[RemoteSelection]) -> Mapping[str, SelectionMark]:
    """The signs by the keys of their rows. Of several people at one row: a letter, and a plus."""
    found: dict[str, SelectionMark] = {}
    told: dict[str, str] = {}
    for other in others:
        letters = _letters(other.initials)
        if told.setdefault(other.key, letters) != letters:
            letters = told[other.key] = told[other.key][0] + _MORE
        edge, lead = letters[:-1], letters[-1]
        first = found.get(other.key)
        found[other.key] = SelectionMark(
            edge, lead, first.component if first else component_class(other.person_index)
        )
    return found


def beside_cursor(sign: SelectionMark, line: Line, cursor: str) -> tuple[SelectionMark, Line]:
    """The sign and the row's first line where the reader's own cursor is in that row too.

    The cursor goes behind the mark; where that leaves no blank for it, one letter makes way.
    """
    (mark, style), *rest = line or (("", ""),)
    if mark.endswith(" "):
        return sign, ((f"{mark[:-1]}{cursor}", style), *rest)
    return sign._replace(edge=sign.edge or sign.lead, lead=cursor), line


def _letters(initials: str) -> str:
    """One or two letters of a cell each."""
    letters = [letter for letter in clean_line(initials) if not letter.isspace()]
    narrow = "".join(letter for letter in letters if cell_len(letter) == 1)
    return narrow[:2] or _WIDE * 2
