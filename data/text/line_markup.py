"""What one line of Markdown is by itself: a heading, or the begin or end of a fence.

Of the lines above it only whether a fence is open matters (`fence_after`). It is a reading aid:
where it differs from CommonMark, the minutes are right.
"""

from __future__ import annotations

from .lazy_pattern import lazy_pattern

_FENCE = lazy_pattern(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)")
_HEADING = lazy_pattern(r" {0,3}(#{1,6})(?:\s+|$)")


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


def heading_level(line: str) -> int:
    """Return the level of a heading, 1 to 6; 0 for another line."""
    match = _HEADING.match(line)
    return 0 if match is None else len(match[1])


def heading_text(line: str) -> str | None:
    """Return the text of a heading, without its marks; None for another line."""
    found = heading_span(line)
    return None if found is None else line[slice(*found)].strip()


def heading_span(line: str) -> tuple[int, int] | None:
    """Return where the text of a heading begins and ends, in code points; None for another line.

    The end is that of the line, unless signs close the heading: `## Text ##`.
    """
    match = _HEADING.match(line)
    if match is None:
        return None
    start = match.end()
    closed = line[start:].rstrip()
    text = closed.rstrip("#")
    if text != closed and text[-1:].isspace():
        return start, start + len(text.rstrip())
    return start, len(line)
