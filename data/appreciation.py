"""Appreciation in the notes: a line that begins with the word, in either language.

`Waardering: hoe rustig je bleef.` Plain words, so that anybody can type them anywhere and a reader
of the bare file understands them; the minutes give such lines a place of their own.
"""

from __future__ import annotations

import re

from .language import catalogue

WORDS = {"en": "Appreciation", "nl": "Waardering"}
"""The word in each language of a conversation."""

_LINE = re.compile(rf"\s*(?:[-*+]\s+)?(?:{'|'.join(WORDS.values())})\s*:\s*(.*)", re.IGNORECASE)


def appreciation(line: str) -> str | None:
    """What is appreciated in a line of the notes; None where it is another kind of line."""
    match = _LINE.fullmatch(line)
    return match[1].rstrip() if match else None


def appreciation_mark(language: str) -> str:
    """What such a line begins with in a language: `Waardering: `."""
    return f"{WORDS[catalogue(language).language]}: "
