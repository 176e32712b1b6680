"""The time, as conversations store it."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

YEARS = range(2000, 9000)
"""The years of valid times; others cannot be shown in every time zone."""


def local_zone() -> str:
    """Return the IANA name of this machine's time zone; "" if unknown."""
    from tzlocal import get_localzone_name

    try:
        return str(get_localzone_name() or "")
    except (LookupError, OSError, ValueError):
        return ""


def day_of(now: datetime) -> date:
    """Return the day of a local time; $AFSPRAAK_TODAY (ISO 8601) overrides it."""
    try:
        return date.fromisoformat(os.environ.get("AFSPRAAK_TODAY", ""))
    except ValueError:
        return now.date()


def utc_now() -> str:
    """Return the present time, UTC, ISO 8601 to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()
