"""A timeline: days as columns, months along the top, a sign for each date, a line for a stretch.

It needs no colour. A column may stand for several days; if several signs fall on it, the most
important one is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from rich.cells import cell_len

from ...data.lazy_dataclass import dataclass
from .roles import Role
from .wrapping import Line, Piece

BLANK, STRETCH = "·", "─"
TODAY, EVALUATION, SUPPORT, DUE, LATE = "│", "○", "▲", "◆", "!"
"""The signs, least important first; the Linux console has all of them."""

_RANK = {sign: rank for rank, sign in enumerate((BLANK, TODAY, EVALUATION, SUPPORT, DUE, LATE))}
_YEAR = 12
_STEPS = (1, 2, 3, 6, _YEAR, 2 * _YEAR, 5 * _YEAR, 10 * _YEAR, 100 * _YEAR, 1000 * _YEAR)
"""The possible steps between named months."""
_MIN_MONTHS = 3
"""The fewest months on an axis, so that a single date does not fill it."""


class Sign(NamedTuple):
    """A sign on a day."""

    day: date
    text: str
    role: Role = Role.PLAIN


@dataclass(frozen=True, slots=True)
class Axis:
    """Whole months, from `start` up to and excluding `end`, over `width` columns.

    Both are the first day of a month; `make_axis` makes an axis.
    """

    start: date
    end: date
    width: int

    def column(self, day: date) -> int:
        """Return the column of a day, from 0; days outside are clamped."""
        length = (self.end - self.start).days
        column = (day - self.start).days * self.width // length
        return min(self.width - 1, max(0, column))

    def months(self, names: Sequence[str]) -> str:
        """Return the names of months, or years, above their columns.

        `names` are all twelve, January first. Without room for each month, every second, third or
        sixth is named, counted from January, so that every axis names the same months; without room
        for those, years are.
        """
        count = _month_index(self.end) - _month_index(self.start)
        longest = max(map(cell_len, names))

        def fits(step: int) -> bool:
            return ((longest if step < _YEAR else 4) + 1) * count <= step * self.width

        step = next(filter(fits, _STEPS), _STEPS[-1])
        line = ""
        first = -(-_month_index(self.start) // step) * step
        for number in range(first, _month_index(self.end), step):
            month = _first_day(number)
            begins = self.column(month)
            name = names[month.month - 1] if step < _YEAR else str(month.year)
            if step < _YEAR and month.month == 1:
                ends = self.column(_first_day(number + step))
                dated = f"{name} {month.year}"
                name = dated if cell_len(dated) < ends - begins else name
            if begins >= cell_len(line) + bool(line) and begins + cell_len(name) <= self.width:
                line += " " * (begins - cell_len(line)) + name
        return line

    def months_line(self, names: Sequence[str], today: date) -> Line:
        """Return `months` with the month of `today` in its role."""
        text = self.months(names)
        begin, end = self.column(today.replace(day=1)), 0
        for name in (names[today.month - 1], str(today.year)):
            if text[begin:].startswith(name) and not text[:begin].strip().endswith(name):
                end = begin + len(name)
                break
        if not end:
            return ((text, Role.DIM),)
        parts = (text[:begin], Role.DIM), (text[begin:end], Role.TODAY), (text[end:], Role.DIM)
        return tuple(part for part in parts if part[0])

    def track(
        self, today: date, signs: Iterable[Sign], until: tuple[date, Role] | None = None
    ) -> Line:
        """Return the timeline, `width` columns, with today and these signs on their days.

        A line leads from today to the day `until`, in its role.
        """
        cells: list[Piece] = [(BLANK, Role.DIM)] * self.width
        if until is not None:
            day, role = until
            for column in range(*sorted((self.column(today), self.column(day)))):
                cells[column] = STRETCH, role
        for sign in (Sign(today, TODAY, Role.TODAY), *signs):
            column = self.column(sign.day)
            if _RANK[sign.text] >= _RANK.get(cells[column][0], 0):
                cells[column] = sign.text, sign.role
        return joined_cells(cells)


def joined_cells(cells: Iterable[Piece]) -> Line:
    """Return neighbouring cells of one role as one piece."""
    return tuple(
        ("".join(text for text, _ in run), role) for role, run in groupby(cells, key=itemgetter(1))
    )


def make_axis(days: Iterable[date], width: int) -> Axis:
    """Return an axis for these days (at least one), `width` columns (at least one) wide."""
    days = list(days)
    first = min(_month_index(min(days)), _month_index(date.max) - _MIN_MONTHS)
    last = max(_month_index(max(days)) + 1, first + _MIN_MONTHS)
    return Axis(_first_day(first), _first_day(last), max(1, width))


def _month_index(day: date) -> int:
    """Return the month of a day, counted from January of the year 0."""
    return day.year * 12 + day.month - 1


def _first_day(number: int) -> date:
    """Return the first day of the month with this index; `date.max` past the last month."""
    return date(number // 12, number % 12 + 1, 1) if number <= _month_index(date.max) else date.max
