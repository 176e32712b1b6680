"""The appointment as iCalendar (RFC 5545), for the calendar of either partner.

It contains the title, the two names and the place, and nothing of the content: others can read
calendars.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from ..errors import UsageError
from ..i18n.catalogue import Catalogue, catalogue
from ..ids import Slug
from ..minutes import wording
from ..model.conversation import Conversation
from .time_zone import describe_zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from icalendar import Calendar, Event

PRODID = "-//afspraak//afspraak//EN"


def appointment(
    conversation: Conversation, slug: Slug, zone: str, stamp: datetime | None = None
) -> bytes:
    """Return a calendar with the conversation as an event, and a second one for the next talk.

    The time is in the zone of the conversation, or in `zone` (an IANA name) if that is not known;
    the calendar describes the zone. Without a yearly rule for its clock the time is in UTC. If no
    zone is known, it is a floating time (RFC 5545, 3.3.5), local to the reader. `stamp` is DTSTAMP,
    by default now: calendars use the newest. The same slug of the same conversation keeps its UID,
    so that a changed file moves the event.
    Raises UsageError if the conversation has no date.
    """
    from icalendar import Calendar

    header = conversation.header
    if header.date is None:
        raise UsageError("invitation.appointment.no_date")
    words = catalogue(header.language)
    stamp = stamp or datetime.now(UTC)
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    at = _time_of_day(header.time)
    title = _summary(conversation, words)
    event = _event(conversation, slug, title, stamp)
    if at is None:
        _whole_day(event, header.date)
    else:
        event.add("dtstart", _start(calendar, header.date, at, _zone(header.zone or zone)))
        if header.minutes:
            # A duration, not an end: its length stays right if the clock is put forward meanwhile.
            event.add("duration", timedelta(minutes=header.minutes))
    if header.place:
        event.add("location", header.place)
    calendar.add_component(event)
    if header.next_on is not None:
        again = words("invitation.appointment.next_conversation", title=title)
        following = _event(conversation, f"{slug}/next", again, stamp)
        _whole_day(following, header.next_on)
        # Not blocking: the time of day is still to be chosen.
        following.add("transp", "TRANSPARENT")
        calendar.add_component(following)
    return bytes(calendar.to_ical())


def _event(conversation: Conversation, name: str, summary: str, stamp: datetime) -> Event:
    from icalendar import Event

    event = Event()
    # The time of creation distinguishes two people's conversations of one name.
    event.add("uid", str(uuid5(NAMESPACE_URL, f"afspraak:{conversation.header.created}/{name}")))
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("summary", summary)
    event.add("class", "PRIVATE")
    return event


def _start(calendar: Calendar, day: date, at: time, zone: ZoneInfo | None) -> datetime:
    """Return the time of an event, and describe its zone in the calendar."""
    start = datetime.combine(day, at, zone)
    if zone is None:
        return start
    if (description := describe_zone(zone, day.year)) is not None:
        calendar.add_component(description)
        return start
    try:
        return start.astimezone(UTC)
    except OverflowError:  # at either end of the years of `datetime`
        return start.replace(tzinfo=None)


def _whole_day(event: Event, day: date) -> None:
    event.add("dtstart", day)
    if day < date.max:
        event.add("dtend", day + timedelta(days=1))


def _summary(conversation: Conversation, words: Catalogue) -> str:
    """Return the given title with both names, or the default title, which has both."""
    given = conversation.header.title
    names = [p.name for p in conversation.partners if p.name]
    if not given or len(names) != 2:
        return wording.title(conversation)
    return words("minutes.title.between", title=given, one=names[0], other=names[1])


def _time_of_day(text: str) -> time | None:
    """Return a time like 10:00; None if absent or malformed."""
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _zone(name: str) -> ZoneInfo | None:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name) if name else None
    except (LookupError, OSError, ValueError):
        return None
