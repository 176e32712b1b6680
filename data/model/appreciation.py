"""Appreciation in the notes: a line that begins with the word, in either language.

`Waardering: hoe rustig je bleef.` Plain words, so that anybody can type them anywhere and a reader
of the bare file understands them; the minutes list such lines in a section of their own.
"""

from __future__ import annotations

import re

from ..i18n.catalogue import catalogue
from ..text.lazy_pattern import lazy_pattern

WORDS = {"en": "Appreciation", "nl": "Waardering"}
"""The word in each language of a conversation."""

_LINE = lazy_pattern(
    rf"(\s*(?:[-*+]\s+)?)((?:{'|'.join(WORDS.values())})\s*:\s*)(.*)", re.IGNORECASE
)
_LINE_BREAK = lazy_pattern(r"(?<!\\)((?:\\\\)*)\\$")
_LIST_MARK = lazy_pattern(r"\s*(?:[-*+]\s+)?")
_HEADING = lazy_pattern(r"\s*#{1,6}(?:\s|$)")


def appreciation_text(line: str) -> str | None:
    """Return the text of an appreciation in a line of the notes; None for another kind of line.

    A backslash at the end is no text: in Markdown it is a line break (CommonMark 0.31.2, 6.7).
    """
    match = _LINE.fullmatch(line)
    return _LINE_BREAK.sub(r"\1", match[3]).rstrip() if match else None


def appreciation_mark(language: str) -> str:
    """Return the start of such a line in a language: `Waardering: `."""
    return f"{WORDS[catalogue(language).language]}: "


def toggle_appreciation(line: str, language: str) -> tuple[int, int, str] | None:
    """Return the edit that makes a line an appreciation, or undoes that.

    The result is (start, end, replacement), in code points of the line. A list mark stays in front.
    None for a heading, which cannot be one.
    """
    if match := _LINE.fullmatch(line):
        return match.start(2), match.end(2), ""
    if _HEADING.match(line):
        return None
    mark = _LIST_MARK.match(line)
    position = mark.end() if mark else 0
    return position, position, appreciation_mark(language)
