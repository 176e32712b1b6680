"""Moments, as conversations keep them."""

from __future__ import annotations

from datetime import UTC, datetime

YEARS = range(2000, 9000)
"""The years in which a moment can be; others cannot be told in every time zone."""


def utc_now() -> str:
    """The present moment, UTC, ISO 8601 to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()
