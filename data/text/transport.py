"""What mail programs, editors and formatters do to Markdown on the way, undone.

Each result is only a guess: whoever asks has to check it, by a signature or by writing it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from .decoding import decode
from .lazy_pattern import lazy_pattern

_PREFIX = lazy_pattern(r"\s*(?:> ?)*")
_BLOCK = lazy_pattern(r"(?:[-*+|]|#{1,6}(?:\s|$)|\d{1,9}[.)](?:\s|$)|`{3,}|~{3,}|$)")
"""The beginning of a line that a formatter does not join to the line before."""
_APART = lazy_pattern(r"(?:#{1,6}\s|\||`{3,}|~{3,}|$)")
"""The beginning of a line to which nothing is joined: a heading, a row, code."""
_FENCE = lazy_pattern(r"(`{3,}|~{3,})")


class Transport(Enum):
    """What happened to a text on the way."""

    NOTHING = "nothing"
    LINE_ENDS = "line_ends"
    """Line ends, a byte order mark, the encoding, or blanks at the ends of lines."""
    MAIL = "mail"
    """It was put in a mail: quoted, or between other lines."""
    WRAPPING = "wrapping"
    """Lines were wrapped at another place."""


def candidates(data: bytes) -> Iterator[tuple[Transport, bytes]]:
    """Yield a text as it is, and as it may have been before it was on the way; each once."""
    seen = {data}
    yield Transport.NOTHING, data
    text = with_line_feeds(data)
    stripped = without_blanks_at_ends(text)
    for transport, found in (
        (Transport.LINE_ENDS, text),
        (Transport.LINE_ENDS, f"{text}\n"),
        (Transport.LINE_ENDS, stripped),
        *((Transport.WRAPPING, each) for each in unwrapped(stripped)),
    ):
        candidate = found.encode()
        if candidate not in seen:
            seen.add(candidate)
            yield transport, candidate


def with_line_feeds(data: bytes) -> str:
    """Return a text with line feeds, without a byte order mark."""
    return decode(data).text.replace("\r\n", "\n").replace("\r", "\n")


def without_blanks_at_ends(text: str) -> str:
    """Return a text without blanks at the ends of lines, and with one line feed at its end."""
    return "\n".join(line.rstrip(" \t") for line in text.split("\n")).strip("\n") + "\n"


def unwrapped(text: str) -> tuple[str, str]:
    """Return Markdown with wrapped lines joined, in two ways.

    First only lines that break where the next word had no room, so that breaks that somebody typed
    stay; then all lines of a paragraph. A hard line break, code, headings and tables stay.
    """
    front, body = _front_matter(text)
    return front + _joined(body, _width(body)), front + _joined(body, 0)


def same_words(one: str, other: str) -> bool:
    """Return whether two texts differ at most in blanks, tabs and line feeds."""
    return words_of(one) == words_of(other)


def words_of(text: str) -> list[str]:
    """Return what stands between blanks, tabs and line feeds."""
    return [word for word in re.split(r"[ \t\n]+", text) if word]


def _front_matter(text: str) -> tuple[str, str]:
    """Return the lines for programs at the top, which no formatter wraps, and the rest."""
    end = text.find("\n---\n", 4) + 5
    return (text[:end], text[end:]) if text.startswith("---\n") and end > 4 else ("", text)


def _width(text: str) -> int:
    """Return the most code points of a line that could have been broken: the wrapping column."""
    return max((len(line) for line in _flowing(text) if len(words_of(line)) > 1), default=0)


def _flowing(text: str) -> Iterator[str]:
    """Yield the lines that a formatter may wrap."""
    fence = ""
    for line in text.split("\n"):
        rest = line[_prefix(line) :]
        if mark := _FENCE.match(rest):
            fence = "" if fence else mark[0]
        elif not fence and not _APART.match(rest):
            yield line


def _joined(text: str, width: int) -> str:
    """Return a text with lines joined that break where the next word passed `width`; 0: all."""
    lines: list[str] = []
    fence = ""
    was_wrapped = ""
    for line in text.split("\n"):
        start = _prefix(line)
        rest = line[start:]
        if mark := _FENCE.match(rest):
            fence = "" if fence else mark[0]
        if not fence and not mark and _continues(was_wrapped, line, width):
            lines[-1] = f"{lines[-1]} {rest}"
        else:
            lines.append(line)
        was_wrapped = "" if fence or mark else line
    return "\n".join(lines)


def _continues(before: str, line: str, width: int) -> bool:
    """Return whether `line` may be the rest of the line `before` it."""
    start, above = _prefix(line), _prefix(before)
    rest = line[start:]
    if before.endswith("\\") or _APART.match(before[above:]) or _BLOCK.match(rest):
        return False
    if line[:start].count(">") != before[:above].count(">"):
        return False
    return not width or len(before) + 1 + len(words_of(rest)[0]) > width


def _prefix(line: str) -> int:
    """Return the length of the indent and the quote marks at the beginning of a line."""
    found = _PREFIX.match(line)
    return found.end() if found else 0
