"""Two lines below a screen: a rule, and a key with what it does."""

from __future__ import annotations

from .roles import Role
from .title_rule import LIGHT
from .wrapping import Line, Piece, fit, line_width


def hint_lines(width: int, key: str, what: str, hint: str) -> list[Line]:
    """Return the lines, `width` cells wide; the hint behind it is left out without room."""
    head: list[Piece] = [(" ", Role.PLAIN), (key, Role.KEY), (" ", Role.PLAIN)]
    line: Line = (*head, (fit(what, width - line_width(tuple(head))), Role.PLAIN))
    longer: Line = (*line, ("  ", Role.PLAIN), (hint, Role.HINT))
    return [((LIGHT * width, Role.RULE),), longer if line_width(longer) < width else line]
