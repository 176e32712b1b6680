"""How an agreement is getting on, by its progress log and its dates."""

from __future__ import annotations

from datetime import date, datetime

from ...text.lazy_pattern import lazy_pattern
from ..conversation import Agreement

_PERCENT = lazy_pattern(r"(\d{1,3})\s*%?")


def last_percent(agreement: Agreement) -> int | None:
    """Return the last known percentage, 0 to 100; None if there is none."""
    percentages = [entry.percent for entry in agreement.progress if entry.percent is not None]
    return percentages[-1] if percentages else None


def is_late(agreement: Agreement, today: date) -> bool:
    """Return whether it is open and was due before `today`."""
    return agreement.status == "open" and agreement.due is not None and agreement.due < today


def support_is_late(agreement: Agreement, today: date) -> bool:
    """Return whether its support is still owed and was promised before `today`."""
    day = agreement.support_due
    is_owed = agreement.status == "open" and agreement.support_done is None
    return is_owed and day is not None and day < today


def evaluation_is_late(agreement: Agreement, today: date) -> bool:
    """Return whether its evaluation day is over, without a progress entry on or after that day."""
    day = agreement.evaluate_on
    if agreement.status != "open" or day is None or day >= today:
        return False
    days = [local_day(entry.at) for entry in agreement.progress]
    return not any(entry_day is not None and entry_day >= day for entry_day in days)


def local_day(moment: str) -> date | None:
    """Return the local calendar day of a UTC time (ISO 8601); None if malformed."""
    try:
        return datetime.fromisoformat(moment).astimezone().date()
    except (ValueError, OverflowError):
        return None


def parse_percent(text: str) -> int | None:
    """Parse `50`, `50%` or `50 %` as a number from 0 to 100; None for anything else."""
    match = _PERCENT.fullmatch(text.strip())
    percent = int(match[1]) if match else 101
    return percent if percent <= 100 else None
