"""What mail programs, editors and formatters do to a text on the way, undone.

Each guess is only a candidate: the signature decides whether it is what was signed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from ..text.decoding import decode

_BLOCK = re.compile(r"\s*(?:[-*+>|]|#{1,6}(?:\s|$)|\d{1,9}[.)]\s|(?:`{3,}|~{3,})|$)")
"""The beginning of a line that a formatter does not join to the line before."""


class Transport(Enum):
    """What happened to a text on the way."""

    NOTHING = "nothing"
    LINE_ENDS = "line_ends"
    """Line ends, a byte order mark, the encoding, or blanks at the ends of lines."""
    WRAPPING = "wrapping"
    """Lines were wrapped at another place."""


def candidates(data: bytes) -> Iterator[tuple[Transport, bytes]]:
    """Yield the text as it is, and as it may have been before it was on the way."""
    seen = {data}
    yield Transport.NOTHING, data
    text = with_line_feeds(data)
    stripped = "\n".join(line.rstrip(" \t") for line in text.split("\n")).strip("\n") + "\n"
    for transport, found in (
        (Transport.LINE_ENDS, text),
        (Transport.LINE_ENDS, f"{text}\n"),
        (Transport.LINE_ENDS, stripped),
        (Transport.WRAPPING, unwrapped(stripped)),
    ):
        candidate = found.encode()
        if candidate not in seen:
            seen.add(candidate)
            yield transport, candidate


def with_line_feeds(data: bytes) -> str:
    """Return a text with line feeds, without a byte order mark."""
    return decode(data).text.replace("\r\n", "\n").replace("\r", "\n")


def unwrapped(text: str) -> str:
    """Return Markdown with the lines of each paragraph joined, except after a hard line break."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = found[0] if (found := re.match(r"(`{3,}|~{3,})", line.strip())) else ""
        if mark:
            fence = "" if fence else mark
        joins = bool(lines) and not fence and not mark and not _BLOCK.match(line)
        before = lines[-1] if lines else ""
        if joins and before.strip() and not before.endswith("\\") and not _is_apart(before):
            lines[-1] = f"{before} {line.strip()}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _is_apart(line: str) -> bool:
    """Return whether nothing can be joined to a line: a heading, a row, or code."""
    return line.lstrip().startswith(("#", "|", "```", "~~~"))


def same_words(one: str, other: str) -> bool:
    """Return whether two texts differ at most in blanks, tabs and line feeds."""
    return words_of(one) == words_of(other)


def words_of(text: str) -> list[str]:
    """Return what stands between blanks, tabs and line feeds."""
    return [word for word in re.split(r"[ \t\n]+", text) if word]
