"""Words about a person's health, which do not belong in personnel records.

The law forbids an employer to keep them (GDPR, article 9), so a hint is given when one is typed;
nothing is ever refused. The words are in the catalogue of each language, with `*` for any ending.
"""

from __future__ import annotations

import re
from functools import cache

from ..i18n.catalogue import catalogue


def health_words(text: str, language: str) -> list[str]:
    """Return the words about health in a text in this language, as typed, each once."""
    found = (match[0] for match in _pattern(language).finditer(text))
    return list({word.casefold(): word for word in found}.values())


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = catalogue(language)("sensitive_words.words").split()
    patterns = [re.escape(word).replace(r"\*", r"\w*").replace(r"\-", "[- ]?") for word in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
