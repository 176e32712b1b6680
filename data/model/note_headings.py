"""The headings of the notes, and the one below which notes from outside the talk stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..i18n.catalogue import catalogue
from ..text.line_markup import fence_after, heading_level, heading_text


class NoteHeading(NamedTuple):
    """A heading of the notes: its line (from 0), its level (1 to 6) and its text."""

    line: int
    level: int
    text: str


def note_headings(lines: Iterable[str]) -> Iterator[NoteHeading]:
    """Yield the headings that have a text; code has none."""
    fence = ""
    for number, line in enumerate(lines):
        before, fence = fence, fence_after(line, fence)
        if not before and (text := heading_text(line)):
            yield NoteHeading(number, heading_level(line), text)


def outside_heading(language: str) -> str:
    """Return the heading, in a language, for what was noted outside the talk."""
    return catalogue(language)("capture.heading")
