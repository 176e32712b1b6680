"""One of a few words, chosen in one row: `(•) result  ( ) development  ( ) other`.

The mark says which one is chosen, so no colour needs to. Where the words do not fit side by side
only the chosen one stands there, between arrows: `‹ result ›`.
"""

from __future__ import annotations

from collections.abc import Sequence
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
"""How a chosen word begins, how another does, and what stands between them; widest first."""


class Choice(OrderedKeys, can_focus=True):
    """A choice of (value, word) pairs. Left, Right, Space or a first letter choose another one."""

    DEFAULT_CSS = """
    Choice { width: 1fr; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose(-1)", show=False),
        Binding("right,space", "choose(1)", show=False),
    ]

    index = reactive(0)
    """Which option is chosen."""

    class Changed(Message):
        """Another option was chosen."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> Choice:
            """The widget."""
            return self.choice

    def __init__(self, options: Sequence[tuple[str, str]], value: str = "") -> None:
        """`value` is the one that is chosen at first; the first option where it is unknown."""
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

    def read(self) -> str:
        """The chosen value, as every part of a form tells it."""
        return self.value

    def watch_index(self) -> None:
        """Tell that another option holds."""
        self.post_message(self.Changed(self))

    def render(self) -> Content:
        """The row."""
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
        place = f" {self.index + 1}/{len(self._words)}"
        fits = cell_len(f"‹ {word} ›{place}") <= width
        return Content.assemble((f"‹ {word} ›", chosen), place if fits else "")

    def on_key(self, event: events.Key) -> None:
        """A letter chooses the next option that begins with it."""
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
        """The next option, or the one before; round at the ends."""
        self.index = (self.index + step) % len(self._values)
