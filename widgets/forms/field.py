"""The fields of forms: line and paragraph; and buttons.

Text is cleaned as it is typed, pasted or completed: a field never shows or returns unsafe text. The
caret does not blink: an idle form sends no bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, geometry
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.geometry import Size
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static

from ...data.text.graphemes import truncate
from ...data.text.sanitize import clean_line, clean_text
from ..primitives.cursor import CaretArea, caret_in_text
from ..primitives.grapheme_input import GraphemeInput

MAX_LINE_LENGTH = 2_000
MAX_PARAGRAPH_LENGTH = 20_000
"""The most code points of a field. A paste of megabytes would otherwise block the screen."""


@dataclass
class InputTruncated(Message):
    """Posted when text was cut off at `limit` code points."""

    limit: int


def one_line(text: str) -> str:
    """Return text cleaned for a single line; unlike `clean_line` it keeps blanks."""
    return re.sub(r"[\n\t]+", " ", clean_text(text))


class OrderedKeys(Widget):
    """A field that handles its key bindings at once, in the order in which keys arrive.

    Textual lets a key like Backspace bubble up to the app before it acts, while letters act at
    once. In a burst (a slow line, or a fast typist) `ab`, Backspace, `c` would give `ab`.
    """

    async def _on_key(self, event: events.Key) -> None:
        """Run the binding of this field for the key, if it has one."""
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if await self.app.run_action(binding.action, self):
                event.stop()
                event.prevent_default()
                return


class LineInput(GraphemeInput, OrderedKeys):
    """A one-line input without a border. `suggestions` complete what is typed."""

    DEFAULT_CSS = """
    LineInput, LineInput:focus {
        width: 1fr; height: 1; border: none; padding: 0;
        background: transparent; background-tint: transparent;
        & > .input--cursor { background: transparent; color: $foreground; text-style: reverse; }
        & > .input--selection {
            background: transparent; color: $foreground; text-style: reverse;
        }
        & > .input--placeholder { background: transparent; color: $foreground; text-style: dim; }
        & > .input--suggestion { background: transparent; color: $foreground; text-style: dim; }
    }
    """

    def __init__(
        self,
        value: str = "",
        suggestions: Sequence[str] = (),
        *,
        replace_on_typing: bool = False,
        offer: str = "",
    ) -> None:
        """Build the input; `replace_on_typing`: focus selects all, so that a letter replaces it.

        The `offer` is shown while it is empty, and taken by the keys Right and Tab.
        """
        self._names = _names(suggestions)
        super().__init__(
            one_line(value),
            placeholder=clean_line(offer),
            compact=True,
            select_on_focus=replace_on_typing,
            suggester=_suggester(self._names),
        )
        self.set_reactive(Input.cursor_blink, False)

    def set_suggestions(self, suggestions: Sequence[str]) -> None:
        """Complete what is typed from now on with these texts."""
        self._names = _names(suggestions)
        self.suggester = _suggester(self._names)

    @property
    def completion(self) -> str:
        """What the key Right would complete the text to; "" if that is nothing."""
        typed = self.value.casefold()
        if not typed or not self.selection.is_empty or self.cursor_position < len(self.value):
            return ""
        longer = (name for name in self._names if len(name) > len(self.value))
        return next((name for name in longer if name.casefold().startswith(typed)), "")

    def take_completion(self) -> None:
        """Complete the text, or take the offer, at once also while keys come in fast."""
        if self.offer:
            self.replace(self.offer, 0, 0)
        elif completion := self.completion:
            self.replace(completion, 0, len(self.value))

    @property
    def offer(self) -> str:
        """What is offered now; "" once anything is filled in."""
        return "" if self.value else self.placeholder

    def action_cursor_right(self, select: bool = False) -> None:
        """Take what is offered, or else move right."""
        if self.offer and not select:
            self.replace(self.offer, 0, 0)
            return
        super().action_cursor_right(select)

    def read(self) -> str:
        """Return the cleaned text."""
        return clean_line(self.value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace the text between two positions (code points); keys, paste and completion do."""
        start, end = sorted((max(0, start), min(len(self.value), end)))
        text = one_line(text[: MAX_LINE_LENGTH * 2])
        room = MAX_LINE_LENGTH - len(self.value) + (end - start)
        if len(text) > room:
            text = truncate(text, room)
            self.post_message(InputTruncated(MAX_LINE_LENGTH))
        super().replace(text, start, end)

    def on_resize(self) -> None:
        """Scroll to the caret: Input does not do so before something is typed."""
        x, y = caret_in_text(self)
        self.scroll_to_region(geometry.Region(x, y, 1, 1), force=True, animate=False)

    def _on_paste(self, event: events.Paste) -> None:
        """Insert every line of a paste; Input would keep only the first."""
        event.stop()
        event.prevent_default()
        if event.text:
            self.replace(event.text.strip("\r\n"), *self.selection)


