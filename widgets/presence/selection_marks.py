"""The mark of a row that others selected: their initials, in two cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rich.cells import cell_len

from ...data.text.sanitize import clean_line
from ..primitives.wrapping import Line
from .remote_carets import component_class

_MORE = "+"
_PLACEHOLDER = "•"
"""Drawn for initials two cells wide, which cannot span the border and the cursor column: those
belong to two widgets."""


class RemoteSelection(NamedTuple):
    """The row that another person selected."""

    initials: str
    key: str
    """The row's key; ignored if it is not in the list."""
    person_index: int = 0
    """Any integer, different for each person."""


class SelectionMark(NamedTuple):
    """The mark of a row."""

    edge: str
    """The cell on the border; "" if there is only one letter."""
    lead: str
    """The cell in the cursor column."""
    component: str
    """The component class of the mark."""


def selection_marks(others: Iterable[RemoteSelection]) -> Mapping[str, SelectionMark]:
    """Return the marks by row key; for several people at a row, a letter and a plus."""
    found: dict[str, SelectionMark] = {}
    initials: dict[str, str] = {}
    for other in others:
        letters = _letters(other.initials)
        if initials.setdefault(other.key, letters) != letters:
            letters = initials[other.key] = initials[other.key][0] + _MORE
        edge, lead = letters[:-1], letters[-1]
        first = found.get(other.key)
        found[other.key] = SelectionMark(
            edge, lead, first.component if first else component_class(other.person_index)
        )
    return found


def beside_cursor(sign: SelectionMark, line: Line, cursor: str) -> tuple[SelectionMark, Line]:
    """Return the mark and the first line of a row that has the reader's own cursor as well.

    The cursor replaces a blank after the row's own mark, else the second letter of the initials.
    """
    (mark, style), *rest = line or (("", ""),)
    if mark.endswith(" "):
        return sign, ((f"{mark[:-1]}{cursor}", style), *rest)
    return sign._replace(edge=sign.edge or sign.lead, lead=cursor), line


def _letters(initials: str) -> str:
    """Return one or two letters, each one cell wide."""
    letters = [letter for letter in clean_line(initials) if not letter.isspace()]
    narrow = "".join(letter for letter in letters if cell_len(letter) == 1)
    return narrow[:2] or _PLACEHOLDER * 2
