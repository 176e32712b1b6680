"""The question whether to merge, open or discard the leftover copy of an external editor."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from ...data.text.sanitize import clean_text
from ...widgets.forms.button_row import ButtonRow
from ...widgets.forms.field import AutoHeightScroll, Button
from ...widgets.language import tr
from .dialog.modal import Modal


class LeftoverChoice(Enum):
    """The possible answers; the values are parts of message keys and button ids."""

    TAKE = "take"
    OPEN = "open"
    LATER = "later"
    DISCARD = "discard"


class EditorLeftover(Modal[LeftoverChoice]):
    """Offers the choices of `LeftoverChoice` for a working copy. Esc is `LATER`: it stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "later", show=False),
    ]
    AUTO_FOCUS = "Button"

    def __init__(self, question: str, detail: str, *, can_take: bool = True) -> None:
        """Build the question; `can_take`: whether there is text that can be merged."""
        super().__init__()
        self.question = clean_text(question)
        """The question as shown."""
        self.detail = clean_text(detail).rstrip()
        """The text below it."""
        self.answers = [
            choice for choice in LeftoverChoice if can_take or choice is not LeftoverChoice.TAKE
        ]
        """The answers that can be given, in the order of their buttons."""

    def compose(self) -> ComposeResult:
        """Yield the question, its detail, and a button for each answer."""
        with Vertical(classes="frame"):
            with AutoHeightScroll(reserve=5):
                words = ((self.question, "bold"), f"\n{self.detail}" if self.detail else "")
                yield Static(Content.assemble(*words), classes="text")
            yield ButtonRow(
                *(Button(tr(f"external_editor.{each.value}"), each.value) for each in self.answers)
            )
            yield Static(tr("external_editor.hint"), classes="hint", markup=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close with the answer of the button."""
        event.stop()
        self._end(LeftoverChoice(event.button.id))

    def action_later(self) -> None:
        """Leave the copy for later."""
        self._end(LeftoverChoice.LATER)

    def finish_before_quit(self) -> bool:
        """Close, so that the program can quit: the question comes again next time."""
        self._end(LeftoverChoice.LATER)
        return True
