"""The roles in one line of Markdown source, as it stands in the notes.

One line is looked at by itself, as in `data/text/line_markup.py`, so that a typed letter changes
one line only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ....data.model.appreciation import appreciation_text
from ....data.text.lazy_pattern import lazy_pattern
from ....data.text.line_markup import fence_after, heading_span, is_fence
from ..roles import Role

MAX_LENGTH = 1_000
"""The longest line, in code points, that is looked at; a longer one is plain."""
_MAX_DEPTH = 6
"""How many emphases may be in each other; what is deeper is plain."""
_MAX_MARK = 3
"""The most signs of a mark of emphasis; a longer row of them is text."""

_QUOTES = lazy_pattern(r"\s{0,3}(?:>\s?)+")
_ITEM = lazy_pattern(r"\s*(?:[-*+•]|\d{1,9}[.)])\s+")
_TASK = lazy_pattern(r"\[([ xX-])\](?=\s|$)")
_TIME = lazy_pattern(r"\d{1,2}[:.]\d{2}\s")
_BAR = lazy_pattern(r"\s*\|.*\|\s*$")
_BARS = lazy_pattern(r"\|+")
_DELIMITERS = lazy_pattern(r"\s*\|[\s:|-]*\|\s*$")
_INLINE = lazy_pattern(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<link>!?\[[^\[\]]*\])(?P<address>\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\))"
    r"|(?P<auto><[a-z][a-z0-9+.-]{1,31}:[^\s<>]*>)"
    r"|(?P<code>`+)"
    r"|(?P<stress>\*+|(?<!\w)_+)"
)


class Span(NamedTuple):
    """A stretch of a line, in code points, and its role."""

    start: int
    end: int
    role: Role


def spans(line: str, fence: str = "") -> list[Span]:
    """Return the roles of a line, in order; what has none is plain. `fence` is open before it."""
    if len(line) > MAX_LENGTH or not line.strip():
        return []
    if fence:
        role = Role.MD_MARK if not fence_after(line, fence) else Role.MD_CODE
        return [Span(0, len(line), role)]
    if is_fence(line):
        return [Span(0, len(line), Role.MD_MARK)]
    if text := heading_span(line):
        start, end = text
        parts = [
            Span(0, start, Role.MD_MARK),
            Span(start, end, Role.MD_HEADING),
            Span(end, len(line), Role.MD_MARK),
        ]
        return [part for part in parts if part.start < part.end]
    if "-" in line and _DELIMITERS.match(line):
        return [Span(0, len(line), Role.MD_MARK)]
    return list(_block(line))


def _block(line: str) -> Iterator[Span]:
    """Yield the roles of a line that is neither a heading nor code."""
    at, base = 0, Role.PLAIN
    if match := _QUOTES.match(line):
        yield Span(0, match.end(), Role.MD_MARK)
        at, base = match.end(), Role.MD_QUOTE
    if match := _ITEM.match(line, at):
        yield Span(at, match.end(), Role.MD_MARK)
        at = match.end()
        if task := _TASK.match(line, at):
            done = task[1] != " "
            yield Span(*task.span(), Role.DONE_BOX if done else Role.MD_TASK)
            at, base = task.end(), Role.DONE if done else base
    if time := _TIME.match(line, at):
        yield Span(*time.span(), Role.TIME)
        at = time.end()
    if appreciation_text(line) is not None and (colon := line.find(":", at)) >= 0:
        yield Span(at, colon + 1, Role.APPRECIATION)
        at = colon + 1
    if _BAR.match(line):
        yield from (Span(*bars.span(), Role.MD_MARK) for bars in _BARS.finditer(line, at))
        return
    yield from _inline(line, at, len(line), base)


def _inline(line: str, start: int, end: int, base: Role, depth: int = 0) -> Iterator[Span]:
    """Yield the roles of the text between two places; `base` is that of plain text.

    Each mark that is nowhere closed is looked for once, so that the steps grow as the line does.
    """
    plain = at = start
    unclosed: set[str] = set()
    while match := _INLINE.search(line, at, end):
        begin, at = match.span()
        inner = match.span()
        if run := match["code"] or match["stress"]:
            closed = _closed(line, run, begin, end, unclosed)
            if closed is None:
                at = begin + 1 if match["stress"] and len(run) <= _MAX_MARK else at
                continue
            inner, at = closed
        if begin > plain and base:
            yield Span(plain, begin, base)
        plain = at
        if run:
            yield Span(begin, inner[0], Role.MD_MARK)
            if match["code"]:
                yield Span(*inner, Role.MD_CODE)
            else:
                yield from _stress(line, *inner, _stressed(inner[0] - begin, base), depth + 1)
            yield Span(inner[1], at, Role.MD_MARK)
        else:
            yield from _one(match)
    if plain < end and base:
        yield Span(plain, end, base)


def _closed(
    line: str, run: str, begin: int, end: int, unclosed: set[str]
) -> tuple[tuple[int, int], int] | None:
    """Return what is between a mark and the one that closes it, and where that ends; None if none.

    The mark is the run of signs at `begin`, or as many of its first signs as are closed.
    """
    is_code = run[0] == "`"
    if not is_code and len(run) > _MAX_MARK:
        return None
    for mark in (run,) if is_code else (run[:length] for length in range(len(run), 0, -1)):
        inner = begin + len(mark)
        if mark in unclosed or inner >= end or (line[inner].isspace() and not is_code):
            continue
        if closing := _closing(mark).search(line, inner + 1, end):
            return (inner, closing.start()), closing.end()
        unclosed.add(mark)
    return None


@lru_cache(64)
def _closing(mark: str) -> re.Pattern[str]:
    """Return the pattern of the mark that closes this one."""
    if mark[0] == "`":
        return re.compile(rf"(?<!`){mark}(?!`)")
    return re.compile(rf"(?<=\S){re.escape(mark)}(?!\*)(?![^\W_](?<=_.))")


def _stress(line: str, start: int, end: int, role: Role, depth: int) -> Iterator[Span]:
    """Yield the roles of what is between two marks of emphasis."""
    if depth < _MAX_DEPTH:
        yield from _inline(line, start, end, role, depth)
    else:
        yield Span(start, end, role)


def _one(match: re.Match[str]) -> Iterator[Span]:
    """Yield the roles of an escaped sign or of a link."""
    start, end = match.span()
    if match["escape"]:
        yield Span(start, start + 1, Role.MD_MARK)
    elif match["auto"]:
        yield Span(start, end, Role.MD_LINK)
    else:
        yield Span(*match.span("link"), Role.MD_LINK)
        yield Span(*match.span("address"), Role.MD_MARK)


def _stressed(mark: int, base: Role) -> Role:
    """Return the role of a text between marks of this length, within one of the role `base`."""
    both = {mark, 1 if base is Role.MD_ITALIC else 2 if base is Role.MD_BOLD else mark}
    if mark >= 3 or base is Role.MD_BOLD_ITALIC or len(both) == 2:
        return Role.MD_BOLD_ITALIC
    return Role.MD_ITALIC if mark == 1 else Role.MD_BOLD
