"""The errors for a text that is no date."""

from __future__ import annotations

import re
from datetime import date

from ..errors import UsageError
from ..text.sanitize import clip
from .catalogue import LANGUAGES, Catalogue, Message, catalogue

FIRST_YEAR = 1900
LAST_YEAR = 9998
"""One year less than `datetime.MAXYEAR`, so that any day of the next week is still a `date`."""

_MAX_QUOTED = 160
"""The most code points of a wrong text that are cleaned to quote it."""


class DateError(UsageError):
    """A text is no date; the message says why."""


def unclear(text: str, reason: str = "") -> DateError:
    """Return the error for a text that is not understood, or that means no single day.

    The reason is `vague`, `recurring` or `several`; by default the words of the text tell it.
    """
    shown = clip(text[:_MAX_QUOTED], 40)
    said = set(re.findall(r"[a-z]+", text[:_MAX_QUOTED].casefold().replace(".", "")))
    for told in ("vague", "recurring", "several"):
        lists = (catalogue(name)(f"dates.{told}.words").split() for name in LANGUAGES)
        if not reason and any(said & set(words) for words in lists):
            reason = told
    return DateError(f"dates.{reason or 'unclear'}", text=shown, examples=Message("dates.examples"))


def no_such_day(month: int, day: int, year: int | None = None) -> DateError:
    """Return the error for a day that the month (1 to 12) does not have."""

    def in_words(words: Catalogue) -> str:
        name = words("dates.months.long").split()[month - 1]
        return f"{day} {name} {year or ''}".rstrip()

    return DateError("dates.no_such", what=in_words)


def out_of_range() -> DateError:
    """Return the error for a year before FIRST_YEAR or after LAST_YEAR."""
    first, last = (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
    return DateError("dates.out_of_range", first=first, last=last)
