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
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from ...data.text.sanitize import clean_line
from ..drawing.wrapping import fit
from .field import OrderedKeys

_SPACINGS = (("(•) ", "( ) ", "  "), ("(•) ", "( ) ", " "), ("(•)", "( )", " "))
"""Prefix of the chosen word, prefix of the others, and separator; widest first."""


_STACK = ("> (•) ", "  ( ) ")
"""Prefix of the chosen word and of the others, one below the other."""


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
        if side_by_side := self._side_by_side():
            gap, words = side_by_side
            parts: list[str | tuple[str, str]] = []
            for index, word in enumerate(words):
                parts.append(gap if index else "")
                parts.append((word, chosen) if index == self.index else word)
            return Content.assemble(*parts)
        word = self._words[self.index]
        position = f" {self.index + 1}/{len(self._words)}"
        fits = cell_len(f"‹ {word} ›{position}") <= self.content_size.width
        return Content.assemble((f"‹ {word} ›", chosen), position if fits else "")

    def _side_by_side(self) -> tuple[str, list[str]] | None:
        """Return the gap between all words, and the words with their marks; None if no room."""
        for mark, no_mark, gap in _SPACINGS:
            words = [
                f"{mark if index == self.index else no_mark}{word}"
                for index, word in enumerate(self._words)
            ]
            if cell_len(gap.join(words)) <= self.content_size.width:
                return gap, words
        return None

    def on_click(self, event: events.Click) -> None:
        """Choose the option that was clicked; an arrow is clicked for the one it points to."""
        event.stop()
        self._click(event.x, event.y)

    def _click(self, x: int, y: int) -> None:
        """Choose what is in this cell."""
        del y  # there is one row
        if side_by_side := self._side_by_side():
            gap, words = side_by_side
            begins = 0
            for index, word in enumerate(words):
                ends = begins + cell_len(word)
                if begins <= x < ends:
                    self.index = index
                begins = ends + cell_len(gap)
        else:
            self.action_choose(-1 if x == 0 else 1)

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


class StackedChoice(Choice):
    """A choice with one option in each row; Up and Down choose too, and leave it at its ends."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
    ]

    def __init__(self, options: Sequence[tuple[str, str]], value: str = "") -> None:
        super().__init__(options, value)
        self.styles.height = len(self._values)

    def render(self) -> Content:
        """Return the rows; while it has the focus, the whole row of the chosen one is reversed."""
        width = self.content_size.width
        mark, no_mark = _STACK
        rows: list[tuple[str, str]] = []
        for index, word in enumerate(self._words):
            here = index == self.index
            row = fit(f"{mark if here else no_mark}{word}", width)
            row += " " * (width - cell_len(row))
            style = "reverse" if here and self.has_focus else "bold" if here else ""
            rows.append((row, style))
        return Content("\n").join(Content.styled(row, style) for row, style in rows)

    def _click(self, x: int, y: int) -> None:
        del x  # an option has the whole row
        if 0 <= y < len(self._values):
            self.index = y

    def action_step(self, step: int) -> None:
        """Choose the next or previous option; raise SkipAction at the ends."""
        index = self.index + step
        if not 0 <= index < len(self._values):
            raise SkipAction
        self.index = index
