"""Lists as one writes them in Markdown: what a key changes in a line that has a list mark.

An edit is of one line, in code points: from `start` to `end` comes `text`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .lazy_pattern import lazy_pattern

_MARK = lazy_pattern(
    r"(?P<quote>(?:[ ]{0,3}>[ \t]?)*)(?P<indent>[ \t]*)"
    r"(?:(?P<bullet>[-*+•]|\d{1,9}[.)])(?P<gap>[ \t]+|$)(?:(?P<box>\[[ xX-]\])(?:[ \t]+|$))?)?"
)
_HEADING = lazy_pattern(r"\s*#{1,6}(?:\s+|$)")
_TIME = lazy_pattern(r"\d{1,2}[:.]\d{2}(?=\s|$)")
_OPEN, _DONE = "[ ]", "[x]"
_BULLET_WIDTH = 2
"""The columns by which an item is indented that has none above it."""


class LineEdit(NamedTuple):
    """A replacement in one line."""

    start: int
    end: int
    text: str


def is_item(line: str) -> bool:
    """Return whether a line is an item of a list."""
    return bool(_match(line)["bullet"])


def mark_end(line: str) -> int:
    """Return where the text of a line begins, behind its quote, list and heading marks."""
    heading = _HEADING.match(line)
    return heading.end() if heading else _match(line).end()


def plain_text(line: str) -> str:
    """Return the text of a line, without its marks and without the time in front of it."""
    start = mark_end(line)
    time = _TIME.match(line, start)
    return (line[time.end() :] if time else line[start:]).strip()


def enter(line: str, column: int) -> LineEdit | None:
    """Return what Enter does at a column: the mark goes on, or ends on an item without text.

    None if Enter is a line feed alone.
    """
    mark = _match(line)
    if not (mark["quote"] or mark["bullet"]) or column < mark.end():
        return None
    if line[mark.end() :].strip():
        blanks = len(line) - column - len(line[column:].lstrip())
        return LineEdit(column, column + blanks, f"\n{_next_mark(mark)}")
    if mark["bullet"] and mark["indent"]:
        return LineEdit(mark.start("indent"), mark.start("bullet"), "")
    return LineEdit(mark.end("quote") if mark["bullet"] else 0, len(line), "")


def box_span(line: str) -> range:
    """Return the columns of the box of an item; an empty range if it has none."""
    return range(*_match(line).span("box"))


def toggle_box(line: str) -> LineEdit | None:
    """Return the edit that ticks the box of a line, or opens it again.

    A line without a box gets an open one; None for a heading, which has none.
    """
    if _HEADING.match(line):
        return None
    mark = _match(line)
    if mark["box"]:
        return LineEdit(*mark.span("box"), _DONE if mark["box"] == _OPEN else _OPEN)
    if mark["bullet"]:
        gap = "" if mark["gap"] else " "
        return LineEdit(mark.end(), mark.end(), f"{gap}{_OPEN} ")
    return LineEdit(mark.end(), mark.end(), f"- {_OPEN} ")


def stamp(line: str, time: str, start: int = 0) -> LineEdit | None:
    """Return the edit that puts a time at the beginning of the text of a line.

    The text begins at column `start` at the earliest. None if a time stands there.
    """
    start = max(start, mark_end(line))
    if _TIME.match(line, start):
        return None
    gap = " " if start and not line[start - 1].isspace() else ""
    return LineEdit(start, start, f"{gap}{time} ")


def indent(line: str, above: Sequence[str]) -> LineEdit | None:
    """Return the edit that puts an item one level below the one `above` it.

    None if it is there already, or if the line is no item.
    """
    mark = _match(line)
    if not mark["bullet"]:
        return None
    width, goal = len(mark["indent"]), _BULLET_WIDTH
    for other in map(_match, reversed(above)):
        if not other["bullet"]:
            break
        if len(other["indent"]) <= width:
            goal = other.end("gap") - other.end("quote")
            break
    at = mark.start("indent")
    return LineEdit(at, at + width, " " * goal) if goal > width else None


def outdent(line: str, above: Sequence[str]) -> LineEdit | None:
    """Return the edit that puts an item one level higher; None if it is at the highest."""
    mark = _match(line)
    width = len(mark["indent"])
    if not mark["bullet"] or not width:
        return None
    goal = 0
    for other in map(_match, reversed(above)):
        if not other["bullet"]:
            break
        if len(other["indent"]) < width:
            goal = len(other["indent"])
            break
    at = mark.start("indent")
    return LineEdit(at, at + width, " " * goal)


def _match(line: str) -> re.Match[str]:
    mark = _MARK.match(line)
    assert mark is not None  # every part of it is optional
    return mark


def _next_mark(mark: re.Match[str]) -> str:
    """Return the mark of the item after this one."""
    if not mark["bullet"]:
        return mark.group()
    number = mark["bullet"][:-1]
    bullet = f"{int(number) + 1}{mark['bullet'][-1]}" if number else mark["bullet"]
    box = f"{_OPEN} " if mark["box"] else ""
    return f"{mark['quote']}{mark['indent']}{bullet}{mark['gap'] or ' '}{box}"
