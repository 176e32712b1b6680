"""Retention: report people whose last conversation is past the retention period; erase nothing.

Whether they have left is not known here. Two years is the usual guideline for records that are not
needed any more after a person has left.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ..i18n.catalogue import Message
from ..ids import Slug
from ..notebook.summary import Summary


class PersonPastRetention(NamedTuple):
    """A person whose last conversation is past the retention period."""

    name: str
    """The name of the user's partner (`Summary.partner`).

    If a conversation has no name, it is "", and each such conversation is reported separately.
    """
    last: date
    """The day of the last conversation."""
    slugs: tuple[Slug, ...]
    """The slugs of all conversations with this person."""


def people_past_retention(
    summaries: Iterable[Summary], years: int, today: date
) -> list[PersonPastRetention]:
    """Return the people past the retention period, longest ago first; nobody if `years` is 0.

    Conversations with the same name, whatever its case, are those of one person. Unreadable ones
    are left out. A person with a conversation of an unknown day is not reported.
    """
    if not years:
        return []
    found: dict[str, list[Summary]] = {}
    for summary in summaries:
        if not summary.fault:
            found.setdefault(summary.partner.casefold() or f"\n{summary.slug}", []).append(summary)
    people = []
    for talks in found.values():
        days = [day for talk in talks if (day := _day_of(talk))]
        if len(days) == len(talks) and is_past_retention(max(days), years, today):
            slugs = tuple(sorted(talk.slug for talk in talks))
            people.append(PersonPastRetention(talks[0].partner, max(days), slugs))
    return sorted(people, key=lambda person: (person.last, person.name))


def is_past_retention(last: date, years: int, today: date) -> bool:
    """Return whether a day is at least `years` years ago; False if `years` is 0."""
    return years > 0 and _add_years(last, years) <= today


def overdue_line(found: list[PersonPastRetention], years: int) -> Message | None:
    """Return a summary in one short line; None if there is nobody."""
    if not found:
        return None
    name = found[0].name or found[0].slugs[0]
    values = {"name": name, "years": years, "others": len(found) - 1}
    return Message.counted("privacy.retention.summary", len(found), **values)


def overdue_lines(found: list[PersonPastRetention], years: int) -> list[Message]:
    """Return a line for each person, between an introduction and an explanation."""
    lines = [
        Message(
            "privacy.retention.row",
            name=person.name or person.slugs[0],
            last=person.last.isoformat(),
        )
        for person in found
    ]
    return (
        [
            Message("privacy.retention.due", years=years),
            *lines,
            Message("privacy.retention.explanation"),
        ]
        if lines
        else []
    )


def _day_of(summary: Summary) -> date | None:
    """Return the day it was held, else created; None if neither is known."""
    if summary.date:
        return summary.date
    try:
        return date.fromisoformat(summary.created[:10])
    except ValueError:
        return None


def _add_years(day: date, years: int) -> date:
    """Return the day some years later; 1 March, of 9999 at most, if that does not exist."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, or beyond the calendar
        return date(min(day.year + years, 9999), 3, 1)
