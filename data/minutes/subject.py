"""What a stance is about: the record as it is, as it was, or another one."""

from __future__ import annotations

from enum import Enum, auto

from ..model.conversation import Approval
from ..text.lazy_pattern import lazy_pattern
from .edition import Edition

_DIGEST = lazy_pattern(r"[0-9a-f]{64}")


class Subject(Enum):
    """The record that a stance is about."""

    THIS_RECORD = auto()
    CHANGED_RECORD = auto()
    """The record before a change: the stance does not hold any more."""
    OTHER_RECORD = auto()
    """The record from which these minutes were imported, with another digest."""


def subject_of(approval: Approval, edition: Edition) -> Subject:
    """Return what a stance is about."""
    if approval.partner in edition.void:
        return Subject.CHANGED_RECORD
    if not edition.digest or approval.digest == edition.digest:
        return Subject.THIS_RECORD
    known = _DIGEST.fullmatch(approval.digest)
    return Subject.OTHER_RECORD if known else Subject.CHANGED_RECORD
