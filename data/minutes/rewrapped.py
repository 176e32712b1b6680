"""Minutes whose lines were broken at a column, without the indent of their item: joined again.

A line of minutes begins with a mark of ours or is indented. So a line in the first column with no
such mark is the rest of the line before it. The result is a guess, which `received.py` checks.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from ..i18n.catalogue import LANGUAGES, Catalogue, catalogue, messages
from ..text.lazy_pattern import lazy_pattern
from .writing.about import FORM, PROGRAM

_LANGUAGE = lazy_pattern(rf":\*\* {PROGRAM} {FORM}, ([a-z]+),")
_TAIL = 400
"""The code points at the end of a text that may belong to its last line."""
_MARK = lazy_pattern(r"^( *)[*+] ", re.MULTILINE)
_STUFFED = lazy_pattern(r"^ (?=(?:  )+\S|>|From )", re.MULTILINE)
_FRONT = lazy_pattern(
    r"---$|(?:date|digest|employee|form|kind|language|manager|next|title|version):"
)
_COUNT = lazy_pattern(r"\|((?: --- \|)+)(?= |$)")
_CELL = r"(?:(?:[^\\|]|\\.)*\|)"
_WITHOUT_HYPHEN = lazy_pattern(r"(?:and|or|to|en|of|tot)\b")
"""A word before which a hyphen stands for the rest of a compound: `work- and study plan`."""
_CHAPTERS = (
    *("summary", "agreements", "competencies", "appreciation", "notes", "points", "parked"),
    *("reactions", "signatures", "about"),
)
_WITH_TABLE = {"agreements", "competencies", "signatures"}
_WITH_SECTIONS = {"agreements", "notes", "points"}
_FEWEST_WORDS = 3
"""Of a sentence of ours."""


def language_of(text: str) -> str | None:
    """Return the language that the last line of minutes tells, also if it was broken."""
    found = _LANGUAGE.findall(" ".join(text[-_TAIL:].split()))
    return found[-1] if found and found[-1] in LANGUAGES else None


def with_usual_marks(text: str) -> Iterator[str]:
    """Yield a text, and as it was before other marks or indents.

    All lines may be indented, `-` may be `*` or `+`, and a line that begins with a blank, `>` or
    `From` may have one blank more (RFC 3676).
    """
    yield text
    if _STUFFED.search(text):
        yield _STUFFED.sub("", text)
    plain = textwrap.dedent(text)
    if plain != text:
        yield plain
    if "* **" in plain or "+ **" in plain:
        yield _MARK.sub(r"\1- ", plain)


def loses_indents(text: str) -> bool:
    """Return whether the rest of an item stands in the first column."""
    return any(_Joining(text, words).has_rest_of_item for words in _words(text))


def joined(text: str) -> Iterator[str]:
    """Yield minutes with broken lines joined, best guess first; nothing if they are not ours."""
    for words in _words(text):
        if re.search(r"\S $", text, re.MULTILINE):
            yield _Joining(text, words, by_blanks=True).text()
        yield _Joining(text, words).text()


def _words(text: str) -> Iterator[Catalogue]:
    language = language_of(text)
    if language is not None:
        yield catalogue(language)


class _Joining:
    """The lines of one text, joined.

    `by_blanks`: a blank at the end of a line says that the next one is its rest.
    """

    def __init__(self, text: str, words: Catalogue, *, by_blanks: bool = False) -> None:
        self._headings = {f"## {words(f'minutes.{chapter}')}": chapter for chapter in _CHAPTERS}
        self._sentences = {
            _squashed(sentence): sentence
            for sentence in messages(words.language, "minutes").values()
            if sentence.count(" ") >= _FEWEST_WORDS and "{" not in sentence
        }
        self._by_blanks = by_blanks
        self._chapter = ""
        self._lines = text.split("\n")
        rests = [at for at, is_rest in enumerate(self._rests()) if is_rest]
        self._width = max((len(self._lines[at - 1]) for at in rests), default=0)
        self._rest = set(rests)
        self.has_rest_of_item = any(
            self._lines[at - 1].startswith(("- ", "  ", "|")) for at in rests
        )

    def text(self) -> str:
        """Return the text with joined lines, without blanks at their ends."""
        lines: list[str] = []
        for at, line in enumerate(self._lines):
            if at in self._rest:
                lines[-1] = self._join(lines[-1], line, self._lines[at - 1])
            else:
                lines.append(line)
        return "\n".join(self._restored(lines)).strip("\n") + "\n"

    def _rests(self) -> Iterator[bool]:
        """Yield of each line whether it is the rest of the line before."""
        before = ""
        is_front = self._lines[0] == "---"
        for at, line in enumerate(self._lines):
            if is_front and at:
                yield not _FRONT.match(line)
                is_front = line.rstrip() != "---"
            elif self._by_blanks and before.endswith(" ") and line.strip():
                yield True
            elif chapter := self._headings.get(line.rstrip()):
                self._chapter = chapter
                yield False
            else:
                yield bool(before.strip()) and bool(line.strip()) and not self._begins(line)
            before = line

    def _begins(self, line: str) -> bool:
        if line.startswith(("  ", "- **")):
            return True
        if line.startswith("|"):
            return self._chapter in _WITH_TABLE
        return line.startswith("###") and self._chapter in _WITH_SECTIONS

    def _join(self, before: str, rest: str, last: str) -> str:
        if before.endswith(" ") or rest.startswith(" "):
            return before + rest
        words = before.rsplit(None, 1)[-1], rest.split(None, 1)[0]
        is_cut = len(last) >= self._width and len("".join(words)) > self._width
        is_compound = bool(re.search(r"\w-$", words[0])) and words[1][0].isalnum()
        if is_cut or (is_compound and not _WITHOUT_HYPHEN.match(rest)):
            return before + rest
        return f"{before} {rest}"

    def _restored(self, lines: list[str]) -> Iterator[str]:
        """Yield the lines, with our tables by their rows and our sentences as they are."""
        table: list[str] = []
        for line in (*lines, ""):
            if line.startswith("|"):
                table.append(line.rstrip())
                continue
            yield from _rows(table)
            table = []
            indent = line[: len(line) - len(line.lstrip(" "))]
            yield indent + self._sentences.get(_squashed(line), line.strip())


def _rows(lines: list[str]) -> list[str]:
    """Return the lines of a table one a row: the line below the head tells how many cells it has.

    They stay as they are if they do not fit that.
    """
    text = " ".join(lines)
    below_head = _COUNT.search(text)
    if below_head is None:
        return lines
    row = rf"\|{_CELL}{{{below_head[1].count('|')}}}"
    if not re.fullmatch(rf"{row}(?: {row})*", text):
        return lines
    return [found[0].strip() for found in re.finditer(row, text)]


def _squashed(text: str) -> str:
    return "".join(text.split())
