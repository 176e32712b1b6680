"""A UTC time in the time zone of a conversation, with the offset: unambiguous for every reader."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import NamedTuple

from .catalogue import Message


class LocalTime(NamedTuple):
    """A moment as people in a time zone write it."""

    day: date
    time: str
    """`HH:MM`."""
    offset: str
    """The offset from UTC, such as `UTC+01:00`: the hour that autumn repeats has two."""

    @property
    def clock(self) -> Message:
        """The time of day with the offset: `10:00 (UTC+01:00)`, or `10:00 uur (UTC+01:00)`."""
        return Message("dates.clock", time=self.time, offset=self.offset)


def local_time(moment: str, zone: str) -> LocalTime | None:
    """Return a UTC time (ISO 8601) in a zone (an IANA name); None if the time is malformed.

    An empty zone, and one that this machine does not know, is UTC.
    """
    try:
        at = datetime.fromisoformat(moment)
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(_zone(zone))
    except (ValueError, OverflowError):
        return None
    seconds = at.utcoffset()
    minutes = int(seconds.total_seconds()) // 60 if seconds else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return LocalTime(at.date(), f"{at:%H:%M}", f"UTC{sign}{hours:02}:{rest:02}")


@lru_cache(maxsize=64)
def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo  # spares commands that show no time the module

    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # unknown, a path, a folder of zones
        return UTC
