"""The roles in one line of Markdown source, as it stands in the notes.

One line is looked at by itself, so that a typed letter changes one line only; of the lines above it
only whether a fence is open matters (`fence_after`). It is a reading aid: where it differs from
CommonMark, the minutes are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ....data.model.appreciation import appreciation_text
from ..roles import Role

MAX_LENGTH = 1_000
"""The longest line, in code points, that is looked at; a longer one is plain."""

_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)")
_HEADING = re.compile(r"( {0,3}#{1,6}(?:\s+|$))(.*?)(\s+#+\s*)?$")
_QUOTES = re.compile(r"\s{0,3}(?:>\s?)+")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,9}[.)])\s+")
_TASK = re.compile(r"\[([ xX-])\](?=\s|$)")
_TIME = re.compile(r"\d{1,2}[:.]\d{2}\s")
_BAR = re.compile(r"\s*\|.*\|\s*$")
_DELIMITERS = re.compile(r"\s*\|[\s:|-]*-[\s:|-]*\|\s*$")
_INLINE = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>(?P<tick>`+)(?!`).*?(?<!`)(?P=tick)(?!`))"
    r"|(?P<link>!?\[[^\[\]]*\])(?P<address>\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\))"
    r"|(?P<auto><[a-z][a-z0-9+.-]{1,31}:[^\s<>]*>)"
    r"|(?P<strong>\*\*\*|\*\*|\*|(?<![^\W_])(?:___|__|_))(?=\S)(?P<inner>.+?)(?<=\S)(?P=strong)"
    r"(?!\*)(?![^\W_](?<=_.))"
)


class Span(NamedTuple):
    """A stretch of a line, in code points, and its role."""

    start: int
    end: int
    role: Role


def fence_after(line: str, fence: str) -> str:
    """Return the fence that is open after a line, "" for none; `fence` is that before it.

    A fence is the run of backticks or tildes with which it began.
    """
    match = _FENCE.match(line)
    if match is None:
        return fence
    if not fence:
        return match[1]
    closes = match[1][0] == fence[0] and len(match[1]) >= len(fence) and not match[2].strip()
    return "" if closes else fence


def is_fence(line: str) -> bool:
    """Return whether a line may begin or end a fence."""
    return ("```" in line or "~~~" in line) and _FENCE.match(line) is not None


def is_heading(line: str) -> bool:
    """Return whether a line is a heading, outside a fence."""
    return _HEADING.match(line) is not None


def spans(line: str, fence: str = "") -> list[Span]:
    """Return the roles of a line, in order; what has none is plain. `fence` is open before it."""
    if len(line) > MAX_LENGTH or not line.strip():
        return []
    if fence:
        role = Role.MD_MARK if not fence_after(line, fence) else Role.MD_CODE
        return [Span(0, len(line), role)]
    if is_fence(line):
        return [Span(0, len(line), Role.MD_MARK)]
    if match := _HEADING.match(line):
        roles = (Role.MD_MARK, Role.MD_HEADING, Role.MD_MARK)
        parts = ((match.span(part), role) for part, role in enumerate(roles, start=1))
        return [Span(start, end, role) for (start, end), role in parts if start < end]
    if _DELIMITERS.match(line):
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
        yield from (Span(n, n + 1, Role.MD_MARK) for n in range(at, len(line)) if line[n] == "|")
        return
    yield from _inline(line, at, len(line), base)


def _inline(line: str, start: int, end: int, base: Role) -> Iterator[Span]:
    """Yield the roles of the text between two places; `base` is that of plain text."""
    at = start
    for match in _INLINE.finditer(line, start, end):
        if match.start() > at and base:
            yield Span(at, match.start(), base)
        at = match.end()
        yield from _one(line, match, base)
    if at < end and base:
        yield Span(at, end, base)


def _one(line: str, match: re.Match[str], base: Role) -> Iterator[Span]:
    start, end = match.span()
    if match["escape"]:
        yield Span(start, start + 1, Role.MD_MARK)
    elif match["code"]:
        tick = len(match["tick"])
        yield Span(start, start + tick, Role.MD_MARK)
        yield Span(start + tick, end - tick, Role.MD_CODE)
        yield Span(end - tick, end, Role.MD_MARK)
    elif match["auto"]:
        yield Span(start, end, Role.MD_LINK)
    elif match["link"]:
        yield Span(*match.span("link"), Role.MD_LINK)
        yield Span(*match.span("address"), Role.MD_MARK)
    else:
        mark = len(match["strong"])
        yield Span(start, start + mark, Role.MD_MARK)
        yield from _inline(line, start + mark, end - mark, _stressed(mark, base))
        yield Span(end - mark, end, Role.MD_MARK)


def _stressed(mark: int, base: Role) -> Role:
    """Return the role of a text between marks of this length, within one of the role `base`."""
    both = {mark, 1 if base is Role.MD_ITALIC else 2 if base is Role.MD_BOLD else mark}
    if mark >= 3 or base is Role.MD_BOLD_ITALIC or len(both) == 2:
        return Role.MD_BOLD_ITALIC
    return Role.MD_ITALIC if mark == 1 else Role.MD_BOLD
