"""What to do with the text that an external editor left: a question with several answers."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from ...data.i18n.catalogue import tr
from ...data.text.sanitize import clean_text
from ...widgets.forms.field import AutoHeightScroll, Button
from .confirm import DIALOG_CSS


class LeftoverChoice(Enum):
    """What is to be done; the values are those of the messages and buttons."""

    TAKE = "take"
    OPEN = "open"
    LATER = "later"
    DISCARD = "discard"


class EditorLeftover(ModalScreen[LeftoverChoice]):
    """Asks what to do. Leaving it is `LATER`: nothing is lost by that."""

    DEFAULT_CSS = DIALOG_CSS.format(name="EditorLeftover")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "later", show=False),
    ]
    AUTO_FOCUS = "Button"

    def __init__(self, question: str, detail: str, *, can_take: bool = True) -> None:
        """`can_take`: whether there is text that can be taken in."""
        super().__init__()
        self._question = clean_text(question)
        self._detail = clean_text(detail).rstrip()
        self._answers = [
            one for one in LeftoverChoice if can_take or one is not LeftoverChoice.TAKE
        ]
        self._ended = False

    def compose(self) -> ComposeResult:
        """The question, what there is to know about it, and a button an answer."""
        with Vertical(classes="frame"):
            with AutoHeightScroll(reserve=5):
                words = ((self._question, "bold"), f"\n{self._detail}" if self._detail else "")
                yield Static(Content.assemble(*words), classes="text")
            with Horizontal(classes="buttons"):
                for one in self._answers:
                    yield Button(tr(f"external_editor.{one.value}"), one.value)
            yield Static(tr("external_editor.hint"), classes="hint", markup=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """One of the buttons."""
        event.stop()
        self._end(LeftoverChoice(event.button.id))

    def action_later(self) -> None:
        """Leave it as it is."""
        self._end(LeftoverChoice.LATER)

    def finish_before_quit(self) -> bool:
        """The program is to end: it is asked again the next time."""
        self._end(LeftoverChoice.LATER)
        return True

    def _end(self, answer: LeftoverChoice) -> None:
        if not self._ended:
            self._ended = True
            self.dismiss(answer)
