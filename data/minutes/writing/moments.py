"""Days and moments in the words of the minutes."""

from __future__ import annotations

from datetime import date

from ...i18n.catalogue import Catalogue
from ...i18n.local_time import local_time
from ...ids import Slug
from ...model.conversation import Header
from ...text.sanitize import clean_line
from ..wording import written_date


def weekday_date(day: date, words: Catalogue) -> str:
    """Return a date with its weekday: Tuesday 1 December 2026."""
    weekday = words("dates.weekdays.long").split()[day.weekday()]
    return words("minutes.weekday", weekday=weekday, date=written_date(day, words))


def moment(at: str, zone: str, words: Catalogue) -> str:
    """Return a UTC time in a time zone: Tuesday 1 December 2026 at 12:58 (UTC+01:00).

    Returns "" if it is malformed.
    """
    local = local_time(at, zone)
    if local is None:
        return ""
    day = weekday_date(local.day, words)
    return words("minutes.moment", day=day, clock=words(local.clock))


def day_of(at: str, zone: str, words: Catalogue) -> str:
    """Return the day of a UTC time in a time zone; "" if it is malformed."""
    local = local_time(at, zone)
    return written_date(local.day, words) if local else ""


def earlier(slug: Slug, header: Header, words: Catalogue) -> str:
    """Return an earlier conversation: its slug, after the date of the one that `header` follows."""
    name = clean_line(slug)
    if not name or slug != header.previous or header.previous_on is None:
        return name
    day = written_date(header.previous_on, words)
    return words("minutes.earlier", date=day, slug=name)


def date_and_time(header: Header, words: Catalogue) -> str:
    """Return date, time and planned duration; "" if neither date nor time is known."""
    parts: list[str] = []
    time = clean_line(header.time)
    if header.date and time:
        day = weekday_date(header.date, words)
        parts.append(words("minutes.day_at", day=day, time=time))
    elif header.date:
        parts.append(weekday_date(header.date, words))
    elif time:
        parts.append(words("minutes.at", time=time))
    if parts and header.minutes:
        parts.append(words("minutes.duration", minutes=header.minutes))
    return ", ".join(parts)
