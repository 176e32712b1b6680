"""How long conversations are kept, and whom that is over for. It tells, and never erases.

Who left cannot be known here. What can be told is that the last conversation with somebody was
longer ago than conversations are to be kept: two years is the usual guideline for what is not
needed any more after somebody has left.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ..i18n.catalogue import plural, tr
from ..notebook.summary import Summary


class PersonPastRetention(NamedTuple):
    """Somebody with whom the last conversation was too long ago."""

    name: str
    """Empty where the conversation tells no name; then it stands alone."""
    last: date
    slugs: tuple[str, ...]


def people_past_retention(
    summaries: Iterable[Summary], years: int, today: date
) -> list[PersonPastRetention]:
    """Those for whom it is over, longest ago first; nobody where `years` is 0."""
    if not years:
        return []
    found: dict[str, list[Summary]] = {}
    for summary in summaries:
        if not summary.fault:
            found.setdefault(summary.partner.casefold() or f"\n{summary.slug}", []).append(summary)
    told = []
    for talks in found.values():
        days = [day for talk in talks if (day := _day(talk))]
        if len(days) == len(talks) and is_past_retention(max(days), years, today):
            slugs = tuple(sorted(talk.slug for talk in talks))
            told.append(PersonPastRetention(talks[0].partner, max(days), slugs))
    return sorted(told, key=lambda one: (one.last, one.name))


def is_past_retention(last: date, years: int, today: date) -> bool:
    """Whether the last day was so many years ago; never where `years` is 0."""
    return years > 0 and _later(last, years) <= today


def overdue_line(found: list[PersonPastRetention], years: int) -> str:
    """It in one short line; empty where there is nobody."""
    if not found:
        return ""
    name = found[0].name or found[0].slugs[0]
    values = {"name": name, "years": years, "others": len(found) - 1}
    return plural("privacy.retention.summary", len(found), **values)


def overdue_lines(found: list[PersonPastRetention], years: int) -> list[str]:
    """Each of them, and what can be done."""
    lines = [
        tr("privacy.retention.row", name=one.name or one.slugs[0], last=one.last.isoformat())
        for one in found
    ]
    return (
        [tr("privacy.retention.due", years=years), *lines, tr("privacy.retention.explanation")]
        if lines
        else []
    )


def _day(summary: Summary) -> date | None:
    """When it was held, or else begun; None where nothing tells, and then nothing is due."""
    if summary.date:
        return summary.date
    try:
        return date.fromisoformat(summary.created[:10])
    except ValueError:
        return None


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, or beyond the calendar
        return date(min(day.year + years, 9999), 3, 1)
