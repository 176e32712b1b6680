"""The last row of the screen: keys at the left; at the right news, or the keys that always work."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from ...data.lazy_dataclass import dataclass
from ...data.text.graphemes import ceiling
from .roles import Role
from .wrapping import Line, Piece, fit, line_width

_GAP = "  "
_MIN_PATH = 8
"""The fewest code points that a shortened path has."""

KeyHint = tuple[str, str]
"""A key, and what it does."""


@dataclass(frozen=True, slots=True)
class FooterParts:
    """What the footer says. Texts that have several forms begin with the longest."""

    keys: Sequence[KeyHint] = ()
    """The keys of the pane, most used first."""
    always: Sequence[KeyHint] = ()
    """The keys at the right."""
    news: str = ""
    """What just happened."""
    lasting: Sequence[str] = ()
    """What stays until the user reads more; shown while there is no news."""
    presence: str = ""
    """Who is present; shown while there is nothing else."""
    hint: str = ""
    """What a newcomer may want to know; shown instead of the keys at the right."""


def footer_line(parts: FooterParts, width: int) -> Line:
    """Return the line of exactly `width` cells, with a blank at either side.

    Only whole pairs of key and description are shown.
    """
    inner = width - 2
    if inner < 1:
        return ()
    right = _right(parts, inner)
    room = inner - (line_width(right) + len(_GAP) if right else 0)
    left = _pairs(parts.keys, room)
    blanks = inner - line_width(left) - line_width(right)
    blank: Piece = (" ", Role.PLAIN)
    return (blank, *left, (" " * max(0, blanks), Role.PLAIN), *right, blank)


def key_at(line: Line, x: int) -> str:
    """Return the key of the pair that a footer line has at cell `x`, as shown; "" if it has none.

    The blank between key and words belongs to the pair, the gap between two pairs to none.
    """
    key, begins = "", 0
    for text, role in line:
        ends = begins + cell_len(text)
        is_gap = role is not Role.KEY and not text.strip()
        key = text if role is Role.KEY else "" if is_gap else key
        if begins <= x < ends:
            return key if role in (Role.KEY, Role.PLAIN) else ""
        begins = ends
    return ""


def _right(parts: FooterParts, width: int) -> Line:
    news = parts.news or next(
        (form for form in parts.lasting if cell_len(form) <= width), "".join(parts.lasting[-1:])
    )
    if words := news or parts.presence:
        role = Role.NEWS if news else Role.SHARED
        return ((fit(_shorten_path(words, width), width), role),)
    if parts.hint:
        return ((fit(parts.hint, width), Role.HINT),)
    least = _pairs(parts.keys[:1], width)
    for begin in range(len(parts.always)):
        always = _pairs(parts.always[begin:], width)
        if line_width(least) + len(_GAP) + line_width(always) <= width:
            return always
    return ()


def _pairs(pairs: Sequence[KeyHint], width: int) -> Line:
    """Return as many whole pairs as fit."""
    line: list[Piece] = []
    used = 0
    for key, words in pairs:
        gap = _GAP if used else ""
        length = cell_len(f"{gap}{key} {words}")
        if used + length > width:
            break
        used += length
        line += [*([(gap, Role.PLAIN)] if gap else []), (key, Role.KEY), (f" {words}", Role.PLAIN)]
    return tuple(line)


def _shorten_path(text: str, width: int) -> str:
    """Return the text with its longest path cut to fit `width` cells.

    The beginning of the path is cut: its end, and the text after it, matter most.
    """
    over = cell_len(text) - width
    path = max((word for word in text.split(" ") if "/" in word), key=len, default="")
    if over <= 0 or len(path) <= _MIN_PATH:
        return text
    return text.replace(path, f"…{path[ceiling(path, min(over + 1, len(path) - _MIN_PATH)) :]}", 1)
