"""What the header says of a notebook: how many people, what is late, and the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ....data.i18n.date_format import format_date
from ....data.notebook.agenda.agenda import Agenda
from ...language import plural, spoken
from ..roles import Role
from ..wrapping import Line, Piece

_SEPARATOR: Piece = (" · ", Role.DIM)


def notebook_facts(agenda: Agenda, late: int, today: date) -> Sequence[Line]:
    """Return the facts in several forms, the longest first; `late` counts agreements."""
    language = spoken().language
    people: Piece = (plural("notebook.people", agenda.people), Role.PLAIN)
    lates: list[Piece] = []
    if agenda.late_talks:
        lates.append((plural("notebook.late_talks", agenda.late_talks), Role.LATE_DATE))
    if late:
        lates.append((plural("notebook.late_agreements", late), Role.LATE_DATE))
    all_facts = [people, *lates] if agenda.people else lates
    long = format_date(today, language, width="long")
    short = format_date(today, language, today=today, width="weekday")
    dated = format_date(today, language, width="weekday")
    first = (long, short) if all_facts else (dated,)
    return [
        *(_joined(all_facts, f" {day}" if day is long else day) for day in first),
        *([_joined(lates, short)] if lates else []),
        *([_joined(lates, "")] if lates else []),
        _joined(lates[-1:], short if not lates else ""),
    ]


def _joined(facts: Sequence[Piece], day: str) -> Line:
    line: list[Piece] = []
    for fact in facts:
        line += [*([_SEPARATOR] if line else []), fact]
    if day:
        line += [*([("  ", Role.PLAIN)] if line else []), (day, Role.DIM)]
    return tuple(line)
