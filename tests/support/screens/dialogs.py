"""Dialogs, each in an app that shows it alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.scrollbar import ScrollBar
from textual.widgets import Static

from afspraak.data.ids import RowId
from afspraak.data.model.conversation import ChecklistItem
from afspraak.tui.forms.answer import AnswerForm
from afspraak.tui.forms.conversation import ConversationForm
from afspraak.tui.forms.help import HelpScreen
from afspraak.widgets.primitives.scroll_bar import PlainScrollBar

from ...checkout import ROOT
from .widget_holder import TODAY

ITEM = ChecklistItem(
    RowId("i1"), "Looking back", "What goes well?", "Think of [x] results.", "employee"
)


MakeScreen = Callable[[], Screen[Any]]


def conversation_form() -> ConversationForm:
    """The form for a new conversation of Jan's, in Dutch."""
    return ConversationForm(my_name="Jan", today=TODAY, language="nl")


def answer_form(shared: str = "", private: str = "", **more: Any) -> AnswerForm:
    """The form for answers to ITEM, with existing answers."""
    return AnswerForm(ITEM, shared, private, TODAY, **more)


def help_dialog() -> HelpScreen:
    """The help of the checklist, above an additional line."""
    return HelpScreen("checklist", "Read [x] this.")


class DialogHolder(App[None]):
    """Shows a dialog over another screen; collects its results in `results`."""

    CSS_PATH = ROOT / "tui" / "app" / "afspraak.tcss"

    def __init__(self, make: MakeScreen) -> None:
        super().__init__()
        ScrollBar.renderer = PlainScrollBar
        self.make = make
        self.results: list[Any] = []

    def compose(self) -> ComposeResult:
        yield Static("behind")

    def on_mount(self) -> None:
        self.push_screen(self.make(), self.results.append)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until all effects are on the screen."""
    for _ in range(2):
        await pilot.pause()
