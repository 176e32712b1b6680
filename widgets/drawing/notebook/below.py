"""What stands below the table of the notebook: the year of the team, and the selected talk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ....data.notebook.agenda.agenda import Section, Talk, person_of
from ....data.notebook.agenda.board import OpenAgreement
from ...language import tr
from ..title_rule import Title, count, hidden_counts
from ..wrapping import Line
from .geometry import YEAR_AROUND
from .selected import selected_lines, selected_title
from .year import Year, first_shown, year_lines, year_title


class Part(NamedTuple):
    """A title, how many lines are out of view below it, and the lines."""

    title: Title = Title()
    hidden: int = 0
    lines: Sequence[Line] = ()


class YearPart(NamedTuple):
    """The year, and the number of its first row."""

    part: Part
    first: int


def year_part(
    year: Year, talk: Talk | None, first: int, height: int, today: date, width: int
) -> YearPart:
    """Return the year in so many rows, with its title; the person of `talk` is in view.

    `first` is the number of the row that was the first one before.
    """
    selected = person_of(talk.summary) if talk else ""
    room = height - YEAR_AROUND
    first = first_shown(year, selected, first, room)
    title = year_title(year, width)
    left = hidden_counts(first, max(0, len(year.people) - first - room))
    if left:
        title = Title(title.names, (count(left), *title.counts))
    return YearPart(Part(title, 0, year_lines(year, first, room, selected, today, width)), first)


def selected_part(
    talk: Talk | None,
    agreements: Sequence[OpenAgreement],
    keys: Mapping[str, str],
    today: date,
    width: int,
    height: int,
) -> Part:
    """Return the selected talk with its open agreements, in so many rows with the title."""
    if talk is None or talk.section is Section.CLOSED:
        return Part()
    lines = selected_lines(talk, agreements, keys, today, width, height - 1)
    todo = selected_lines(talk, (), keys, today, width, height - 1)
    hidden = max(0, len(agreements) - len(lines) + len(todo))
    return Part(selected_title(talk, today), hidden, lines)


def pane_title(shown: int) -> Title:
    """Return the title over the table of so many conversations; 0 while they are not known."""
    return Title((tr("notebook.pane"),), [count(str(shown))] if shown else ())


def empty_title() -> Title:
    """Return the title of a notebook without conversations."""
    return Title((tr("notebook.pane"),), [count(tr("notebook.none"))])
