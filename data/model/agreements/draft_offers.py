"""What a line of the notes says of an agreement that is made of it: who does it, and by when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ...errors import UsageError
from ...i18n.date_tokens import tokenize
from ...i18n.dates import parse_due
from ..conversation import Partner

_MAX_WORDS = 8
"""The most words of a date."""
_BREAK = (",", ";", ":", "!", "?", ")")
"""What no date goes on behind."""
_DATED = re.compile(r"\b(?:M\d|W\d|S\d|week|quarter|semester|month|year|weekend|christmas|workday)")
_COUNTED = re.compile(r"\d|\b(?:this|coming|next|last|begin|half|mid|end|before|after|in|from)\b")
_WHOLE_NAME = 5
"""The fewest letters of a day's name that stands alone: `sun` and `wed` are other words too."""
_NEAR = re.compile(r"\b(?:tomorrow|overmorrow|today)\b")
_UNTIL = ("before", "by", "until", "till", "voor", "vóór", "uiterlijk", "tegen", "tot")
_ON = ("on", "op")
_ARTICLES = ("a", "an", "one", "een", "één")
"""Words that are a time behind a date, and more often the beginning of something else."""


class Offers(NamedTuple):
    """What is offered; empty where the line does not say."""

    owner: str = ""
    due: date | None = None


def offers_in(text: str, partners: Iterable[Partner], today: date) -> Offers:
    """Return the partner whom a line names first, and the day that it names, from today on."""
    partners = tuple(partners)
    names = tuple(_names(partners))
    words = {word for name, _ in names for word in name.split() if word[0].isupper()}
    return Offers(_owner(text, names), _due(text, words, today))


def _names(partners: Sequence[Partner]) -> Iterator[tuple[str, str]]:
    """Yield what the partners are called, and the whole name of each; the longest first."""
    for partner in partners:
        if partner.name:
            yield partner.name, partner.name
    firsts = [next(iter(partner.name.split()), "") for partner in partners]
    for first, partner in zip(firsts, partners, strict=True):
        if first and firsts.count(first) == 1:
            yield first, partner.name


def _owner(text: str, names: Iterable[tuple[str, str]]) -> str:
    found = [
        (match.start(), whole)
        for name, whole in names
        if (match := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))
    ]
    return min(found)[1] if found else ""


def _due(text: str, names: set[str], today: date) -> date | None:
    """Return the day in a text; of several, one that something is due by, or else the last."""
    found: list[tuple[bool, date]] = []
    for run in _runs(text, names):
        at = 0
        while at < len(run):
            ends = range(min(len(run), at + _MAX_WORDS), at, -1)
            dates = ((end, _date(run[at:end], today)) for end in ends)
            end, day = next(((end, day) for end, day in dates if day), (at + 1, None))
            if day:
                until = any(word.casefold() in _UNTIL for word in run[max(0, at - 1) : end])
                found.append((until, day))
            at = end
    return next((day for until, day in reversed(found) if until), found[-1][1] if found else None)


def _runs(text: str, names: set[str]) -> Iterator[list[str]]:
    """Yield the words that may be of one date, as long as they follow each other."""
    run: list[str] = []
    for word in text.split():
        bare = word.strip("()“”\"'‘’*_").rstrip("".join(_BREAK)).removesuffix(".")
        if bare and bare not in names and _is_date_word(bare):
            run.append(bare)
        else:
            yield run
            run = []
            continue
        if word.rstrip("“”\"'‘’*_").endswith(_BREAK):
            yield run
            run = []
    yield run


def _is_date_word(word: str) -> bool:
    try:
        tokenize(word)
    except UsageError:
        return word.casefold() in _UNTIL
    return True


def _date(words: Sequence[str], today: date) -> date | None:
    """Return the day of these words if they clearly are one, and it is not past."""
    text = " ".join(words)
    try:
        tokens = tokenize(text)
        day = parse_due(text, today)
    except UsageError:
        return None
    if words[-1].casefold() in _ARTICLES or re.fullmatch(r"o\d+ [a-z]+", tokens):
        return None
    first = words[0].casefold()
    led = len(words) > 1 and first in (*_UNTIL, *_ON)
    iso = re.fullmatch(r"\d{4} \d\d? \d\d?", tokens) or re.fullmatch(r"\d\d? \d\d? \d{4}", tokens)
    near = _NEAR.search(tokens) and (led or tokens != "today")
    counted = _COUNTED.search(re.sub(r"[MWS]\d+", "", tokens))
    weekday = tokens.startswith("W") and len(text) >= _WHOLE_NAME
    dated = _DATED.search(tokens) and (led or counted or weekday)
    return day if day >= today and (iso or near or dated) else None
