"""One line of text as inline Markdown: a backslash only where a sign would act.

The text may stand at several places, and which signs act depends on the place. Every rule is tried
against cmark-gfm, pandoc and markdown-it-py in `tests/data/minutes/markup/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto

from ...text.lazy_pattern import lazy_pattern
from ...text.sanitize import clean_line
from .addresses import AUTOLINK, ENTITY, addresses

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_EMOJI = lazy_pattern(r":(?=(?:[a-z0-9_]*[a-z][a-z0-9_+-]*|\+1|-1|100|1234):)")
_MATHEMATICS = lazy_pattern(r"\$[^\s$](?:[^$]*[^\s$])?\$(?![0-9])")
_LINK_TAIL = lazy_pattern(r"\][(\[:]")
_TAG = lazy_pattern(r"[A-Za-z/!?]|[^\s<>]*@")
_CLOSING_HASHES = lazy_pattern(r"(?:^|(?<=\s))#+$")
_WORD_WITH_WWW = lazy_pattern(r"www(?=\.)(?=([^\s<]*))", re.IGNORECASE)
_OPENS_BLOCK = lazy_pattern(
    r"\#{1,6}(?=\s|$)"
    r"|[-+*](?=\s|$|\[[ xX]\])"
    r"|>"
    r"|[-=_*](?=[-=_*\s]*$)"
    r"|~{3}|`{3}"
    r"|[|:-](?=[|:\-\s]*$)"
    r"|[0-9]{1,9}(?P<point>[.)])(?=\s|$|\[[ xX]\])"
)


class Place(Enum):
    """Where a text stands."""

    VALUE = auto()
    """Behind one of our labels, to the end of the line."""
    LABEL = auto()
    """In bold, with our colon behind it and perhaps another text."""
    HEADING = auto()
    CELL = auto()
    """In a cell of a table."""
    LINE = auto()
    """It opens a line or a list item itself."""


def escape(text: str, place: Place = Place.VALUE, block: str = "") -> str:
    """Return a text as one line of Markdown that every reader shows as exactly that text.

    `block` is the whole text if it has several lines: signs can meet across its lines.
    """
    text = clean_line(text)
    spans = list(addresses(text))
    marks = set(_Signs(text, spans, place, block).acting())
    if place is Place.HEADING and (closing := _CLOSING_HASHES.search(text)):
        marks.add(closing.start())
    if place is Place.LINE and (opening := _OPENS_BLOCK.match(text)):
        marks.add(opening.start("point") if opening["point"] else 0)
    marks |= set(_points_of_www(text, spans, marks, always=bool(block)))
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    parts: list[str] = []
    for at, sign in enumerate(text):
        parts += ["<"] * (at in starts) + ["\\"] * (at in marks) + [sign]
        parts += [">"] * (at + 1 in ends)
    return "".join(parts)


def unescape(text: str) -> str:
    """Return the text that `escape` was given: without its backslashes and angle brackets."""
    parts: list[str] = []
    at = 0
    while at < len(text):
        if text[at] == "\\" and text[at + 1 : at + 2] in _PUNCTUATION:
            parts.append(text[at + 1])
            at += 2
        elif text[at] == "<" and (link := AUTOLINK.match(text, at)):
            parts.append(link[1])
            at = link.end()
        else:
            parts.append(text[at])
            at += 1
    return "".join(parts)


class _Signs:
    """The signs of a line that would act at a place."""

    def __init__(self, text: str, spans: list[tuple[int, int]], place: Place, block: str) -> None:
        self._text, self._place, self._block = text, place, block
        self._starts, self._ends = {s for s, _ in spans}, {e for _, e in spans}
        self._inside = {at for start, end in spans for at in range(start, end)}
        bare = "".join(" " if at in self._inside else sign for at, sign in enumerate(text))
        in_label = place is Place.LABEL
        self._backticks = in_label or len(re.findall("`+", bare)) + block.count("`") > 1
        self._tildes = in_label or bare.count("~") + block.count("~") > 1
        self._mathematics = {
            at for match in _MATHEMATICS.finditer(text) for at in range(*match.span())
        }

    def acting(self) -> Iterator[int]:
        """Yield where a backslash is needed."""
        for at, sign in enumerate(self._text):
            if at not in self._inside and self._acts(at, sign):
                yield at

    def _acts(self, at: int, sign: str) -> bool:
        text, after = self._text, self._after(at)
        if sign == "\\":
            return not after or after in _PUNCTUATION
        if sign == "`":
            return self._backticks
        if sign == "~":
            return self._tildes
        if sign == "*":
            return not self._stands_alone(at)
        if sign == "_":
            between_letters = self._before(at).isalnum() and after.isalnum()
            return not self._stands_alone(at) and not between_letters
        if sign == "[":
            if at == 0 or after in ("^", "["):
                return True
            return bool(_LINK_TAIL.search(self._block or text[at + 1 :]))
        if sign == "<":
            return after != "<" and bool(_TAG.match(text, at + 1))
        if sign == "&":
            return bool(ENTITY.match(text, at))
        if sign == "$":
            return self._place is Place.LABEL or at in self._mathematics
        if sign == ":":
            colon = ":" if self._place is Place.LABEL else ""
            return bool(_EMOJI.match(text + colon, at))
        return sign == "|" and self._place is Place.CELL

    def _stands_alone(self, at: int) -> bool:
        """Return whether blanks are on both sides; in bold, an edge is none."""
        sides = (self._before(at), self._after(at))
        if self._place is Place.LABEL and not all(sides):
            return False
        return all(not side or side.isspace() for side in sides)

    def _before(self, at: int) -> str:
        return ">" if at in self._ends else self._text[at - 1] if at else ""

    def _after(self, at: int) -> str:
        return "<" if at + 1 in self._starts else self._text[at + 1 : at + 2]


def _points_of_www(
    text: str, spans: list[tuple[int, int]], marks: set[int], *, always: bool
) -> Iterator[int]:
    """Yield the points that undo a link which readers make of `www.`: it takes our backslashes.

    `always` also if there is none in the word: the backslash that breaks its line would go too.
    """
    for word in _WORD_WITH_WWW.finditer(text):
        has_marks = any(word.start() <= at <= word.end(1) for at in marks)
        if (always or has_marks) and not any(start <= word.end() < end for start, end in spans):
            yield word.end()
