"""Moments, as conversations keep them."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> str:
    """The present moment, UTC, ISO 8601 to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()
