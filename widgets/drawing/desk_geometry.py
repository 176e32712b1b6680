"""Where the panes of the desk stand, by the size of the screen."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

_NARROW, _WIDE = 60, 112
"""Widths in columns: below `_NARROW` one pane is shown, from `_WIDE` on three panes abreast."""


class Arrangement(Enum):
    """How the panes stand."""

    ONE = "one"
    """The active pane alone."""
    TWO = "two"
    """The checklist beside the notes, which are above the agreements."""
    THREE = "three"
    """All three beside each other."""


class DeskGeometry(NamedTuple):
    """The arrangement, and the sizes of panes in cells; the notes have what is left."""

    arrangement: Arrangement
    checklist: int
    """The width of the checklist."""
    agreements: int
    """The width of the agreements in three columns, else their height."""


def desk_geometry(columns: int, rows: int) -> DeskGeometry:
    """Return the geometry for a screen of so many columns, with so many rows for the panes.

    The widths at 60, 80, 120 and 200 columns are designed; those between grow evenly.
    """
    if columns < _NARROW:
        return DeskGeometry(Arrangement.ONE, 0, 0)
    if columns < _WIDE:
        checklist = min(28, 20 + (columns - 60) * 2 // 5)
        return DeskGeometry(Arrangement.TWO, checklist, rows * 3 // 8)
    checklist = min(44, 34 + (columns - 120) // 4)
    return DeskGeometry(Arrangement.THREE, checklist, 35 + (columns - 120) * 27 // 80)
