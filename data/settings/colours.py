"""Colours as a person names them in the settings: the terminal's own 16, and `#rrggbb`."""

from __future__ import annotations

import re

NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
"""Eight of the terminal's own colours; the other eight have the prefix `bright-`."""

COLOURS = (*NAMES, *(f"bright-{name}" for name in NAMES))
"""The terminal's own colours; the terminal decides what they look like."""

_RGB = re.compile(r"#[0-9a-f]{6}")


def read_colour(text: str) -> str:
    """Return the colour as in `COLOURS` or as `#rrggbb`, in lower case; "" if it is none."""
    colour = text.strip().lower().replace("_", "-")
    return colour if colour in COLOURS or _RGB.fullmatch(colour) else ""
