"""Words about a person's health, which do not belong in personnel records.

The law forbids an employer to keep them (GDPR, article 9), so a hint is given when one is typed,
read or exported; nothing is ever refused. The words are in the catalogue of each language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ..i18n.catalogue import LANGUAGES, catalogue

_ANY_LETTERS = r"\w*"
_BETWEEN = r"(?:[ ,]+\w+){0,4}[ ,]+"
"""Up to four words, and the blanks around them."""


def health_words(text: str, language: str) -> list[str]:
    """Return the words about health in a text in this language, as typed, each once."""
    found = (match[0] for match in _pattern(language).finditer(text))
    return list({word.casefold(): word for word in found}.values())


def health_words_of_any_language(texts: Iterable[str]) -> list[str]:
    """Return the words about health in texts, as written, each once.

    People write in more than one language, and nobody says in which one a file is.
    """
    text = "\n".join(texts)
    found = (word for language in LANGUAGES for word in health_words(text, language))
    return list({word.casefold(): word for word in found}.values())


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = catalogue(language)("sensitive_words.words").split()
    patterns = (
        re.escape(word)
        .replace(r"\*", _ANY_LETTERS)
        .replace(r"\-", "[- ]?")
        .replace(r"\~", _BETWEEN)
        .replace("'", "['’]")
        for word in words
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
