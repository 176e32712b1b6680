"""How an agreement is getting on, read from its progress log and its dates."""

from __future__ import annotations

import re
from datetime import date, datetime

from .conversation import Agreement

_PERCENT = re.compile(r"(\d{1,3})\s*%?")


def last_percent(agreement: Agreement) -> int | None:
    """How far it is, 0 to 100, as it was told last; None where that was never told."""
    told = [entry.percent for entry in agreement.progress if entry.percent is not None]
    return told[-1] if told else None


def is_late(agreement: Agreement, today: date) -> bool:
    """Whether it is open and was due before `today`."""
    return agreement.status == "open" and agreement.due is not None and agreement.due < today


def evaluation_is_late(agreement: Agreement, today: date) -> bool:
    """Whether its day to look how it is going is over, and nothing was told on or after it."""
    day = agreement.evaluate_on
    if agreement.status != "open" or day is None or day >= today:
        return False
    told = [local_day(entry.at) for entry in agreement.progress]
    return not any(known is not None and known >= day for known in told)


def local_day(moment: str) -> date | None:
    """The calendar day of a UTC moment (ISO 8601) where the user is; None where it is none."""
    try:
        return datetime.fromisoformat(moment).astimezone().date()
    except (ValueError, OverflowError):
        return None


def parse_percent(text: str) -> int | None:
    """`50`, `50%` or `50 %` as a number from 0 to 100; None where it is anything else."""
    match = _PERCENT.fullmatch(text.strip())
    percent = int(match[1]) if match else 101
    return percent if percent <= 100 else None
