"""The dates of agreements as a calendar: when each is due, is evaluated and is supported.

iCalendar (RFC 5545), all-day events. An event keeps its UID as long as the agreement exists, in
follow-ups too, so that a second import changes it and makes no duplicate.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from ..i18n.catalogue import Catalogue
from ..notebook.agreement_query import FoundAgreement
from ..text.sanitize import clean_line


def due_calendar(
    words: Catalogue, agreements: Iterable[FoundAgreement], moment: datetime
) -> bytes | None:
    """Return the calendar of the open agreements; None if there are no dates.

    `moment` (UTC) is when the calendar is made, which RFC 5545 requires in each event.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//afspraak//afspraak//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    uids: set[str] = set()
    for row in agreements:
        agreement = row.agreement
        for kind, day in _days(row):
            if day is None or not row.is_open:
                continue
            uid = f"{clean_line(agreement.id)}-{kind}@afspraak"
            if uid in uids:  # a copy of the conversation that is no follow-up
                uid = f"{clean_line(f'{agreement.id}-{kind}-{row.slug}')}@afspraak"
            uids.add(uid)
            calendar.add_component(_event(words, row, kind, day, uid, moment))
    return bytes(calendar.to_ical()) if uids else None


def _days(row: FoundAgreement) -> Iterable[tuple[str, date | None]]:
    """Return the days of a line, each with what it is called in the UID of its event."""
    if row.is_support:
        return (("support", row.due),)
    return (("due", row.due), ("evaluate", row.agreement.evaluate_on))


def _event(
    words: Catalogue, row: FoundAgreement, kind: str, day: date, uid: str, moment: datetime
) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", moment)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    text = row.text_in(words)
    if row.owner:
        text = f"{text} ({row.owner})"
    summary = text if row.is_support else words(f"due.calendar.{kind}", text=text)
    event.add("summary", summary)
    event.add("description", f"{words(row.label)} · {row.conversation}")
    # Personnel matters: the day is private, and does not block anybody's time.
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
