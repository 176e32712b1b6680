"""Headings that a conversation was begun with, and under which nobody wrote."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ...model.conversation import NoteLine
from ...text.lazy_pattern import lazy_pattern
from .turns import Heading, split

_HIGH_HEADING = lazy_pattern(r" {0,3}#{1,2}\s")


def is_untouched(lines: Sequence[NoteLine], titles: Collection[str]) -> bool:
    """Return whether notes hold nothing but headings of the checklist, made by nobody."""
    return all(
        isinstance(part, Heading) and not part.by and part.text in titles for part in split(lines)
    )


def untouched_headings(lines: Sequence[NoteLine], titles: Collection[str]) -> set[int]:
    """Return the indexes of the headings of the checklist that have nothing below them.

    A heading that one of the partners typed is theirs, even if it reads the same.
    """
    found: set[int] = set()
    waiting: int | None = None
    for index, line in enumerate(lines):
        if _HIGH_HEADING.match(line.text):
            found |= set() if waiting is None else {waiting}
            is_ours = not line.by and line.text[:3] == "## " and line.text[3:].strip() in titles
            waiting = index if is_ours else None
        elif line.text.strip():
            waiting = None
    return found if waiting is None else found | {waiting}
