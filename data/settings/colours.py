"""Colours as a person names them in the settings: the terminal's own 16, and `#rrggbb`."""

from __future__ import annotations

import re

NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
"""Eight of the terminal's own colours; with `bright-` before their names they are the others."""

COLOURS = (*NAMES, *(f"bright-{name}" for name in NAMES))
"""The terminal's own colours; what they look like is the terminal's affair."""

_RGB = re.compile(r"#[0-9a-f]{6}")


def read_colour(text: str) -> str:
    """The colour as `COLOURS` has it or as `#rrggbb`, small letters; empty where it is none."""
    colour = text.strip().lower().replace("_", "-")
    return colour if colour in COLOURS or _RGB.fullmatch(colour) else ""
