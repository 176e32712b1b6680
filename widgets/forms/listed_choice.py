"""A choice from a list: letters filter it, the arrows move, and the chosen row has a description.

Options that cannot be taken are dimmed, with the reason; the arrows pass over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from ...data.text.graphemes import truncate
from ...data.text.sanitize import clean_line
from ..drawing.wrapping import fit
from ..language import tr
from .field import OrderedKeys

ROWS = 4
"""The most rows of the list."""
_MARK, _NO_MARK = "▸ ", "  "


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a list."""

    value: str
    word: str
    description: str = ""
    refused: str = ""
    """Why it cannot be taken; "" if it can."""


class ListedChoice(OrderedKeys, can_focus=True):
    """A list of options, one of which is chosen."""

    DEFAULT_CSS = """
    ListedChoice { width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,right", "choose(1)", show=False),
        Binding("up,left", "choose(-1)", show=False),
        Binding("backspace", "erase", show=False),
    ]

    @dataclass
    class Changed(Message):
        """Posted when another option is chosen."""

        choice: ListedChoice

    def __init__(self, options: Sequence[Option], value: str = "") -> None:
        """Build the list; `value` is chosen at first, or the first option that can be taken."""
        super().__init__()
        self._options = list(options)
        self._words = ""
        self._value = value
        if self._index(value) is None or self._options[self._index(value) or 0].refused:
            self._value = next((each.value for each in options if not each.refused), "")
        self.styles.height = min(ROWS, max(1, len(options)))

    @property
    def value(self) -> str:
        """The value of the chosen option; "" if none can be taken."""
        return self._value

    @value.setter
    def value(self, value: str) -> None:
        index = self._index(value)
        if value != self._value and index is not None and not self._options[index].refused:
            self._value = value
            self.refresh()
            self.post_message(self.Changed(self))

    @property
    def description(self) -> str:
        """The description of the chosen option."""
        index = self._index(self._value)
        return "" if index is None else self._options[index].description

    def read(self) -> str:
        """Return the chosen value, as every field does."""
        return self._value

    def fault(self) -> str:
        """Return the message that nothing that can be taken is like the typed letters."""
        if self._words and not any(not each.refused for each in self._shown()):
            return tr("form.list.none", words=self._words)
        return "" if self._value else tr("form.list.empty")

    def set_options(self, options: Sequence[Option]) -> None:
        """Show these options from now on; the chosen one stays chosen if it is among them."""
        self._options = list(options)
        self.refresh()

    def render(self) -> Content:
        """Return the rows around the chosen one, with the letters that filter them.

        At the ends of the first and the last row stands how many there are above and below.
        """
        shown, width = self._shown(), self.content_size.width
        first, rows = self._in_view(shown)
        below = len(shown) - first - len(rows)
        notes = [""] * max(1, len(rows))
        notes[-1] = f"↓{below}" if below else ""
        above = f"↑{first}" if first else ""
        words = tr("form.list.filter", words=self._words) if self._words else ""
        notes[0] = " ".join(note for note in (words, above, notes[0]) if note)
        lines = [self._row(each, width, note) for each, note in zip(rows, notes, strict=False)]
        return Content("\n").join(lines or [_noted(Content(""), notes[0], width)])

    def _in_view(self, shown: Sequence[Option]) -> tuple[int, Sequence[Option]]:
        """Return the options around the chosen one that fit, and the number of the first."""
        here = next((n for n, each in enumerate(shown) if each.value == self._value), 0)
        height = max(1, self.size.height)
        first = max(0, min(here - height // 2, len(shown) - height))
        return first, shown[first : first + height]

    def on_click(self, event: events.Click) -> None:
        """Choose the option that was clicked."""
        event.stop()
        _, rows = self._in_view(self._shown())
        if 0 <= event.y < len(rows):
            self.value = rows[event.y].value

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Choose the next option; while the focus is elsewhere, the form scrolls."""
        if self.has_focus:
            event.stop()
            self.action_choose(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Choose the previous option; while the focus is elsewhere, the form scrolls."""
        if self.has_focus:
            event.stop()
            self.action_choose(-1)

    def _row(self, option: Option, width: int, note: str) -> Content:
        """Return an option with a note at the right end; what is too long is cut before that."""
        room = width - cell_len(note) - 1 if note else width
        mark = _MARK if option.value == self._value else _NO_MARK
        word = clean_line(option.word)
        if option.refused:
            row = Content.styled(fit(f"{mark}{word}  ! {option.refused}", room), "dim")
        else:
            row = Content.assemble(
                mark, (fit(word, max(1, room - cell_len(mark))), self._style_of(option))
            )
        return _noted(row, note, width)

    def _style_of(self, option: Option) -> str:
        if option.value != self._value:
            return ""
        return "bold reverse" if self.has_focus else "bold"

    def on_key(self, event: events.Key) -> None:
        """Filter by a typed letter, and choose the first option that is like it."""
        if not event.is_printable or not event.character:
            return
        event.stop()
        event.prevent_default()
        self._filter(truncate(clean_line(f"{self._words}{event.character}x")[:-1], 24))

    def on_paste(self, event: events.Paste) -> None:
        """Filter by a pasted word."""
        event.stop()
        self._filter(truncate(clean_line(event.text), 24))

    def on_focus(self) -> None:
        """Show the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """Show the whole list again, unless nothing is like the letters: that is a fault."""
        if self._words and not self.fault():
            self._words = ""
        self.refresh()

    def action_choose(self, step: int) -> None:
        """Choose the next or previous option that can be taken, around the ends."""
        values = [each.value for each in self._shown() if not each.refused]
        if values:
            here = values.index(self._value) if self._value in values else -1
            self.value = values[(here + step) % len(values)]

    def action_erase(self) -> None:
        """Remove the last letter of the filter."""
        if not self._words:
            raise SkipAction
        self._filter(self._words[:-1])

    def _filter(self, words: str) -> None:
        """Show what is like these letters; more letters choose the first of it."""
        narrower = len(words) > len(self._words)
        self._words = words.lstrip()
        values = [each.value for each in self._shown() if not each.refused]
        if values and (narrower or self._value not in values):
            self.value = values[0]
        self.refresh()
        self.post_message(self.Changed(self))

    def _shown(self) -> list[Option]:
        """Return the options that are like the typed letters; at the beginning of a word first."""
        wanted = self._words.casefold().strip()
        like = [each for each in self._options if wanted in each.word.casefold()]
        return sorted(like, key=lambda each: not each.word.casefold().startswith(wanted))

    def _index(self, value: str) -> int | None:
        return next((n for n, each in enumerate(self._options) if each.value == value), None)


def _noted(row: Content, note: str, width: int) -> Content:
    """Return a row with a note at the right end of `width` cells."""
    blanks = " " * max(1, width - cell_len(row.plain) - cell_len(note)) if note else ""
    return Content.assemble(row, blanks, (note, "dim"))
