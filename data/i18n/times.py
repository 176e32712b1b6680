"""Reading times of the day as people write them, in Dutch and English: `9:00`, `half tien`, `9am`.

A time with its minutes in figures is one of the 24-hour clock. Any other time before seven is in
the afternoon, since nobody plans a talk at night. `half tien` is 9:30 and `half ten` 10:30; `half`
with a figure is read as Dutch.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from ..errors import UsageError
from ..text.lazy_pattern import lazy_pattern
from ..text.sanitize import clip
from .catalogue import LANGUAGES, catalogue
from .date_numbers import join_numbers, number_words
from .date_tokens import plain_words

_HALF_DAY = 12 * 60
"""Minutes on the face of a clock."""
_MORNING = 7 * 60
"""The time, in minutes, before which a time in words is in the afternoon."""
_MAX_QUOTED = 160
"""The most code points of a wrong text that are cleaned to quote it."""

_WORDS = ("at", "hours", "half", "quarter", "past", "to", "until", "am", "pm", "evening", "noon",
          "midnight")  # fmt: skip
"""The words of `times.word.*`; each is its own token."""

_MARK = lazy_pattern(r"C|(?:^| )(?:at|hours|half|quarter|am|pm|evening|noon|midnight)\b")
"""A token that makes figures a time, and no part of a date."""
_LEADING_PART = lazy_pattern(r"^(am|pm|evening) (?:at )?(.+)$")


class TimeOfDayError(UsageError):
    """A text is no time of the day; the message says why."""


def parse_time(text: str, *, behind_date: bool = False) -> str:
    """Return the time of the day that a text means, as "HH:MM".

    With `behind_date` bare figures are no time: `vrijdag 9` may be the 9th.
    Raises TimeOfDayError if the text is no time, or if there is no such time.
    """
    plain = plain_words(text).strip(" .,;!?")
    words = _tokenize(plain, compact=not behind_date) if plain.isascii() else "?"
    if not behind_date or _MARK.search(words):
        words = _LEADING_PART.sub(r"\2 \1", words).removeprefix("at ")
        for pattern, minutes_of in _RULES:
            if match := re.fullmatch(pattern, words):
                return _in_figures(minutes_of(match), match.groupdict().get("part"), match)
        if re.fullmatch(r".*\d.* (?:-|to|until) .*\d.*", words):
            raise TimeOfDayError("times.range")
    raise TimeOfDayError("times.unclear", text=clip(text.strip()[:_MAX_QUOTED], 40))


def _tokenize(plain: str, *, compact: bool) -> str:
    """Return plain words as tokens; `?` stands for a word of no time.

    `C0930` is a time with minutes in figures, `n9` a Dutch and `e9` an English number in words.
    `compact` reads `0930` as such a time too.
    """
    plain = re.sub(r"\b([ap])\.? ?m\b\.?", r"\1m", plain)
    plain = re.sub(r"\bo'? ?clock\b", "oclock", plain).replace("@", " at ")
    plain = re.sub(
        r"(?<![\d:.,])(\d{1,2})(?: ?[:.,] ?|[hu])(\d\d)(?::\d\d)?(?![\d:])",
        lambda match: f" C{match[1]:>02}{match[2]} ",
        plain,
    )
    if compact:
        plain = re.sub(
            r"(?<![\w:.])(\d{1,2})(\d\d)(?![\d:.,])",
            lambda match: f" C{match[1]:>02}{match[2]} ",
            plain,
        )
    plain = join_numbers(re.sub(r"(?<=[a-z])-(?=[a-z])", " ", plain))
    found = re.findall(r"C\d{4}|\d+|[a-z]+|\S", plain)
    tokens = (_vocabulary().get(part, part if part[-1].isdigit() else "?") for part in found)
    return " ".join(filter(None, tokens))


@cache
def _vocabulary() -> dict[str, str]:
    words: dict[str, str] = {"-": "-", ",": "", ".": "", "'": ""}
    for language, letter in zip(LANGUAGES, "en", strict=True):
        words_of = catalogue(language)
        words |= {word: f"{letter}{number}" for word, number in number_words(language).items()}
        words |= dict.fromkeys(words_of("times.word.filler").split(), "")
        for name in _WORDS:
            words |= dict.fromkeys(words_of(f"times.word.{name}").split(), name)
    return words


def _in_figures(minutes: int, part: str | None, match: re.Match[str]) -> str:
    """Return a time as "HH:MM", in the named part of the day. Raises TimeOfDayError."""
    spoken = not match.groupdict().get("clock")
    if not 0 <= minutes < 2 * _HALF_DAY:
        raise TimeOfDayError("times.no_such", time=f"{minutes // 60}:{minutes % 60:02}")
    if part == "am":
        minutes %= _HALF_DAY
    elif part in ("pm", "evening"):
        midnight = part == "evening" and _HALF_DAY <= minutes < _HALF_DAY + 60
        minutes = minutes % _HALF_DAY + (0 if midnight else _HALF_DAY)
    elif spoken and 0 < minutes < _MORNING:
        minutes += _HALF_DAY
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _clock(match: re.Match[str]) -> int:
    hour, minute = int(match["clock"][:2]), int(match["clock"][2:])
    if minute > 59:
        raise TimeOfDayError("times.no_such", time=f"{hour}:{minute:02}")
    return hour * 60 + minute


def _number(word: str) -> int:
    return 15 if word == "quarter" else int(word.lstrip("ne"))


def _hour(match: re.Match[str]) -> int:
    minutes = _number(match["minutes"]) if match.groupdict().get("minutes") else 0
    if minutes > 59:
        raise TimeOfDayError("times.unclear", text=f"{match['hour']} {minutes}".lstrip("ne"))
    return _number(match["hour"]) * 60 + minutes


def _half(match: re.Match[str]) -> int:
    """Return `half tien` (9:30), `half ten`, `half past ten` (10:30)."""
    after = bool(match["past"]) or match["hour"].startswith("e")
    return _number(match["hour"]) * 60 + (30 if after else -30)


def _beside(match: re.Match[str]) -> int:
    """Return `kwart over negen`, `ten to nine`, `vijf voor half tien`."""
    sign = 1 if match["side"] == "past" else -1
    base = _number(match["hour"]) * 60 - (30 if match["half"] else 0)
    return base + sign * _number(match["minutes"])


_HOUR = r"(?P<hour>[ne]?\d{1,2})(?: hours)?"
_MINUTES = r"(?P<minutes>quarter|[ne]?\d{1,2})"
_PART = r"(?: (?P<part>am|pm|evening))?"

_RULES: tuple[tuple[str, Callable[[re.Match[str]], int]], ...] = (
    (rf"C(?P<clock>\d{{4}})(?: hours)?{_PART}", _clock),
    (rf"{_HOUR}{_PART}", _hour),
    (r"(?P<clock>)(?P<hour>\d{1,2}) hours (?P<minutes>\d{1,2})", _hour),
    (rf"(?P<hour>[ne]?\d{{1,2}}) hours (?P<minutes>[ne]\d{{1,2}}){_PART}", _hour),
    (rf"(?P<hour>e\d{{1,2}}) (?P<minutes>e\d\d){_PART}", _hour),
    (rf"half (?P<past>past )?{_HOUR}{_PART}", _half),
    (rf"{_MINUTES} (?P<side>past|to) (?P<half>half )?{_HOUR}{_PART}", _beside),
    (r"(?:[ne]?12 )?(?P<hour>noon)", lambda _: _HALF_DAY),
    (r"(?:[ne]?12 )?midnight", lambda _: 0),
)
"""Tried in this order; each is compiled when it is first tried, as a start needs none of them."""
