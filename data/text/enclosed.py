"""A document inside a longer text, and the lines around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Enclosed(NamedTuple):
    """A document, and the lines of the text before and after it; none if it is all of the text."""

    before: list[str]
    text: str
    after: list[str]

    @property
    def lines_around(self) -> int:
        """How many lines with text stand around it."""
        return sum(bool(line.strip()) for line in (*self.before, *self.after))


def without_blank_ends(lines: Sequence[str]) -> list[str]:
    """Return lines without blank ones at the ends."""
    return "\n".join(lines).strip("\n").split("\n") if any(map(str.strip, lines)) else []
