"""A timeline in text: days as columns, months along the top, a sign for each date.

Plain text, so it needs no colour. A column may stand for several days; if several signs fall on it,
the most important one is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len

BLANK = "·"
TODAY, EVALUATION, SUPPORT, DUE, LATE = "│", "○", "▲", "◆", "!"
"""The signs, least important first; the Linux console has all of them."""

_RANK = {sign: rank for rank, sign in enumerate((BLANK, TODAY, EVALUATION, SUPPORT, DUE, LATE))}
_YEAR = 12
_STEPS = (1, 2, 3, 6, _YEAR, 2 * _YEAR, 5 * _YEAR, 10 * _YEAR, 100 * _YEAR, 1000 * _YEAR)
"""The possible steps between named months."""
_MIN_MONTHS = 3
"""The fewest months on an axis, so that a single date does not fill it."""


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

    def track(self, signs: Iterable[tuple[date, str]]) -> str:
        """Return the timeline, `width` columns, with these signs on their days."""
        cells = [BLANK] * self.width
        for day, sign in signs:
            column = self.column(day)
            if _RANK[sign] >= _RANK[cells[column]]:
                cells[column] = sign
        return "".join(cells)


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
