"""The styles of the roles on one palette, for rich to draw with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from rich.style import Style

from .roles import CARETS, LOOKS, Palette, Role

Styles = Mapping[str, Style]
"""The style of each role."""


@lru_cache(16)
def styles(palette: Palette, authors: Sequence[str] = ()) -> Styles:
    """Return the styles of all roles.

    `authors` are the user's own colours of others, as in the settings: a colour of the terminal or
    `#rrggbb`. The first is the other partner's; the colours start again after the last.
    """
    found: dict[str, Style] = {role: _style(look.on(palette)) for role, look in LOOKS.items()}
    if authors and palette is not Palette.MONO:
        for role in (Role.OTHER, Role.OTHER_NAME, Role.OTHER_WRITES):
            found[role] += _style(authors[0])
        for number, role in enumerate(CARETS):
            found[role] += _style(authors[number % len(authors)])
    return found


def _style(words: str) -> Style:
    """Return the style that these words mean; see `roles`."""
    return Style.parse(words.replace("bright-", "bright_"))
