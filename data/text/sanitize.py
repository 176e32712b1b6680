"""Sanitise text from a key, a paste, a file or the other partner.

Line breaks of every kind become a line feed; control characters, bidirectional overrides, invisible
characters and lone surrogates become visible marks, so that no terminal ever executes them and
nobody is misled by invisible text. Joiners (U+200C, U+200D) stay: scripts and emoji need them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NewType

from .graphemes import truncate

CleanText = NewType("CleanText", str)
"""Sanitised text: without control sequences and without misleading invisible characters."""

_REPLACEMENT = 0xFFFD
_REPLACED = (
    range(0x80, 0xA0),  # C1 controls
    range(0x202A, 0x202F),  # bidirectional embeddings and overrides
    range(0x2066, 0x206A),  # bidirectional isolates
    range(0x200E, 0x2010),  # direction marks
    range(0x200B, 0x200C),  # zero-width space
    range(0x2060, 0x2066),  # word joiner, invisible operators
    range(0x206A, 0x2070),  # deprecated format characters
    range(0xFFF9, 0xFFFC),  # interlinear annotation
    range(0xE0000, 0xE0080),  # tag characters
    range(0xD800, 0xE000),  # lone surrogates
    (0x061C, 0xFEFF, 0xFFFE, 0xFFFF, 0x180E, 0x00AD, 0x115F, 0x1160, 0x3164, 0xFFA0),
)
_BREAKS = (0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029)
"""The line breaks of str.splitlines() apart from CR and LF, which `clean_text` replaces itself."""


@cache
def _replacements() -> dict[int, int]:
    """Return the replacement of each unsafe character, by code point. Built on first use."""
    marks = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
    marks[0x7F] = 0x2421
    marks.update((code, _REPLACEMENT) for codes in _REPLACED for code in codes)
    marks.update((code, 0x0A) for code in _BREAKS)
    return marks


@cache
def _unsafe_pattern() -> re.Pattern[str]:
    """Return a pattern of unsafe characters; a pattern of ranges compiles ten times as fast."""
    ranges: list[tuple[int, int]] = []
    for code in sorted(_replacements()):
        first = ranges.pop()[0] if ranges and code == ranges[-1][1] + 1 else code
        ranges.append((first, code))
    inside = (f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)
    return re.compile(f"[{''.join(inside)}]")


def clean_text(text: str) -> CleanText:
    """Sanitise text of one or more lines; tabs and line feeds stay. Idempotent."""
    if text.isascii() and text.isprintable():
        return CleanText(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return CleanText(text.translate(_replacements()) if _unsafe_pattern().search(text) else text)


def clean_line(text: str) -> CleanText:
    """Sanitise a field: NFC, one line, stripped, no tabs. Idempotent."""
    if text.isascii() and text.isprintable():  # most text is plain, and this is a fast test
        return CleanText(text.strip())
    import unicodedata

    text = unicodedata.normalize("NFC", clean_text(text))
    return CleanText(" ".join(part for part in re.split(r"[\n\t]+", text)).strip())


def clip(text: str, room: int) -> CleanText:
    """Return one line of at most `room` code points, cut at a cluster; a "…" counts as one."""
    line = clean_line(text)
    return line if len(line) <= room else CleanText(truncate(line, room - 1).rstrip() + "…")


def unclean_spans(text: str) -> list[tuple[int, int, str]]:
    """Return where `clean_text` would change `text`: (start, end, replacement), in code points."""
    if "\r" not in text and not _unsafe_pattern().search(text):
        return []
    return [
        (match.start(), match.end(), clean_text(match.group()))
        for match in re.finditer(f"\r\n|{_unsafe_pattern().pattern}", text)
    ]
