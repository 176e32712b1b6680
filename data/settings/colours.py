"""The colours that the settings accept: the terminal's own 16 by name, and `#rrggbb`."""

from __future__ import annotations

from ..text.lazy_pattern import lazy_pattern

NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
"""Eight of the terminal's own colours; the other eight have the prefix `bright-`."""

COLOURS = (*NAMES, *(f"bright-{name}" for name in NAMES))
"""The terminal's own colours; the terminal decides what they look like."""

_RGB = lazy_pattern(r"#[0-9a-f]{6}")


def read_colour(text: str) -> str:
    """Return `text` as a member of `COLOURS` or `#rrggbb`, in lower case; "" if it is neither."""
    colour = text.strip().lower().replace("_", "-")
    return colour if colour in COLOURS or _RGB.fullmatch(colour) else ""
