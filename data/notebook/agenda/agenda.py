"""Which talks are due, which are coming, and which were held; by day, and with whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import Enum

from ...lazy_dataclass import dataclass
from ..summary import Summary

WEEK = 7
"""A talk is due from so many days, less one, before it is planned."""

LAST_KIND = "exit"
"""The kind of the talk after which there is none."""


class Section(Enum):
    """A part of the list."""

    DUE = "due"
    """Planned and not held, or today, or within a week."""
    COMING = "coming"
    HELD = "held"
    CLOSED = "closed"
    """Conversations that cannot be read: locked or damaged."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation in its section."""

    summary: Summary
    section: Section
    is_past: bool = False
    """Whether there is a later one with the same person."""
    late_agreements: int = 0

    @property
    def next_day(self) -> date | None:
        """The day of the next talk: of this one, or once it was held, what was agreed on in it."""
        held = self.section is Section.HELD
        if held and self.is_past:
            return None
        return self.summary.next_on if held else self.summary.date

    @property
    def lacks_day(self) -> bool:
        """Whether the next talk still has to be planned."""
        ends = self.section is Section.HELD and self.summary.kind == LAST_KIND
        return self.next_day is None and not (self.is_past or ends or self.summary.fault)

    def is_late(self, today: date) -> bool:
        """Return whether the day of the next talk is over, and it was not held."""
        day = self.next_day
        return day is not None and day < today


@dataclass(frozen=True, slots=True)
class Agenda:
    """The talks of a notebook, by section and in their order."""

    talks: Sequence[Talk] = ()
    people: int = 0
    late_talks: int = 0

    def of(self, section: Section) -> list[Talk]:
        """Return the talks of a section, in order."""
        return [talk for talk in self.talks if talk.section is section]


def person_of(summary: Summary) -> str:
    """Return the name by which the other person is recognised; "" if there is none."""
    return summary.partner.casefold()


def agenda(summaries: Iterable[Summary], today: date) -> Agenda:
    """Return the agenda: what is due and coming by day, undated last; what was held by newest."""
    placed = [(each, _section(each, today)) for each in summaries]
    last: dict[str, tuple[bool, date, str]] = {}
    for summary, section in placed:
        person = person_of(summary)
        if person and section is not Section.CLOSED:
            order = _order(summary, section)
            last[person] = max(order, last.get(person, order))
    talks = [
        Talk(
            summary,
            section,
            section is Section.HELD
            and _order(summary, section) < last.get(person_of(summary), (False, date.min, "")),
            summary.late_agreements(today),
        )
        for summary, section in placed
    ]
    ahead = [talk for talk in talks if talk.section in (Section.DUE, Section.COMING)]
    ahead.sort(
        key=lambda talk: (talk.summary.date or date.max, talk.summary.time, talk.summary.slug)
    )
    held = [talk for talk in talks if talk.section is Section.HELD]
    held.sort(key=lambda talk: talk.summary.slug)
    held.sort(key=lambda talk: talk.summary.date or date.min, reverse=True)
    closed = [talk for talk in talks if talk.section is Section.CLOSED]
    return Agenda(
        (*ahead, *held, *closed),
        len(last),
        sum(talk.is_late(today) for talk in talks),
    )


def _section(summary: Summary, today: date) -> Section:
    if summary.fault:
        return Section.CLOSED
    day = summary.date
    if summary.talked and (day is None or day < today):
        return Section.HELD
    return Section.DUE if day and day < today + timedelta(days=WEEK) else Section.COMING


def _order(summary: Summary, section: Section) -> tuple[bool, date, str]:
    """Return what is greater for a later talk: one that is still ahead is later than one held."""
    return section is not Section.HELD, summary.date or date.min, summary.created or summary.slug
