"""Text that a mail program quoted: `> ` before each line."""

from __future__ import annotations

import re

from ...minutes.enclosed import has_minutes
from ...text.enclosed import Enclosed, without_blank_ends
from ...text.lazy_pattern import lazy_pattern

_MARKS = lazy_pattern(r"^(?:[ \t]{0,3}> ?)+", re.MULTILINE)
_MARK = lazy_pattern(r"^[ \t]{0,3}>")
_DOCUMENT = lazy_pattern(r"(?:[ \t]{0,3}>)*[ \t]*(?:#{1,6}\s|[-*+]\s+\[[ xX]\]\s|---\s*$)")
"""A line that nobody writes in a quotation: a heading, a task; quoted again or not."""
_MOST_LEVELS = 20


def unquote(text: str) -> Enclosed:
    """Return the document that a mail quotes.

    It is most of the mail, in one piece, with a heading or a task; or all of it. Another text is
    returned whole: a quotation is part of it. Our minutes are found too where quoted lines were
    wrapped, so that the rest of a line has no mark.
    """
    found = _quoted_piece(text)
    if not has_minutes(found.text) and has_minutes(plain := _MARKS.sub("", text)):
        return Enclosed([], plain, [])
    return found


def _quoted_piece(text: str) -> Enclosed:
    before: list[str] = []
    after: list[str] = []
    lines = text.split("\n")
    for _ in range(_MOST_LEVELS):
        quoted = [number for number, line in enumerate(lines) if _MARK.match(line)]
        if not quoted:
            break
        first, end = quoted[0], quoted[-1] + 1
        own = [line for line in (*lines[:first], *lines[end:]) if line.strip()]
        inner = [_MARK.sub("", line) for line in lines[first:end]]
        if all(line[:1] in ("", " ", ">") for line in inner):  # of `> > ` the second is a mark too
            inner = [line.removeprefix(" ") for line in inner]
        is_whole = not any(
            line.strip() and not _MARK.match(line) for line in lines[first:end]
        ) and any(char.isalnum() for line in inner for char in line)
        if not is_whole:
            break
        if own:
            if len(quoted) <= len(own) or not any(map(_DOCUMENT.match, inner)):
                break
            before += without_blank_ends(lines[:first])
            after = [*without_blank_ends(lines[end:]), *after]
        lines = inner
    return Enclosed(before, "\n".join(lines), after)
