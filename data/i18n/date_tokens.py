"""The words of a date, in Dutch and English, as tokens: `31 maart` and `31 March` are `31 M3`.

A token is a number (`31`, `1.5`), an ordinal (`o3`), a month (`M3`), a weekday (`W5`), a season
(`S2`), or one of the words of `_WORDS`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from .catalogue import LANGUAGES, Catalogue, Message, catalogue
from .date_errors import DateError, unclear
from .date_numbers import join_numbers, number_words, ordinal_words

_MAX_LENGTH = 80
"""Code points; a longer text is no date."""

_WORDS = {
    "one": "1",
    "one_and_a_half": "1.5",
    "half_year": "half year",
    "filler": "",
    **{
        word: word
        for word in (
            *("day", "workday", "week", "weekend", "fortnight", "month", "quarter", "semester"),
            *("year", "in", "from", "now", "after", "before", "ago", "and"),
            *("yesterday", "today", "tomorrow", "overmorrow", "overyesterday"),
            *("this", "coming", "next", "last", "begin", "mid", "half", "end", "christmas"),
        )
    },
}
"""The token of each `dates.word.*`."""

_UNIT = "(?:day|week|fortnight|month|quarter|year)"
_HALVES = (
    (r"\b(o[12]) half year\b", r"\1 semester"),
    (rf"\b(\d+) and (?:1 )?half (?={_UNIT})", r"\1.5 "),
    (rf"\b(\d+) ({_UNIT}) and (?:1 )?half\b", r"\1.5 \2"),
    (rf"\b(?:half 1|1 half) (?={_UNIT})(?!\w+ \d)", "0.5 "),
    (r"\bhalf year\b(?! \d)", "0.5 year"),
)
"""`twee en een half jaar`, `a year and a half`, `een half jaar`: a number and a half, or a half."""


def plain_words(text: str) -> str:
    """Return a text in lower case without accents, with plain hyphens and blanks.

    A word processor writes other hyphens and blanks, and characters that cannot be seen. `2,5`
    before a word becomes `2½`. Only as many code points are read as a date can have.
    """
    text = re.sub(r"(\d)\s?½", r"\1,5", text[: _MAX_LENGTH + 1]).replace("½", " half ")
    plain = "".join(
        "-" if unicodedata.category(char) == "Pd" or char == "−" else char
        for char in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(char) and unicodedata.category(char) != "Cf"
    )
    plain = re.sub(r"[‘’ʼ´`]", "'", " ".join(plain.split()))
    return re.sub(r"(\d)[.,]5(?= ?[a-z])", r"\1½", plain)


def tokenize(text: str) -> str:
    """Return the text as tokens separated by blanks. Raises DateError if a word has none."""
    text = text.strip()
    if not text:
        raise DateError("dates.empty", examples=Message("dates.examples"))
    plain = plain_words(text).rstrip("!?")
    plain = re.sub(r"\b([aj])\. ?([sl])\b\.?", r"\1\2", plain)  # a.s. = aanstaande
    plain = re.sub(r"\bt/m\b|\bt\.e\.m\.", "tm", plain)  # t/m = tot en met
    plain = re.sub(r"'(\d\d)\b", r" 20\1", plain)
    plain = re.sub(r"[.,'();]", " ", plain)
    plain = re.sub(r"(?<=\w)[-/](?=\w)|\s[-/]\s", " ", plain)
    if len(text) > _MAX_LENGTH or not re.fullmatch(r"[a-z0-9½\s]*", plain):
        raise unclear(text)
    plain = join_numbers(" ".join(plain.split()))
    plain = re.sub(r"(?<=[a-z])enhal(?:f|ve)\b", " en half", plain)  # tweeenhalf
    for phrase, word in _phrases():
        plain = re.sub(rf"\b{phrase}\b", word, plain)
    tokens = []
    for part in re.findall(r"\d+(?:st|nd|rd|th|ste|de|e)\b|\d+½?|[a-z]+", plain):
        if part[-1] in "½0123456789":
            token: str | None = part.replace("½", ".5")
        elif part[0].isdigit():
            token = "o" + re.sub(r"\D", "", part)
        else:
            token = _token(part)
        if token is None:
            raise unclear(text)
        tokens.append(token)
    words = " ".join(token for token in tokens if token)
    for pattern, into in _HALVES:
        words = re.sub(pattern, into, words)
    return words


def _token(word: str) -> str | None:
    """Return the token of a word: itself, an abbreviation, or a day with a part of it."""
    if (token := _vocabulary().get(word, _by_prefix(word))) is not None:
        return token
    for part in _parts_of_day():
        if word.endswith(part) and (day := word.removesuffix(part)):
            token = _vocabulary().get(day)
            return token if token and token.startswith(("W", "to", "yes")) else None
    return None


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    """Return the expressions of several words, each with the word that it stands for."""
    phrases = [phrase for words in _both() for phrase in words("dates.phrases").split(";")]
    pairs = (phrase.split("=") for phrase in phrases)
    return tuple((phrase.strip(), word.strip()) for phrase, word in pairs)


@cache
def _parts_of_day() -> tuple[str, ...]:
    return tuple(word for words in _both() for word in words("dates.parts_of_day").split())


def _both() -> tuple[Catalogue, ...]:
    return tuple(catalogue(language) for language in LANGUAGES)


@cache
def _vocabulary() -> dict[str, str]:
    """Return the token of every word of a date in both languages."""
    words: dict[str, str] = {}
    for language in LANGUAGES:
        words_of = catalogue(language)
        words |= dict.fromkeys(words_of("dates.parts_of_day").split(), "")
        words |= {word: str(number) for word, number in number_words(language).items()}
        words |= {word: f"o{number}" for word, number in ordinal_words(language).items()}
        for name, token in _WORDS.items():
            words |= dict.fromkeys(words_of(f"dates.word.{name}").split(), token)
        for names, letter in (
            ("months.long", "M"),
            ("months.short", "M"),
            ("weekdays.long", "W"),
            ("weekdays.short", "W"),
            ("seasons", "S"),
            ("seasons.other", "S"),
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
