"""A picture as a frame that the driver can draw, in the colours of the terminal.

The role table says how each role looks. The screens draw it through rich and Textual; here it is
drawn without them, because importing them takes longer than a first picture should.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from ...data.settings.settings import Settings
from ...widgets.drawing.pictures.placed_lines import PlacedLine
from ...widgets.drawing.roles import BRIGHT, CARETS, COLOURS, LOOKS, Palette, Role
from .driver.screen.cells import replace_controls
from .themes import TERMINAL_THEMES

_ATTRIBUTES = {
    "bold": "1", "dim": "2", "italic": "3", "underline": "4", "reverse": "7", "strike": "9",
}  # fmt: skip
_CODES: Mapping[str, str] = {
    **_ATTRIBUTES,
    **{name: str(30 + number) for number, name in enumerate(COLOURS)},
    **{f"{BRIGHT}{name}": str(90 + number) for number, name in enumerate(COLOURS)},
}
"""The words of a look -> SGR parameters (ECMA-48, 8.3.117; 90 to 97 as in aixterm)."""


class FirstFrame:
    """Writes frames in the look of the settings."""

    def __init__(self, settings: Settings) -> None:
        """Read the look from the settings. Raises KeyError if it takes more than 16 colours."""
        if settings.theme not in TERMINAL_THEMES:
            raise KeyError(settings.theme)
        dark = settings.theme == TERMINAL_THEMES[0]
        palette = Palette.DARK if dark else Palette.LIGHT
        if "NO_COLOR" in os.environ:
            palette = Palette.MONO
        self._sgr = {role: _sgr(look.on(palette)) for role, look in LOOKS.items()}
        authors = settings.author_colours
        if authors and palette is not Palette.MONO:
            for role in (Role.OTHER, Role.OTHER_NAME, Role.OTHER_WRITES):
                self._sgr[role] += f";{_sgr(authors[0])}"
            for number, role in enumerate(CARETS):
                self._sgr[role] += f";{_sgr(authors[number % len(authors)])}"

    def write(self, picture: Iterable[PlacedLine]) -> str:
        """Return a frame with these lines; see `driver/screen/frame_parser`."""
        written: list[str] = []
        for placed in picture:
            written.append(f"\x1b[{placed.y + 1};{placed.x + 1}H")
            for text, role in placed.pieces():
                if text:
                    sgr = self._sgr[Role(role)]
                    written.append(f"\x1b[0m\x1b[{sgr}m{replace_controls(text)}")
        return "".join(written)


def _sgr(words: str) -> str:
    """Return the SGR parameters of a look; "0" for the usual one."""
    return ";".join(_CODES[word] for word in words.split()) or "0"
