"""How far something is, drawn as a bar of blocks: `████░░░░`."""

from __future__ import annotations

FULL, EMPTY = "█", "░"
"""Both are in the fonts of the Linux console and of PuTTY, and tell apart without colour."""


def bar(share: float, width: int) -> str:
    """A bar of exactly `width` cells, filled for `share` (0 to 1; what is beyond counts as that).

    What has begun shows at least one block, and what is not done leaves at least one empty, where
    there is room to tell that.
    """
    if width < 1:
        return ""
    share = min(1.0, max(0.0, share))
    filled = round(share * width)
    if width > 1 and 0 < share < 1:
        filled = min(width - 1, max(1, filled))
    return FULL * filled + EMPTY * (width - filled)
