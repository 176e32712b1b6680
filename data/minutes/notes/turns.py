"""The notes as headings and turns.

A turn is a run of lines by one person. Code and tables are not cut: where two people wrote in one,
it is a turn of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from ...ids import NOBODY, PARTNER_IDS, PartnerId
from ...model.conversation import NoteLine
from ...text.lazy_pattern import lazy_pattern
from ...text.sanitize import clean_text

HEADING = lazy_pattern(r" {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<text>.*?))?(?:[ \t]+#+)?[ \t]*")
"""A line that is a heading."""

FENCE = lazy_pattern(
    r"(?P<before>\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)*)(?P<mark>`{3,}(?=[^`]*$)|~{3,}).*"
)
"""A line that opens code, perhaps in an item."""

DELIMITER = lazy_pattern(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
"""The line of dashes below the head of a table."""

_OTHER_BLANKS = lazy_pattern(r"[^\t ]")

_TAB = 4
_LOWEST_LEVEL = 6
"""The level of the lowest heading."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the notes as typed: its level (1 to 6), Markdown, and who made it."""

    level: int
    text: str
    by: PartnerId = NOBODY


@dataclass(frozen=True, slots=True)
class Turn:
    """Lines of Markdown, each with its writer; the first and the last are not blank."""

    lines: tuple[NoteLine, ...]

    @property
    def writers(self) -> tuple[PartnerId, ...]:
        """Who wrote in it, in order of appearance."""
        return tuple(dict.fromkeys(line.by for line in self.lines if line.text.strip()))


def split(notes: Sequence[NoteLine]) -> list[Heading | Turn]:
    """Return the headings and turns of the notes, in order."""
    lines = _lines(notes)
    parts: list[Heading | Turn] = []
    turn: list[NoteLine] = []
    writers_of_turn: set[PartnerId] = set()
    for at, end, heading in _units(lines):
        unit = _closed(lines[at:end])
        if heading:
            _finish(turn, parts)
            parts.append(
                Heading(len(heading["marks"]), (heading["text"] or "").strip(), lines[at].by)
            )
        elif not any(line.text.strip() for line in unit):
            turn += [NoteLine("")] if turn else []
        else:
            writers = {line.by for line in unit if line.text.strip()}
            if len(writers) > 1 or writers != writers_of_turn:
                _finish(turn, parts)
            turn += unit
            writers_of_turn = writers
            if len(writers) > 1:
                _finish(turn, parts)
    _finish(turn, parts)
    return parts


def with_typed_headings_below(notes: Sequence[NoteLine]) -> list[NoteLine]:
    """Return notes in which no typed heading stands above those of the kind of conversation.

    Where somebody typed one of the first level, all typed headings go down a level, as far as there
    is one.
    """
    lines = _lines(notes)
    headings = [(at, heading) for at, _, heading in _units(lines) if heading]
    typed = [(at, heading) for at, heading in headings if lines[at].by]
    has_highest = any(len(heading["marks"]) == 1 for _, heading in typed)
    if not has_highest or len(typed) == len(headings):
        return lines
    for at, heading in typed:
        if len(heading["marks"]) < _LOWEST_LEVEL:
            start = heading.start("marks")
            text = lines[at].text
            lines[at] = NoteLine(f"{text[:start]}#{text[start:]}", lines[at].by)
    return lines


def _lines(notes: Sequence[NoteLine]) -> list[NoteLine]:
    """Return the notes as clean lines, each without a line break."""
    return [_clean(NoteLine(text, n.by)) for n in notes for text in clean_text(n.text).split("\n")]


def with_closed_code(notes: Sequence[NoteLine]) -> list[NoteLine]:
    """Return notes in which all code that somebody opened is closed."""
    lines = _lines(notes)
    return [line for at, end, _ in _units(lines) for line in _closed(lines[at:end])]


def _units(lines: Sequence[NoteLine]) -> Iterator[tuple[int, int, re.Match[str] | None]]:
    """Yield what is not cut: (first line, line after the last, and the heading that it is)."""
    at = 0
    while at < len(lines):
        end = _end_of_unit(lines, at)
        yield at, end, HEADING.fullmatch(lines[at].text) if end == at + 1 else None
        at = end


def trimmed(lines: Sequence[NoteLine]) -> tuple[NoteLine, ...]:
    """Return lines without blank ones at either end."""
    blank_before = len(list(takewhile(_is_blank, lines)))
    blank_after = len(list(takewhile(_is_blank, reversed(lines[blank_before:]))))
    return tuple(lines[blank_before : len(lines) - blank_after])


def _is_blank(line: NoteLine) -> bool:
    return not line.text.strip()


def _finish(turn: list[NoteLine], parts: list[Heading | Turn]) -> None:
    if lines := trimmed(turn):
        parts.append(Turn(lines))
    turn.clear()


def _clean(line: NoteLine) -> NoteLine:
    """Return a line with spaces for all other blanks in its indent, and none at its end.

    A web page or a word processor indents with no-break spaces.
    """
    body = line.text.lstrip()
    indent = _OTHER_BLANKS.sub(" ", line.text[: len(line.text) - len(body)]).expandtabs(_TAB)
    text = (indent + body).rstrip() if body.strip() else ""
    return NoteLine(text, line.by if line.by in PARTNER_IDS and text else NOBODY)


def _end_of_unit(lines: Sequence[NoteLine], at: int) -> int:
    """Return where what begins at a line ends: code or a table as a whole, else the line."""
    text = lines[at].text
    if fence := FENCE.fullmatch(text):
        for end in range(at + 1, len(lines)):
            if closes(lines[end].text, fence["mark"]):
                return end + 1
            if lines[at].by and not lines[end].by and HEADING.fullmatch(lines[end].text):
                return end  # nobody closed it: it ends before the next heading of the kind
        return len(lines)
    following = lines[at + 1].text if at + 1 < len(lines) else ""
    end = at + 1
    if "|" in text and "|" in following and DELIMITER.fullmatch(following):
        while end < len(lines) and "|" in lines[end].text:
            end += 1
    return end


def closes(line: str, mark: str) -> bool:
    """Return whether a line closes the code that `mark` opened."""
    text = line.strip()
    return text.startswith(mark) and not text.strip(mark[0])


def _closed(unit: list[NoteLine]) -> list[NoteLine]:
    """Return code with its last line, which belongs to whoever wrote the line before it."""
    fence = FENCE.fullmatch(unit[0].text)
    if not fence:
        return unit
    lines = list(trimmed(unit))
    if len(lines) == 1 or not closes(lines[-1].text, fence["mark"]):
        lines.append(NoteLine(re.sub(r"\S", " ", fence["before"]) + fence["mark"]))
    by = next(line.by for line in reversed(lines[:-1]) if line.text.strip())
    return [*lines[:-1], NoteLine(lines[-1].text, by)]
