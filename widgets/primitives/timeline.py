"""A line of time in the terminal: days as columns, months along the top, a sign for each date.

Pure text, so that it stands on any terminal without colour. A column may hold several days; where
several signs fall together, the one that matters most is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len

BLANK = "·"
TODAY, EVALUATION, DUE, LATE = "│", "○", "◆", "!"
"""The signs, the one that matters least first: all are in the fonts of the Linux console."""

_RANK = {sign: rank for rank, sign in enumerate((BLANK, TODAY, EVALUATION, DUE, LATE))}
_YEAR = 12
_STEPS = (1, 2, 3, 6, _YEAR, 2 * _YEAR, 5 * _YEAR, 10 * _YEAR, 100 * _YEAR, 1000 * _YEAR)
"""Every how many months one is named."""
_MONTHS_AT_LEAST = 3
"""A line shows at least so many months, so that a single date does not fill it."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Whole months, from the first day of one up to but not including `end`, over `width` columns.

    Make one with `axis`.
    """

    start: date
    end: date
    width: int

    def column(self, day: date) -> int:
        """The column of a day, from 0; days outside go to the nearest end."""
        length = (self.end - self.start).days
        place = (day - self.start).days * self.width // length
        return min(self.width - 1, max(0, place))

    def months(self, names: Sequence[str]) -> str:
        """Names of months (given are all twelve, January first), or years, above their columns.

        Where there is no room for each month, every second, third or sixth is named, counted from
        January, so that the same months are named on every line; where even that is too much,
        years.
        """
        count = _number(self.end) - _number(self.start)
        longest = max(map(cell_len, names))

        def fits(step: int) -> bool:
            return ((longest if step < _YEAR else 4) + 1) * count <= step * self.width

        step = next(filter(fits, _STEPS), _STEPS[-1])
        line = ""
        first = -(-_number(self.start) // step) * step
        for number in range(first, _number(self.end), step):
            month = _month(number)
            begins = self.column(month)
            name = names[month.month - 1] if step < _YEAR else str(month.year)
            if step < _YEAR and month.month == 1:
                ends = self.column(_month(number + step))
                dated = f"{name} {month.year}"
                name = dated if cell_len(dated) < ends - begins else name
            if begins >= cell_len(line) + bool(line) and begins + cell_len(name) <= self.width:
                line += " " * (begins - cell_len(line)) + name
        return line

    def track(self, signs: Iterable[tuple[date, str]]) -> str:
        """The line itself, `width` columns, with these signs on their days."""
        cells = [BLANK] * self.width
        for day, sign in signs:
            place = self.column(day)
            if _RANK[sign] >= _RANK[cells[place]]:
                cells[place] = sign
        return "".join(cells)


def make_axis(days: Iterable[date], width: int) -> Axis:
    """The axis that shows all of these days (at least one), `width` columns (at least one) wide."""
    days = list(days)
    first = min(_number(min(days)), _number(date.max) - _MONTHS_AT_LEAST)
    last = max(_number(max(days)) + 1, first + _MONTHS_AT_LEAST)
    return Axis(_month(first), _month(last), max(1, width))


def _number(day: date) -> int:
    """The month of a day, counted from January of the year 0."""
    return day.year * 12 + day.month - 1


def _month(number: int) -> date:
    """The first day of a month by its number; past the end of time the last day."""
    return date(number // 12, number % 12 + 1, 1) if number <= _number(date.max) else date.max
