"""The words of a date, in Dutch and English, as tokens: `31 maart` and `31 March` are `31 M3`."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from .catalogue import LANGUAGES, Message, catalogue
from .date_errors import DateError, unclear

_MAX_LENGTH = 80
"""Code points; a longer text is no date."""

_WORDS = {
    "one": "1",
    "half_year": "half year",
    "filler": "",
    **{
        word: word
        for word in (
            *("day", "week", "month", "quarter", "year", "in", "from", "now", "after", "before"),
            *("today", "tomorrow", "overmorrow", "this", "next"),
            *("begin", "mid", "half", "end", "summer"),
        )
    },
}
"""The token of each `dates.word.*`."""


def tokenize(text: str) -> str:
    """Return the text as tokens separated by blanks. Raises DateError if a word has none."""
    text = text.strip()
    if not text:
        raise DateError("dates.empty", examples=Message("dates.examples"))
    plain = unicodedata.normalize("NFD", text[: _MAX_LENGTH + 1].casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"\ba\.\s?s\b", "as", plain)  # a.s. = aanstaande
    plain = re.sub(r"[.,'’]", " ", plain)
    plain = re.sub(r"(?<=\w)[-/](?=\w)|\s[-/]\s", " ", plain)
    if len(text) > _MAX_LENGTH or not re.fullmatch(r"[a-z0-9\s]*", plain):
        raise unclear(text)
    tokens = []
    for part in re.findall(r"\d+(?:st|nd|rd|th|ste|de|e)\b|\d+|[a-z]+", plain):
        if part.isdigit():
            token: str | None = part
        elif part[0].isdigit():
            token = "o" + re.sub(r"\D", "", part)
        else:
            token = _vocabulary().get(part, _by_prefix(part))
        if token is None:
            raise unclear(text)
        tokens.append(token)
    return " ".join(token for token in tokens if token)


@cache
def _vocabulary() -> dict[str, str]:
    """Return the token of every word of a date in both languages."""
    words: dict[str, str] = {}
    for language in LANGUAGES:
        words_of = catalogue(language)
        for name, token in _WORDS.items():
            words |= dict.fromkeys(words_of(f"dates.word.{name}").split(), token)
        for names, letter in (
            ("numbers", ""),
            ("ordinals", "o"),
            ("months.long", "M"),
            ("months.short", "M"),
            ("weekdays.long", "W"),
            ("weekdays.short", "W"),
        ):
            for number, word in enumerate(words_of(f"dates.{names}").casefold().split(), start=1):
                words[word] = f"{letter}{number}"
    return words


@cache
def _by_prefix(word: str) -> str | None:
    """Return the token of an abbreviated month or weekday (febr, thurs); None if ambiguous."""
    found = {
        token
        for name, token in _vocabulary().items()
        if token[:1] in ("M", "W") and name.startswith(word)
    }
    return found.pop() if len(word) >= 3 and len(found) == 1 else None
