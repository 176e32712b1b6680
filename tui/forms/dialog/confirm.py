"""A question with two buttons, one with several answers, and a notice with one button."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from ....data.text.sanitize import clean_text
from ....widgets.forms.button_row import ButtonRow
from ....widgets.forms.field import AutoHeightScroll, Button
from ....widgets.language import tr
from ...environment import keymap_of
from ...keys.table import KEYS, bindings, format_keys
from ..help import ScrollableText, TextScreen
from .modal import Modal
from .whole_screen import WholeScreen


class Confirm(Modal[bool]):
    """A question. Its result is True for yes.

    One that is `whole` takes the screen below its first row, where that is narrow.
    """

    BINDINGS = bindings("confirm")
    AUTO_FOCUS = ""

    def __init__(
        self,
        question: str,
        detail: str = "",
        *,
        yes: str = "",
        no: str = "",
        yes_first: bool = False,
        whole: bool = False,
    ) -> None:
        """Build the question; `yes` and `no` are labels. Enter means no unless `yes_first`."""
        super().__init__()
        self._whole = WholeScreen(self) if whole else None
        self.question = clean_text(question)
        """The question as shown."""
        self.detail = clean_text(detail).rstrip()
        """The text below it."""
        self._words = (yes or tr("form.yes"), no or tr("form.no"))
        self._yes_first = yes_first
        self._static = Static(self._content, classes="text")

    def compose(self) -> ComposeResult:
        """Yield the question, its detail, and two buttons."""
        keymap = keymap_of(self.app)
        keys = " · ".join(
            f"{format_keys(keymap.keys_of(key)).replace(' ', '/')} {tr(f'key.{key.id}')}"
            for key in KEYS
            if key.context == "confirm"
        )
        with Vertical(classes="frame"):
            if self._whole is not None:
                yield self._whole.rule
            with AutoHeightScroll(reserve=5):
                yield self._static
            yield ButtonRow(Button(self._words[0], "yes"), Button(self._words[1], "no"))
            yield Static(keys, classes="hint", markup=False)
            if self._whole is not None:
                yield self._whole.keys
        self.show(self.question, self.detail)

    @on(events.Resize)
    def _size_changed(self) -> None:
        self.show(self.question, self.detail)

    def show(self, question: str, detail: str) -> None:
        """Show other words."""
        self.question, self.detail = clean_text(question), clean_text(detail).rstrip()
        if self._whole is not None and self.is_running:
            self._whole.show(self.question, keymap_of(self.app).hints("confirm"))
        self._static.update(self._content)

    @property
    def _content(self) -> Content:
        if self._whole is not None and self._whole.applies:
            return Content(self.detail)
        return Content.assemble((self.question, "bold"), f"\n{self.detail}" if self.detail else "")

    def on_mount(self) -> None:
        """Focus the button that Enter should press."""
        self.query_one("#yes" if self._yes_first else "#no").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close with the answer of the button."""
        event.stop()
        self._end(event.button.id == "yes")

    def action_yes(self) -> None:
        """Answer yes."""
        self._end(True)

    def action_no(self) -> None:
        """Answer no."""
        self._end(False)

    def finish_before_quit(self) -> bool:
        """Close without an answer, so that the program can quit."""
        self._end(False)
        return True


class Choice(Modal[str]):
    """A question with several answers. Its result is the id of the button; None for none.

    The first answer is that of Enter and of the key for yes.
    """

    BINDINGS = bindings("confirm")
    AUTO_FOCUS = ""

    def __init__(self, question: str, detail: str, answers: Mapping[str, str]) -> None:
        """Build the question; `answers` are the labels of the buttons by their ids."""
        super().__init__()
        self.question = clean_text(question)
        """The question as shown."""
        self.detail = clean_text(detail).rstrip()
        """The text below it."""
        self.answers = answers
        """The labels of the buttons by their ids, the first one first."""

    def compose(self) -> ComposeResult:
        """Yield the question, its detail, and the buttons."""
        with Vertical(classes="frame") as frame:
            frame.border_title = Content(self.question)
            with AutoHeightScroll(reserve=5):
                yield Static(self.detail, classes="text", markup=False)
            yield ButtonRow(*(Button(label, answer) for answer, label in self.answers.items()))
            yield Static(tr("form.choice.hint"), classes="hint", markup=False)

    def on_mount(self) -> None:
        """Focus the first button."""
        self.query(Button).first().focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close with the answer of the button."""
        event.stop()
        self._end(event.button.id)

    def action_yes(self) -> None:
        """Give the first answer."""
        self._end(next(iter(self.answers)))

    def action_no(self) -> None:
        """Give no answer."""
        self._end(None)

    def finish_before_quit(self) -> bool:
        """Close without an answer, so that the program can quit."""
        self._end(None)
        return True


class Notice(TextScreen):
    """A notice of any length, to read and close."""

    AUTO_FOCUS = "ScrollableText"

    def __init__(self, title: str, text: str, *, whole: bool = False) -> None:
        """Build the notice; a `whole` one takes the screen below its first row if it is narrow."""
        super().__init__()
        self._whole = WholeScreen(self) if whole else None
        self.heading = clean_text(title)
        """The title as shown."""
        self.text = clean_text(text)
        """The text as shown."""
        self._static = Static(self.text, classes="text", markup=False)
        self._frame = Vertical(classes="frame")

    def show(self, title: str, text: str) -> None:
        """Show another title and text."""
        self.heading, self.text = clean_text(title), clean_text(text)
        self._frame.border_title = Content(self.heading)
        self._static.update(self.text)
        self._show_whole()

    @on(events.Resize)
    def _show_whole(self) -> None:
        if self._whole is not None and self.is_running:
            keymap = keymap_of(self.app)
            read_on = keymap.first_key("reading.page_down"), tr("hint.reading.page_down")
            self._whole.show(self.heading, [read_on, *keymap.hints("help")])

    def compose(self) -> ComposeResult:
        """Yield the text, which scrolls if it does not fit, and a button."""
        with self._frame:
            self._frame.border_title = Content(self.heading)
            if self._whole is not None:
                yield self._whole.rule
            with ScrollableText(reserve=5):
                yield self._static
            yield ButtonRow(Button(tr("form.close"), "close"))
            yield Static(tr("form.reading.hint"), classes="hint", markup=False)
            if self._whole is not None:
                yield self._whole.keys
        self._show_whole()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close the notice."""
        event.stop()
        self.action_close()
