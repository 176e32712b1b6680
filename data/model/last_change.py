"""The moment of the last change of a conversation, from what is stored in it: no clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from .conversation import Conversation


def last_change(conversation: Conversation) -> str:
    """Return the UTC time of the last change (ISO 8601); "" if nothing in it has a valid time.

    Edits count to the minute, new agreements, progress and stances to the second.
    """
    moments = (moment for text in _times(conversation) if (moment := _utc(text)))
    last = max(moments, default=_utc(conversation.header.created))
    return last.isoformat() if last else ""


def _times(conversation: Conversation) -> Iterator[str]:
    yield from conversation.header.changed.values()
    for agreement in conversation.agreements:
        yield agreement.created
        yield from (entry.at for entry in agreement.progress)
    yield from (approval.at for approval in conversation.approvals if approval.digest)


def _utc(text: str) -> datetime | None:
    """Return a stored time; None if it is malformed."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
