"""The time, as conversations store it."""

from __future__ import annotations

from datetime import UTC, datetime

YEARS = range(2000, 9000)
"""The years of valid times; others cannot be shown in every time zone."""


def utc_now() -> str:
    """Return the present time, UTC, ISO 8601 to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()
