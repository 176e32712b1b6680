"""The screen with the agreements of all conversations, overdue and due ones first."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType

from ...data.notebook.notebook import Notebook
from ...widgets.language import tr
from ...widgets.primitives.row_list import RowList
from ...widgets.views.due_agreements import DuePane
from ..controllers.context.location import Location
from ..controllers.context.show_errors import show_errors
from ..environment import keymap_of
from ..formatting.clock import today
from ..keys import table as keys
from .framed_screen import FramedScreen
from .open_conversation import open_conversation

_MAX_SHOWN = 500
"""The number of agreements that are shown at most, the most urgent ones."""


class AllAgreements(DuePane):
    """The list, with its key bindings."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("due")


class AgreementsScreen(FramedScreen[AllAgreements]):
    """The agreements of a notebook: the open ones, or all."""

    key_context = "due"

    def __init__(self, notebook: Notebook) -> None:
        super().__init__()
        empty = tr("due.empty", toggle=keymap_of(self.app).first_key("due.toggle_open"))
        self.active_pane = AllAgreements(id="due", empty_hint=empty)
        self._notebook = notebook
        self._open_only = True

    def on_screen_resume(self) -> None:
        """Load the agreements: at the beginning, and after returning from a conversation."""
        self.action_reload()

    def action_reload(self) -> None:
        """Load the agreements again."""
        with show_errors(self.show_status):
            found, faults = self._notebook.index.agreements(open_only=self._open_only)
            key = "due.title.open" if self._open_only else "due.title.all"
            self._heading.show_title(tr(key, count=len(found)))
            rest = len(found) - _MAX_SHOWN
            more = tr("due.more", count=rest) if rest > 0 else ""
            self.active_pane.show(found[:_MAX_SHOWN], today(), more)
            self.show_status(tr("search.unreadable", count=len(faults)) if faults else "")

    @on(RowList.Opened)
    def action_open(self) -> None:
        """Open the conversation of the selected agreement, at that agreement."""
        if (chosen := self.active_pane.agreement) is not None:
            location = Location("agreements", (), row=chosen.agreement.id)
            # Nothing to push when the desk closes: the notebook is below this screen.
            open_conversation(self.app, chosen.path, home=lambda: None, location=location)

    def action_toggle_open(self) -> None:
        """Toggle between open agreements and all."""
        self._open_only = not self._open_only
        self.action_reload()
