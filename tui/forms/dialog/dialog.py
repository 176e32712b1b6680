"""Base of dialogs with a form: title, fields, help, two buttons, and key bindings.

A dialog ends with a result, or with None if it is cancelled. Below 100 columns it takes the whole
screen but its first row, which stays that of the screen below; else it is a box in the middle.
Everything fits 60x20; on lower screens the fields scroll. Esc is slow in tmux and may hang in
screen, so there is a button for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from ....widgets.chrome.footer import Footer
from ....widgets.drawing.roles import Role
from ....widgets.drawing.title_rule import Title, count
from ....widgets.drawing.wrapping import fit
from ....widgets.forms.button_row import ButtonRow
from ....widgets.forms.field import Button
from ....widgets.forms.form import TINY, Form
from ....widgets.forms.form_field import Field
from ....widgets.language import tr
from ....widgets.primitives.title_rule import TitleRule
from ...environment import keymap_of
from ...keys.table import bindings, brief_keys
from .confirm import Confirm, Notice
from .modal import Modal, Result
from .whole_screen import WIDE

_BORDER, _BUTTONS, _HINT = 2, 1, 1
"""Rows. Of a whole screen, the first row and the title take those of the border."""


class Dialog(Modal[Result]):
    """A form over the screen. Subclasses pass the fields, and make a result of the values."""

    DEFAULT_CSS = """
    Dialog {
        .frame { max-width: 76; padding: 0; }
        .live { height: 1; padding-left: 1; }
        .buttons { margin-top: 0; padding-left: 1; }
        .heading { display: none; }
        &.-whole {
            align: left top;
            .frame { max-width: 100%; height: 1fr; margin-top: 1; border: none; }
            .heading { display: block; }
            Footer { dock: bottom; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("form"),
        # Tab is bound here too, ahead of the focused field: keys typed on over a slow line must go
        # into the next field and not into this one.
        Binding("tab", "take_and_go_on", show=False, priority=True),
        Binding("shift+tab", "previous_field", show=False, priority=True),
    ]
    AUTO_FOCUS = ""
    LIVE_ROWS: ClassVar[int] = 0
    """The number of rows that `live` needs."""
    ACCEPT_ON_HANG_UP: ClassVar[bool] = True
    """Whether the form is accepted when the terminal hangs up; False for forms that act."""
    WHOLE: ClassVar[bool] = True
    """Whether the form takes the whole screen if that is narrow."""

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        today: date,
        language: str = "",
        focus_field: str = "",
        intro: Content | Static | None = None,
    ) -> None:
        super().__init__()
        self.form = Form(
            fields,
            today=today,
            language=language,
            reserved_rows=_BORDER + self.LIVE_ROWS + _BUTTONS + _HINT,
            optional_rows=self.LIVE_ROWS,
            intro=intro,
        )
        self.today = today
        self._heading = title
        self._focus_field = focus_field
        self.refusal: Callable[[Result], str] = lambda _: ""
        """Returns why a result cannot be used; the form stays open then. "" if it can."""
        self._live = Static("", classes="live", markup=False)
        self._live_row: Widget | None = None
        self._title_rule, self._keys_row = TitleRule(), Footer()
        self._title_rule.add_class("heading")
        self._warning = ""
        self._button_row = ButtonRow()

    @property
    def accept_label(self) -> str:
        """The word on the button that accepts; "" for that of most forms."""
        return ""

    def compose(self) -> ComposeResult:
        """Yield the frame with title, fields, buttons and hint."""
        self._live_row = self.live_widget() if self.LIVE_ROWS else None
        self._button_row = ButtonRow(*self.buttons())
        self._size_changed()
        with Vertical(classes="frame") as frame:
            frame.border_title = Content(self._heading)
            yield self._title_rule
            yield self.form
            if self._live_row is not None:
                yield self._live_row
            yield self._button_row
            self._show_keys()
            yield self._keys_row

    def live_widget(self) -> Widget:
        """Return the widget of the comment on the values, LIVE_ROWS high."""
        self._live.styles.height = self.LIVE_ROWS
        return self._live

    def show_live(self, values: Mapping[str, str]) -> None:
        """Show the comment on the current values."""
        self._live.update(self.live(values))

    def warn(self, words: str) -> None:
        """Show a warning in the line of the title, which never scrolls; "" for none."""
        self._warning = words
        self.query_one(".frame").border_subtitle = Content(words)
        self._show_heading()

    @on(events.Resize)
    def _size_changed(self) -> None:
        """Take the whole screen, or be a box in the middle; a tiny one has no room for comments."""
        if self._live_row is not None:
            self._live_row.display = self.app.size.height >= TINY
        self.set_class(self.WHOLE and self.app.size.width < WIDE, "-whole")
        self.form.reserve_more(self._button_row.rows(self.app.size.width - 1) - _BUTTONS)
        self._show_heading()

    def _show_heading(self) -> None:
        room = self.app.size.width - cell_len(self._heading) - 8
        leave = keymap_of(self.app).first_key("form.cancel")
        words = count(tr("form.leaves", key=leave))
        if self._warning:
            words = count(fit(self._warning, max(1, room)), Role.FAULT)
        self._title_rule.show_title(Title((self._heading,), (words,)))
        self._title_rule.show_focus(True)

    def _show_keys(self) -> None:
        keymap = keymap_of(self.app)
        words = {"accept": self.accept_label.lower()}
        pairs = [
            (
                brief_keys(keymap.first_key(f"form.{action}")),
                words.get(action) or tr(f"form.hint.form.{action}"),
            )
            for action in ("accept", "cancel", "next_field")
        ]
        help_key = keymap.first_key("app.help")
        self._keys_row.show_pairs(pairs, [(help_key, tr("form.help").lower())])

    def buttons(self) -> Iterator[Button]:
        """Yield the buttons under the form."""
        yield Button(self.accept_label or tr("form.keep"), "keep")
        yield Button(tr("form.cancel"), "cancel")

    def result(self, values: Mapping[str, str]) -> Result:
        """Return the result for these values, which are valid."""
        raise NotImplementedError

    def live(self, values: Mapping[str, str]) -> str:  # noqa: ARG002 - for subclasses
        """Return a comment on the current values; it is shown in LIVE_ROWS rows."""
        return ""

    def on_mount(self) -> None:
        """Show the comment on the values, and begin."""
        self.show_live(self.form.values())
        self.begin()

    def begin(self) -> None:
        """Focus the requested field, by default the first."""
        self.form.focus_field(self._focus_field)

    def on_form_changed(self) -> None:
        """Show the comment on the current values."""
        self.show_live(self.form.values())

    async def on_form_completed(self) -> None:
        """Accept: Enter was pressed in the last field."""
        await self.action_accept()

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Accept or cancel, by the button."""
        event.stop()
        if event.button.id == "keep":
            await self.action_accept()
        elif event.button.id == "cancel":
            self._end(None)

    async def action_accept(self) -> None:
        """Accept the form, or show its faults."""
        await self.form.wait_until_settled()
        self._accept()

    def action_cancel(self) -> None:
        """Cancel; ask first if something was typed, as Esc is easily pressed by mistake."""
        if self._ended:
            return
        if not self.changed:
            self._end(None)
            return

        def answered(drop: bool | None) -> None:
            if drop:
                self._end(None)

        self.app.push_screen(Confirm(tr("form.drop")), answered)

    def action_take_and_go_on(self) -> None:
        """Take what is offered where Tab takes it, and focus the next field or button."""
        self.form.take_completion()
        self.action_next_field()

    def action_next_field(self) -> None:
        """Focus the next field or button."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Focus the previous field or button."""
        self.focus_previous()

    def result_on_hang_up(self, values: Mapping[str, str]) -> Result:
        """Return the result when the terminal hangs up: by default as if accepted."""
        return self.result(values)

    @property
    def changed(self) -> bool:
        """Whether cancelling would lose anything."""
        return self.form.changed

    @property
    def kept_on_quit(self) -> bool:
        """Whether quitting accepts the form: by default if cancelling would lose anything."""
        return self.changed

    def finish_before_quit(self) -> bool:
        """Accept changed values, so that the program can quit; return False if one is invalid.

        Await `form.wait_until_settled()` first, so that keys that are still queued count.
        """
        if self.kept_on_quit:
            self._accept()
        else:
            self.action_cancel()
        return self._ended

    def accept_on_hang_up(self) -> None:
        """Accept all values, salvaged if invalid (`Form.salvaged_values`), after a hang-up."""
        if self.ACCEPT_ON_HANG_UP and not self._ended and self.kept_on_quit:
            self._ended = True
            callback = self._result_callbacks[-1].callback if self._result_callbacks else None
            if callback is not None:
                callback(self.result_on_hang_up(self.form.salvaged_values()))

    def _accept(self) -> None:
        if self._ended or not self.form.check():
            return
        result = self.result(self.form.values())
        if reason := self.refusal(result):
            self.app.push_screen(Notice(self._heading, reason))
            return
        self._end(result)
