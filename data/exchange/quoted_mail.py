"""Text that a mail program quoted: `> ` before each line."""

from __future__ import annotations

import re
from typing import NamedTuple

_QUOTED = re.compile(r"[ \t]{0,3}>")
_MARK = re.compile(r"^[ \t]{0,3}>")
_DOCUMENT = re.compile(r"(?:[ \t]{0,3}>)*[ \t]*(?:#{1,6}\s|[-*+]\s+\[[ xX]\]\s|---\s*$)")
"""A line that nobody writes in a quotation: a heading, a task; quoted again or not."""
_MOST_LEVELS = 20


class Unquoted(NamedTuple):
    """A document without the marks of a mail program, and the lines of the mail around it."""

    before: list[str]
    text: str
    after: list[str]


def unquote(text: str) -> Unquoted:
    """Return the document that a mail quotes.

    It is most of the mail, in one piece, with a heading or a task; or all of it. Another text is
    returned whole: a quotation is part of it.
    """
    before: list[str] = []
    after: list[str] = []
    lines = text.split("\n")
    for _ in range(_MOST_LEVELS):
        quoted = [number for number, line in enumerate(lines) if _QUOTED.match(line)]
        if not quoted:
            break
        first, end = quoted[0], quoted[-1] + 1
        own = [line for line in (*lines[:first], *lines[end:]) if line.strip()]
        inner = [_MARK.sub("", line) for line in lines[first:end]]
        if all(line[:1] in ("", " ", ">") for line in inner):  # of `> > ` the second is a mark too
            inner = [line.removeprefix(" ") for line in inner]
        is_whole = not any(
            line.strip() and not _QUOTED.match(line) for line in lines[first:end]
        ) and any(char.isalnum() for line in inner for char in line)
        if not is_whole:
            break
        if own:
            if len(quoted) <= len(own) or not any(map(_DOCUMENT.match, inner)):
                break
            before += _trimmed(lines[:first])
            after = [*_trimmed(lines[end:]), *after]
        lines = inner
    return Unquoted(before, "\n".join(lines), after)


def _trimmed(lines: list[str]) -> list[str]:
    """Return lines without blank ones at the ends."""
    return "\n".join(lines).strip("\n").split("\n") if any(map(str.strip, lines)) else []
