"""The moment of the last change of a conversation, from what is stored in it: no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from .conversation import Conversation


def last_change(conversation: Conversation) -> str:
    """Return the UTC time of the last change (ISO 8601); "" if nothing in it has a valid time.

    Edits count to the minute, new agreements, progress and stances to the second. A conversation
    without edits was begun after what was carried over into it.
    """
    edits = _moments(conversation.header.changed.values())
    others = edits or _moments([conversation.header.created])
    last = max([*_moments(_times(conversation)), *others], default=None)
    return last.isoformat() if last else ""


def _moments(times: Iterable[str]) -> list[datetime]:
    return [moment for text in times if (moment := _utc(text))]


def _times(conversation: Conversation) -> Iterator[str]:
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
