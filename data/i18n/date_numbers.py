"""Numbers in words, in Dutch and English: `eenentwintig`, `twenty-one`, `derde`, `31st`."""

from __future__ import annotations

import re
from functools import cache

from .catalogue import LANGUAGES, catalogue


@cache
def number_words(language: str) -> dict[str, int]:
    """Return the numbers 1 to 99 of a language by their words, each written as one word."""
    words = catalogue(language)
    units, tens = words("dates.numbers").split(), words("dates.tens").split()
    found = {word: number for number, word in enumerate(units, start=1)}
    for ten, word in enumerate(tens, start=2):
        found[word] = ten * 10
        for number, unit in enumerate(units[:9], start=1):
            found[words("dates.numbers.joined", unit=unit, ten=word)] = ten * 10 + number
    return found


@cache
def ordinal_words(language: str) -> dict[str, int]:
    """Return the ordinals 1 to 39 of a language by their words, each written as one word."""
    words = catalogue(language)
    units, tens = words("dates.ordinals").split(), words("dates.ordinals.tens").split()
    found = {word: number for number, word in enumerate(units, start=1)}
    found |= {word: ten * 10 for ten, word in enumerate(tens, start=2)}
    for word, number in number_words(language).items():
        ten, unit = divmod(number, 10)
        if 2 <= ten <= len(tens) + 1 and unit:
            # The last part becomes an ordinal: eenentwintigste, twenty-first.
            last = words("dates.tens").split()[ten - 2], tens[ten - 2]
            if not word.endswith(last[0]):
                last = words("dates.numbers").split()[unit - 1], units[unit - 1]
            found[word.removesuffix(last[0]) + last[1]] = number
    return found


def join_numbers(text: str) -> str:
    """Write each number of two words as one word: `twenty one` is `twentyone`."""
    return _two_words().sub(r"\1\2", text)


@cache
def _two_words() -> re.Pattern[str]:
    tens: list[str] = []
    units: list[str] = []
    for language in LANGUAGES:
        words = catalogue(language)
        tens += words("dates.tens").split()
        units += words("dates.numbers").split()[:9] + words("dates.ordinals").split()[:9]
    return re.compile(rf"\b({'|'.join(tens)}) ({'|'.join(units)})\b")