def _names(suggestions: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(clean_line, suggestions))))


def _suggester(names: Sequence[str]) -> SuggestFromList | None:
    return SuggestFromList(names, case_sensitive=False) if names else None


class Paragraph(CaretArea, OrderedKeys):
    """Text of several rows. `wrapped`: it is a single line that wraps over several rows."""

    DEFAULT_CSS = """
    Paragraph, Paragraph:focus {
        width: 1fr; border: none; padding: 0; scrollbar-size-vertical: 1;
        background: transparent; background-tint: transparent;
        & .text-area--placeholder { background: transparent; color: $foreground; text-style: dim; }
        & .text-area--cursor { background: transparent; color: $foreground; text-style: reverse; }
        & .text-area--selection {
            background: transparent; color: $foreground; text-style: reverse;
        }
    }
    """

    def __init__(
        self,
        value: str = "",
        *,
        wrapped: bool = False,
        rows: int = 3,
        leave_at_ends: bool = False,
        placeholder: str = "",
    ) -> None:
        """Build the field; `leave_at_ends`: up leaves it at its first row, down at its last.

        The `placeholder` is shown while the field is empty.
        """
        super().__init__(
            one_line(value) if wrapped else clean_text(value),
            compact=True,
            highlight_cursor_line=False,
            placeholder=Content(clean_line(placeholder)),
        )
        self.set_reactive(CaretArea.cursor_blink, False)
        self.wrapped = wrapped
        self._leave_at_ends = wrapped or leave_at_ends
        self.styles.height = rows
        self.move_cursor(self.document.end)

    def read(self) -> str:
        """Return the cleaned text, without empty rows at its end."""
        return clean_line(self.text) if self.wrapped else clean_text(self.text).rstrip()

    def edit(self, edit: Edit) -> EditResult:
        """Clean the text of an edit and carry it out; keys, paste and programs come here."""
        used = len(self.text) - len(self.get_text_range(edit.top, edit.bottom))
        text = edit.text[: MAX_PARAGRAPH_LENGTH * 2]
        text = one_line(text) if self.wrapped else clean_text(text)
        room = MAX_LINE_LENGTH if self.wrapped else MAX_PARAGRAPH_LENGTH
        if len(text) > room - used:
            text = truncate(text, room - used)
            self.post_message(InputTruncated(room))
        edit.text = text
        return super().edit(edit)

    def action_cursor_down(self, select: bool = False) -> None:
        """Move down a row; raise SkipAction in the last one if the field can be left there."""
        if self._leave_at_ends and self.navigator.is_last_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_down(select)

    def action_cursor_up(self, select: bool = False) -> None:
        """Move up a row; raise SkipAction in the first one if the field can be left there."""
        if self._leave_at_ends and self.navigator.is_first_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_up(select)


class Button(Static, can_focus=True):
    """A button of one row: `[ Keep ]`."""

    DEFAULT_CSS = """
    Button {
        width: auto; height: 1;
        &:focus { text-style: reverse bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "press", show=False),
        Binding("left", "beside(-1)", show=False),
        Binding("right", "beside(1)", show=False),
    ]

    @dataclass
    class Pressed(Message):
        """Posted when the button was pressed."""

        button: Button

        @property
        def control(self) -> Button:
            """The button."""
            return self.button

    def __init__(self, label: str, name: str) -> None:
        super().__init__(Content(f"[ {label} ]"), id=name)

    def action_press(self) -> None:
        """Press the button."""
        self.post_message(self.Pressed(self))

    def on_click(self) -> None:
        """Press the button."""
        self.action_press()

    def action_beside(self, step: int) -> None:
        """Focus the button beside this one."""
        if step > 0:
            self.screen.focus_next(Button)
        else:
            self.screen.focus_previous(Button)


class AutoHeightScroll(VerticalScroll, can_focus=False, inherit_bindings=False):
    """As high as its content, but at most the terminal less `reserve` rows; then it scrolls."""

    DEFAULT_CSS = """
    AutoHeightScroll { height: auto; scrollbar-size-vertical: 1; }
    """

    def __init__(self, *, reserve: int) -> None:
        super().__init__()
        self._reserve = reserve

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows of the content, as far as the terminal has room."""
        height = super().get_content_height(container, viewport, width)
        return min(height, max(1, viewport.height - self._reserve))
