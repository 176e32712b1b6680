"""A share as a bar of blocks: `████░░░░`."""

from __future__ import annotations

from .roles import Role
from .wrapping import Piece

FULL, EMPTY = "█", "░"
"""Both exist on the Linux console and in PuTTY, and differ without colour."""


def bar(share: float, width: int) -> str:
    """Return a bar of exactly `width` cells for `share`, clamped to 0..1.

    If there is room for it, a share above 0 has at least one full block, and one below 1 at least
    one empty.
    """
    if width < 1:
        return ""
    share = min(1.0, max(0.0, share))
    filled = round(share * width)
    if width > 1 and 0 < share < 1:
        filled = min(width - 1, max(1, filled))
    return FULL * filled + EMPTY * (width - filled)


def bar_pieces(share: float, width: int, full: Role = Role.BAR_FULL) -> list[Piece]:
    """Return a bar: the done part, and the rest; all of it in the role `full` when it is full."""
    drawn = bar(share, width)
    filled = drawn.count(FULL)
    pieces = [
        (FULL * filled, full if share >= 1 else Role.BAR),
        (EMPTY * (width - filled), Role.BAR_REST),
    ]
    return [piece for piece in pieces if piece[0]]
