"""How far off a day is, in a few cells: `late 5 d`, `today`, `in 9 d`, `in 5 wk`, `May`."""

from __future__ import annotations

from datetime import date

from .catalogue import Catalogue, Message

SOON_DAYS = 14
"""A day is soon while it is at most so many days off."""

_MAX_WEEKS = 19
"""A day further off is told by its month."""


def relative_day(day: date, today: date) -> Message:
    """Return how far off a day is: in days, weeks, or by the name of its month."""
    ahead = (day - today).days
    if ahead < 0:
        return Message("relative.late", days=-ahead)
    if ahead <= 1:
        return Message("relative.tomorrow" if ahead else "relative.today")
    if ahead <= SOON_DAYS:
        return Message("relative.days", days=ahead)
    if is_told_by_month(day, today):
        return Message("relative.month", month=lambda words: _month(day, today, words))
    return Message("relative.weeks", weeks=_weeks(day, today))


def is_soon(day: date, today: date) -> bool:
    """Return whether a day is today or soon after it."""
    return 0 <= (day - today).days <= SOON_DAYS


def is_told_by_month(day: date, today: date) -> bool:
    """Return whether a day is too far off to be told in weeks."""
    return _weeks(day, today) > _MAX_WEEKS


def _weeks(day: date, today: date) -> int:
    return round((day - today).days / 7)


def _month(day: date, today: date, words: Catalogue) -> str:
    """Return the name of the month, with the year if it is a year off or more."""
    name = words("dates.months.short").split()[day.month - 1]
    return name if (day - today).days < 330 else f"{name} {day.year}"
