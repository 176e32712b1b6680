"""What a talk waits for: a day, preparation, or approval."""

from __future__ import annotations

from datetime import date
from enum import Enum

from ...ids import PARTNER_IDS
from ..summary import Summary
from .agenda import Section, Talk


class Waiting(Enum):
    """What a talk waits for; the value is the last part of its message key."""

    NOBODY_PREPARED = "nobody"
    ONE_PREPARED = "one"
    """One of the two has prepared; it is unknown which of them the user is."""
    OTHER_PREPARES = "not_other"
    I_PREPARE = "not_me"
    BOTH_PREPARED = "both"
    BEGUN = "begun"
    PLANNING = "plan"
    """The next talk has no day."""
    OVERDUE = "overdue"
    """The day of the next talk is over."""
    CHANGED = "changed"
    """It was changed after it was approved."""
    ONE_APPROVES = "one_agrees"
    NOBODY_APPROVES = "none_agrees"
    NOTHING = "agreed"
    """Both approve, and the next talk has a day."""


_PREPARED = {
    (False, False): Waiting.NOBODY_PREPARED,
    (True, False): Waiting.OTHER_PREPARES,
    (False, True): Waiting.I_PREPARE,
    (True, True): Waiting.BOTH_PREPARED,
}
"""By whether the user has prepared, and the other."""
_WITHOUT_ME = (Waiting.NOBODY_PREPARED, Waiting.ONE_PREPARED, Waiting.BOTH_PREPARED)
"""By how many have prepared."""


def waiting_for(talk: Talk, today: date) -> Waiting | None:
    """Return what a talk waits for; None if it is closed."""
    summary = talk.summary
    if talk.section is Section.CLOSED:
        return None
    if talk.section is Section.HELD:
        return _after(talk, today)
    return Waiting.BEGUN if summary.talked else _preparation(summary)


def due_for(talk: Talk, today: date) -> Waiting | None:
    """Return what has to be done about a talk now; None if that is nothing.

    Of the talks with a person only the last one that was held counts, and preparation only in the
    week before the talk.
    """
    waiting = waiting_for(talk, today)
    if talk.section is Section.HELD:
        return None if talk.is_past or waiting is Waiting.NOTHING else waiting
    if waiting in (None, Waiting.BEGUN):
        return None
    if talk.lacks_day:
        return Waiting.PLANNING
    if talk.is_late(today):
        return Waiting.OVERDUE
    is_soon = talk.section is Section.DUE and waiting is not Waiting.BOTH_PREPARED
    return waiting if is_soon else None


def _preparation(summary: Summary) -> Waiting:
    if summary.me not in PARTNER_IDS:
        return _WITHOUT_ME[min(2, len(summary.prepared_by))]
    mine = summary.me in summary.prepared_by
    return _PREPARED[mine, len(summary.prepared_by) > mine]


def _after(talk: Talk, today: date) -> Waiting:
    """Return what a talk that was held waits for: a next one first, then approval."""
    summary = talk.summary
    if not talk.is_past and talk.lacks_day:
        return Waiting.PLANNING
    if not talk.is_past and talk.is_late(today):
        return Waiting.OVERDUE
    if summary.approval_void:
        return Waiting.CHANGED
    if len(summary.approved) < len(PARTNER_IDS):
        return Waiting.ONE_APPROVES if summary.approved else Waiting.NOBODY_APPROVES
    return Waiting.NOTHING
