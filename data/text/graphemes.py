"""Grapheme clusters and words: where a caret may stand, and where a text may be cut.

A cluster is one character for a reader: a letter with its accents, a flag, a joined emoji
(UAX #29). Positions are code points. The `regex` library knows the rules; it is imported when a
text first needs them, so plain text costs a comparison.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from .lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    import regex

_COMBINING = "\u0300"
"""The first character that can extend a cluster; each one below it is a cluster of its own."""

JOINERS = ("\u200c", "\u200d")
"""Invisible, but part of what is typed: in joined emoji, and in Persian and Indic words."""

_ASCII_SEGMENTS = lazy_pattern(
    r"""\s+
    | \w+(?:(?:(?<=[A-Za-z])[.:'](?=[A-Za-z]) | (?<=[0-9])[.,;'](?=[0-9]))\w+)*
    | [^\w\s]+""",
    re.ASCII | re.VERBOSE,
)
"""Blanks, words and punctuation of an ASCII text, as `_unicode_segments` finds them."""


def next_boundary(text: str, position: int) -> int:
    """Return the end of the cluster that contains the code point at `position`."""
    return ceiling(text, position + 1)


def previous_boundary(text: str, position: int) -> int:
    """Return the start of the cluster that contains the code point before `position`."""
    return floor(text, position - 1)


def floor(text: str, position: int) -> int:
    """Return the last cluster boundary at or before `position`."""
    return _enclosing_boundaries(text, position)[0]


def ceiling(text: str, position: int) -> int:
    """Return the first cluster boundary at or after `position`."""
    return _enclosing_boundaries(text, position)[1]


def is_boundary(text: str, position: int) -> bool:
    """Return whether `position` is inside no cluster."""
    return floor(text, position) == position


def clusters(text: str) -> Iterator[str]:
    """Yield the clusters of a text in order."""
    if text.isascii():
        yield from text
    else:
        for match in _patterns().cluster.finditer(text):
            yield match.group()


def truncate(text: str, length: int) -> str:
    """Return the longest prefix of whole clusters that has at most `length` code points."""
    return text[: floor(text, max(0, length))]


def previous_word(text: str, position: int) -> int:
    """Return the start of the word before `position`; blanks are skipped first."""
    begin = 0
    for start, _, blank in _segments(text):
        if start >= position:
            break
        if not blank:
            begin = start
    return floor(text, begin)


def next_word(text: str, position: int) -> int:
    """Return the end of the word after `position`; blanks are skipped first."""
    for _, end, blank in _segments(text):
        if end > position and not blank:
            return ceiling(text, end)
    return len(text)


def _enclosing_boundaries(text: str, position: int) -> tuple[int, int]:
    """Return the boundaries before and after a position; twice the position at a boundary."""
    if position <= 0:
        return 0, 0
    if position >= len(text):
        return len(text), len(text)
    if text[position] < _COMBINING and text[position - 1] < _COMBINING:
        return position, position
    patterns = _patterns()
    certain = patterns.certain.search(text, 0, position)
    for match in patterns.cluster.finditer(text, certain.start() if certain else 0):
        start, end = match.span()
        if end > position:
            return (position, position) if start == position else (start, end)
    raise AssertionError("clusters cover the whole text")


def _segments(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, is blank) of each word, run of blanks and run of punctuation."""
    if text.isascii():
        for match in _ASCII_SEGMENTS.finditer(text):
            yield *match.span(), match.group().isspace()
    else:
        yield from _unicode_segments(text)


def _unicode_segments(text: str) -> Iterator[tuple[int, int, bool]]:
    """Split at the word boundaries of UAX #29, but not inside runs of blanks or punctuation."""
    begin = 0
    last = ""
    start = 0
    for boundary in (*(match.start() for match in _patterns().word.finditer(text)), len(text)):
        if boundary == start:
            continue
        kind = _kind(text[start])
        if start and (kind != last or kind == "word"):
            yield begin, start, last == "blank"
            begin = start
        last, start = kind, boundary
    if text:
        yield begin, len(text), last == "blank"


def _kind(character: str) -> str:
    """Classify a segment by its first character: blank, word (emoji too) or punctuation."""
    if character.isspace():
        return "blank"
    if character.isalnum() or character == "_" or unicodedata.category(character) in ("So", "Mc"):
        return "word"
    return "punctuation"


class _Patterns:
    """The compiled patterns of the `regex` library."""

    def __init__(self) -> None:
        import regex

        self.cluster: regex.Pattern[str] = regex.compile(r"\X")
        self.word: regex.Pattern[str] = regex.compile(r"\b", regex.WORD)
        self.certain: regex.Pattern[str] = regex.compile(
            r"(?r)(?<=[^\p{GCB=Prepend}\p{GCB=ZWJ}\p{GCB=Extend}])\p{GCB=Other}"
        )
        """The last character before which there is a boundary in any text."""


@cache
def _patterns() -> _Patterns:
    return _Patterns()
