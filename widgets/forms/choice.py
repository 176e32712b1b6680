"""A choice between a few words, in one row: `(•) result ( ) development ( ) other`.

A mark shows which is chosen, so no colour is needed. If the words do not fit side by side, only the
chosen one is shown, between arrows: `‹ result ›`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from ...data.text.sanitize import clean_line
from .field import OrderedKeys

_SPACINGS = (("(•) ", "( ) ", "  "), ("(•) ", "( ) ", " "), ("(•)", "( )", " "))
"""Prefix of the chosen word, prefix of the others, and separator; widest first."""


class Choice(OrderedKeys, can_focus=True):
    """A choice of (value, word) pairs; keys: Left, Right, Space, or a first letter."""

    DEFAULT_CSS = """
    Choice { width: 1fr; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose(-1)", show=False),
        Binding("right,space", "choose(1)", show=False),
    ]

    index = reactive(0)
    """The index of the chosen option."""

    @dataclass
    class Changed(Message):
        """Posted when another option is chosen."""

        choice: Choice

    def __init__(self, options: Sequence[tuple[str, str]], value: str = "") -> None:
        """Build the choice; `value` is chosen at first, or the first option if it is unknown."""
        super().__init__()
        self._values = [option for option, _ in options]
        self._words = [clean_line(word) for _, word in options]
        if value in self._values:
            self.set_reactive(Choice.index, self._values.index(value))

    @property
    def value(self) -> str:
        """The chosen value."""
        return self._values[self.index]

    @value.setter
    def value(self, value: str) -> None:
        self.index = self._values.index(value)

    def set_words(self, words: Mapping[str, str]) -> None:
        """Show these words from now on, by value; the chosen option stays chosen."""
        self._words = [
            clean_line(words.get(value, word))
            for value, word in zip(self._values, self._words, strict=True)
        ]
        self.refresh()

    def read(self) -> str:
        """Return the chosen value, as every field does."""
        return self.value

    def watch_index(self) -> None:
        """Post that another option is chosen."""
        self.post_message(self.Changed(self))

    def render(self) -> Content:
        """Return the row."""
        chosen = "bold reverse" if self.has_focus else "bold"
        width = self.content_size.width
        for mark, no_mark, gap in _SPACINGS:
            parts: list[str | tuple[str, str]] = []
            for index, word in enumerate(self._words):
                parts.append(gap if index else "")
                here = index == self.index
                parts.append((f"{mark}{word}", chosen) if here else f"{no_mark}{word}")
            row = Content.assemble(*parts)
            if row.cell_length <= width:
                return row
        word = self._words[self.index]
        position = f" {self.index + 1}/{len(self._words)}"
        fits = cell_len(f"‹ {word} ›{position}") <= width
        return Content.assemble((f"‹ {word} ›", chosen), position if fits else "")

    def on_key(self, event: events.Key) -> None:
        """Choose the next option that begins with the typed letter."""
        letter = (event.character or "").casefold()
        if not event.is_printable or letter.isspace():
            return
        count = len(self._words)
        for step in range(1, count + 1):
            index = (self.index + step) % count
            if self._words[index].casefold().startswith(letter):
                event.stop()
                event.prevent_default()
                self.index = index
                return

    def on_focus(self) -> None:
        """Show the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that the focus is elsewhere."""
        self.refresh()

    def action_choose(self, step: int) -> None:
        """Choose the next or previous option, around the ends."""
        self.index = (self.index + step) % len(self._values)
