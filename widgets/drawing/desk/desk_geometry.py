"""Where the panes of the desk stand, by the size of the screen and what it is used for."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from ..box import Box

NARROW, WIDE = 60, 112
"""Widths in columns: below `NARROW` one pane is shown, from `WIDE` on three panes abreast."""
LEAST = 16
"""The fewest columns of the checklist that one can choose."""
_LEAST_NOTES = 30
"""The fewest columns that the notes keep then."""
_RAIL_FROM = 80
"""From this width on, in columns, the talk has a rail beside the notes."""


class DeskMode(StrEnum):
    """What the desk is used for."""

    PANES = "panes"
    """All panes."""
    LARGE = "large"
    """The active pane alone."""
    TALK = "talk"
    """The notes wide, the checklist as a rail, and the agreements as a strip below."""


class DeskGeometry(NamedTuple):
    """The place of each part; None for a part that is not shown."""

    checklist: Box | None = None
    left_wall: Box | None = None
    notes: Box | None = None
    right_wall: Box | None = None
    agreements: Box | None = None


def desk_geometry(
    columns: int,
    rows: int,
    mode: DeskMode = DeskMode.PANES,
    active: str = "checklist",
    checklist: int = 0,
) -> DeskGeometry:
    """Return the places on a screen of so many columns, with so many rows for the panes.

    `active` is the name of the active pane, and `checklist` the columns that somebody chose for the
    checklist, as far as the notes leave room; 0 for those of the design. The widths at 60, 80, 120
    and 200 columns are designed; those between grow evenly.
    """
    if columns < NARROW or mode is DeskMode.LARGE:
        return DeskGeometry(**{active: Box(0, 0, columns, rows)})
    if mode is DeskMode.TALK:
        return _talk(columns, rows)
    if columns < WIDE:
        return _two(columns, rows, checklist)
    return _three(columns, rows, checklist)


def _two(columns: int, rows: int, chosen: int) -> DeskGeometry:
    """Return the checklist beside the notes, which are above the agreements."""
    designed = min(28, 20 + (columns - 60) * 2 // 5)
    checklist = _within(chosen or designed, columns - 1)
    right, strip = checklist + 1, rows * 3 // 8
    return DeskGeometry(
        Box(0, 0, checklist, rows),
        Box(checklist, 0, 1, rows),
        Box(right, 0, columns - right, rows - strip),
        None,
        Box(right, rows - strip, columns - right, strip),
    )


def _three(columns: int, rows: int, chosen: int) -> DeskGeometry:
    """Return all three panes beside each other."""
    agreements = 35 + (columns - 120) * 27 // 80
    designed = min(44, 34 + (columns - 120) // 4)
    checklist = _within(chosen or designed, columns - agreements - 2)
    notes = columns - checklist - agreements - 2
    return DeskGeometry(
        Box(0, 0, checklist, rows),
        Box(checklist, 0, 1, rows),
        Box(checklist + 1, 0, notes, rows),
        Box(checklist + 1 + notes, 0, 1, rows),
        Box(columns - agreements, 0, agreements, rows),
    )


def _within(wanted: int, room: int) -> int:
    """Return the columns of the checklist that leave the notes enough of `room`."""
    return max(LEAST, min(wanted, room - _LEAST_NOTES))


def _talk(columns: int, rows: int) -> DeskGeometry:
    """Return the rail beside the notes, and the agreements below both."""
    strip = rows // 4
    above = rows - strip
    agreements = Box(0, above, columns, strip)
    if columns < _RAIL_FROM:
        return DeskGeometry(notes=Box(0, 0, columns, above), agreements=agreements)
    rail = 20 + (columns - _RAIL_FROM) // 8
    return DeskGeometry(
        Box(0, 0, rail, above),
        Box(rail, 0, 1, above + 1),
        Box(rail + 1, 0, columns - rail - 1, above),
        None,
        agreements,
    )
