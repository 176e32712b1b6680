"""The marks in a preparation sheet, by which its parts are recognised when it is filled in.

Each part of the sheet begins with a mark, `<!-- afspraak:item went-well 3f9a2c -->`: its kind, its
id, and a digest of our words in it. So typed text is distinguished from our questions, even if the
conversation has changed since, or an editor changed line breaks, blanks or Markdown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from typing import Literal, NamedTuple, cast
from urllib.parse import quote, unquote

from ..i18n.catalogue import LANGUAGES, catalogue
from ..model.conversation import RATINGS, Rating
from ..text.lazy_pattern import lazy_pattern
from ..text.markdown import Heading

PartKind = Literal["sheet", "section", "item", "agreement", "end"]
ASKING: tuple[PartKind, ...] = ("item", "agreement")
"""The kinds of parts that ask for an answer."""

# Word processors make one long dash of two short ones.
_MARK = lazy_pattern(
    r"(?<!\\)<!\s*[-–—]{1,2}\s*afspraak:(sheet|section|item|agreement|end)"
    r"(?:\s+([\w%.~-][\w%.~\s-]{0,300}?))??(?:\s+([0-9a-f]{6}))?\s*[-–—]{1,2}>"
)
_ANSWER = "|".join(re.escape(catalogue(language)("sheet.answer")) for language in LANGUAGES)
LABEL = lazy_pattern(rf"^[ \t>]*(\*\*)?(?:{_ANSWER})[ \t]*:(?(1)\*\*)", re.MULTILINE)
"""The line under which an answer goes, in either language."""


SHEET_RATINGS: tuple[Rating, ...] = tuple(each for each in RATINGS if each != "undiscussed")
"""The ratings that have a box. Whoever ticks none has not answered; that needs no box."""


class Part(NamedTuple):
    """A part of the sheet as we write it: Markdown, and the headings that are in it."""

    kind: PartKind
    id: str
    text: str
    headings: tuple[Heading, ...] = ()

    @property
    def mark(self) -> str:
        """The mark at its beginning."""
        name = f" {quote(self.id, safe='')}" if self.id else ""
        return f"<!-- afspraak:{self.kind}{name} {digest(self.text)} -->"


class Mark(NamedTuple):
    """A mark that was found in a text. `digest` is empty if the mark itself is missing."""

    start: int
    end: int
    kind: PartKind
    id: str
    digest: str


class Word(NamedTuple):
    """A word in its comparable form, its position, and whether it begins or ends its line."""

    text: str
    start: int
    end: int
    first: bool
    last: bool


def marks(text: str) -> Iterator[Mark]:
    """Yield the marks in a text, in order."""
    for found in _MARK.finditer(text):
        kind, name, found_digest = found.groups()
        # A line may have been broken at a hyphen in the name.
        name = unquote("".join((name or "").split()))
        yield Mark(*found.span(), cast("PartKind", kind), name, found_digest or "")


def words(text: str) -> list[Word]:
    """Return the words of a text, reduced to letters and digits."""
    result: list[Word] = []
    offset = 0
    for line in text.split("\n"):
        in_line = [
            (plain, offset + match.start(), offset + match.end())
            for match in re.finditer(r"\S+", line)
            if (plain := _fold(match.group()))
        ]
        result += [
            Word(plain, start, end, number == 0, number == len(in_line) - 1)
            for number, (plain, start, end) in enumerate(in_line)
        ]
        offset += len(line) + 1
    return result


def digest(text: str) -> str:
    """Return a short digest of the words of a text, without boxes."""
    joined = " ".join(word.text for word in words(without_boxes(text)))
    return sha256(joined.encode()).hexdigest()[:6]


_BOX = lazy_pattern(r"(?<!\\)\[[ \t]*([^\s\\\]]?)[ \t]*\]|([☐☒☑])")


def without_boxes(text: str) -> str:
    """Replace boxes by blanks of the same length: the content of a box is no word."""
    return _BOX.sub(lambda found: " " * len(found.group()), text)


def boxes(text: str) -> Iterator[tuple[bool, int]]:
    """Yield (is ticked, end position) of each box in a text."""
    for found in _BOX.finditer(text):
        yield bool(found[1]) or (found[2] or "☐") != "☐", found.end()


def _fold(word: str) -> str:
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(letter for letter in folded if letter.isalnum())
