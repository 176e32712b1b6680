"""The words of a text without accents and capitals, by which names are compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

from .lazy_pattern import lazy_pattern

_WORD = lazy_pattern(r"[^\W_]+")
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
)
"""Letters that Unicode does not take apart into a letter and an accent."""


def plain_words(text: str) -> list[str]:
    """Return the words of letters and digits in lower case; accents are dropped."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return [unicodedata.normalize("NFC", word) for word in _WORD.findall(bare.lower())]


def search_words(text: str) -> list[str]:
    """Return the plain words as somebody types them without such letters: `lukasz` for Łukasz."""
    return [word.translate(_STROKES) for word in plain_words(text)]


def has_words(
    words: Iterable[str],
    wanted: Iterable[str],
    is_match: Callable[[str, str], bool] = str.startswith,
) -> bool:
    """Return whether each wanted word matches one of the words; by default their beginnings do."""
    words = tuple(words)
    return all(any(is_match(word, each) for word in words) for each in wanted)
