"""Dates in words, in Dutch and English."""

from __future__ import annotations

from datetime import date
from typing import Literal

from .catalogue import Catalogue, catalogue

Width = Literal["short", "weekday", "long"]


def format_date(
    day: date, language: str, *, today: date | None = None, width: Width = "short"
) -> str:
    """Return a date in words, in a language.

    By width: short `31 mrt`, weekday `do 3 dec`, long `donderdag 3 december 2026`. The short and
    weekday widths omit the year if it is that of `today`. `parse_due` parses each of them, but
    takes a date without a year as a future one: fill in forms with `today=None`.
    """
    words = catalogue(language)
    form = "long" if width == "long" else "short"
    parts = [str(day.day), words(f"dates.months.{form}").split()[day.month - 1]]
    if width != "short":
        parts.insert(0, words(f"dates.weekdays.{form}").split()[day.weekday()])
    if width == "long" or today is None or today.year != day.year:
        parts.append(f"{day.year:04}")
    return " ".join(parts)


def weekday_name(day: date, words: Catalogue) -> str:
    """Return the weekday of a date in words, as in a sentence."""
    return words("dates.weekdays.long").split()[day.weekday()]
