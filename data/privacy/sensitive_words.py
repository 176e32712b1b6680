"""Words that tell of somebody's health: they do not belong in personnel records.

The law forbids an employer to keep them (GDPR, article 9), so a hint is given where one is typed;
nothing is ever refused. Which words those are stands in the catalogue of each language, `*` for
any ending.
"""

from __future__ import annotations

import re
from functools import cache

from ..i18n.catalogue import catalogue


def health_words(text: str, language: str) -> list[str]:
    """The words about health in a text in this language, as they stand there, each once."""
    found = (match[0] for match in _pattern(language).finditer(text))
    return list({word.casefold(): word for word in found}.values())


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = catalogue(language)("sensitive_words.words").split()
    ways = [re.escape(word).replace(r"\*", r"\w*").replace(r"\-", "[- ]?") for word in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)", re.IGNORECASE)
