"""The screen as text, and below it the look of each cell."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.style import Style
from textual.app import App

from .widget_holder import strips

_ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse", "strike")
_LETTERS = string.ascii_letters + string.digits
_BLANK_LOOKS = ("reverse", "underline")
"""Attributes that also show on a space."""


@dataclass(frozen=True, slots=True)
class Cells:
    """What stands in the cells of a screen, and how it looks there."""

    text: tuple[tuple[str, ...], ...]
    """The characters of each row; "" for the second half of a wide one."""
    looks: tuple[tuple[str, ...], ...]
    """The words of the look of each cell, as in the role table; "" for the usual one."""

    def picture(self) -> str:
        """The text, then a letter for the look of each cell, then what each letter means."""
        letters: dict[str, str] = {"": "."}
        rows = []
        for row in self.looks:
            for look in row:
                letters.setdefault(look, _LETTERS[len(letters) - 1])
            rows.append("".join(letters[look] for look in row).rstrip("."))
        text = ["".join(row).rstrip() for row in self.text]
        legend = [f"{letter} {look}" for look, letter in letters.items() if look]
        return "\n".join([*text, "", *rows, "", *legend]) + "\n"


def cells_of(app: App[Any]) -> Cells:
    """Return the cells of the screen as it is drawn."""
    text: list[tuple[str, ...]] = []
    looks: list[tuple[str, ...]] = []
    for strip in strips(app):
        characters: list[str] = []
        words: list[str] = []
        for segment in strip:
            for character in segment.text:
                width = cell_len(character)
                if width == 0 and characters:
                    characters[-1] += character
                    continue
                characters += [character, *[""] * (width - 1)]
                words += [_look(segment.style, character)] * width
        text.append(tuple(characters))
        looks.append(tuple(words))
    return Cells(tuple(text), tuple(looks))


def look_words(style: Style) -> str:
    """Return the words of a style, as the role table writes them."""
    words = [name for name in _ATTRIBUTES if getattr(style, name)]
    colour = style.color.name if style.color and not style.color.is_default else ""
    return " ".join([*words, colour.replace("_", "-")]).strip()


def _look(style: Style | None, character: str) -> str:
    if style is None:
        return ""
    words = look_words(style)
    if character.isspace() and not set(words.split()) & set(_BLANK_LOOKS):
        return ""
    return words
