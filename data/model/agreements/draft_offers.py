"""What a line of the notes says of an agreement that is made of it: who does it, and by when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ...errors import UsageError
from ...i18n.date_tokens import tokenize
from ...i18n.dates import parse_due
from ...text.lazy_pattern import lazy_pattern
from ..conversation import Partner

_MAX_WORDS = 8
"""The most words of a date."""
_AROUND = "“”\"'‘’*_"
"""The signs around words."""
_BREAK = (",", ";", ":", "!", "?", ")")
"""What no date goes on behind."""
_DATED = lazy_pattern(
    r"\b(?:M\d|W\d|S\d|week|quarter|semester|month|year|weekend|christmas|workday)"
)
_COUNTED = lazy_pattern(r"\d|\b(?:this|coming|next|last|begin|half|mid|end|before|after|in|from)\b")
_WHOLE_NAME = 5
"""The fewest letters of a day's name that stands alone: `sun` and `wed` are other words too."""
_NEAR = lazy_pattern(r"\b(?:tomorrow|overmorrow|today)\b")
_UNTIL = ("before", "by", "until", "till", "voor", "vóór", "uiterlijk", "tegen", "tot")
_ON = ("on", "op")
_ARTICLES = ("a", "an", "one", "een", "één")
"""Words that are a time behind a date, and more often the beginning of something else."""
_OFF_TIME = (
    *("early", "earlier", "late", "later", "ago", "ahead", "behind", "overdue", "long", "old"),
    *("vroeg", "vroeger", "eerder", "laat", "later", "geleden", "lang", "oud", "vertraging"),
)
"""Words behind a span that say how early, late or long something was."""
_TOO = ("te", "too")
_THEN = (
    *("was", "were", "had", "did", "took", "went", "came"),
    *("was", "waren", "had", "hadden", "deed", "deden", "werd", "werden", "kwam", "kwamen"),
    *("ging", "gingen", "duurde", "duurden"),
)
"""Words that tell of the past: a day behind them, that nothing is due by, is past too."""
_JOINTS = ("and", "but", "so", "en", "maar", "dus")
"""Words behind which something else begins."""
_SPAN = lazy_pattern(r"\d[\d.]* (?:workday|day|week|fortnight|month|quarter|semester|year)s?\b")
_COUNTED_ON = lazy_pattern(r"(?:from|before|after) (?:\S)")
_PAST = lazy_pattern(r"\bago\b|\blast (?:\d|(?:day|week|month|quarter|year)$)|^from (?!now)")
_AFTER_SPAN = lazy_pattern(rf"after {_SPAN.pattern}$")


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
    for run, told_of_past in _runs(text, names):
        at = 0
        while at < len(run):
            ends = range(min(len(run), at + _MAX_WORDS), at, -1)
            dates = ((end, _date(run[at:end], today)) for end in ends)
            end, day = next(((end, day) for end, day in dates if day), (at + 1, None))
            if day and day >= today:
                until = any(word.casefold() in _UNTIL for word in run[max(0, at - 1) : end])
                if until or not told_of_past:
                    found.append((until, day))
            at = end
    return next((day for until, day in reversed(found) if until), found[-1][1] if found else None)


def _runs(text: str, names: set[str]) -> Iterator[tuple[list[str], bool]]:
    """Yield the words that may be of one date, as long as they follow each other.

    With each run comes whether the words before it tell of the past. A run that says how early,
    late or long something was, or that is past, is left out.
    """
    run: list[str] = []
    told_of_past = False
    words = text.split()
    for number, word in enumerate((*words, "")):
        bare, ends = _bare(word), word.rstrip(_AROUND).endswith((*_BREAK, "."))
        if bare and bare not in names and _is_date_word(bare):
            run.append(bare)
            if not ends:
                continue
            following: Sequence[str] = ()
        else:
            following = [bare, *map(_bare, words[number + 1 : number + 2])]
        if run and not _is_off_time(run, following):
            yield run, told_of_past and run[0].casefold() not in _JOINTS
        run = []
        goes_on = told_of_past and bare.casefold() not in _JOINTS
        told_of_past = not ends and (goes_on or bare.casefold() in _THEN)


def _bare(word: str) -> str:
    """Return a word without the signs around it."""
    return word.strip(f"(){_AROUND}").rstrip("".join(_BREAK)).removesuffix(".")


def _is_off_time(run: Sequence[str], following: Sequence[str]) -> bool:
    """Return whether words say how early, late or long something was, or name what is past."""
    behind = [word.casefold() for word in following]
    off = behind[1:] if behind[:1] and behind[0] in _TOO else behind[:1]
    if run[-1].casefold() in _OFF_TIME or any(word in _OFF_TIME for word in off):
        return True
    try:
        return bool(_PAST.search(tokenize(" ".join(run))))
    except UsageError:
        return False


def _is_date_word(word: str) -> bool:
    try:
        tokenize(word)
    except UsageError:
        return word.casefold() in _UNTIL
    return True


def _date(words: Sequence[str], today: date) -> date | None:
    """Return the day of these words if they clearly are one."""
    text = " ".join(words)
    try:
        tokens = tokenize(text)
        day = parse_due(text, today)
    except UsageError:
        return None
    if words[-1].casefold() in _ARTICLES or re.fullmatch(r"o\d+ [a-z]+", tokens):
        return None
    if _AFTER_SPAN.fullmatch(tokens) or (_SPAN.match(tokens) and not _COUNTED_ON.search(tokens)):
        return None
    first = words[0].casefold()
    led = len(words) > 1 and first in (*_UNTIL, *_ON)
    iso = re.fullmatch(r"\d{4} \d\d? \d\d?", tokens) or re.fullmatch(r"\d\d? \d\d? \d{4}", tokens)
    near = _NEAR.search(tokens) and (led or tokens != "today")
    counted = _COUNTED.search(re.sub(r"[MWS]\d+", "", tokens))
    weekday = tokens.startswith("W") and len(text) >= _WHOLE_NAME
    dated = _DATED.search(tokens) and (led or counted or weekday)
    return day if iso or near or dated else None
