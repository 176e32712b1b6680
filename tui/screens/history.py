"""The history screen: the notes at each checkpoint, and the present ones."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from ...data.session.listeners import SessionEvent
from ...data.session.session import Session
from ...data.storage.saving.status import SaveStatus
from ...widgets.chrome.footer import Footer
from ...widgets.chrome.header import Header
from ...widgets.language import tr
from ...widgets.notes.past_view import HistoryPane
from ..controllers.context.screen_context import ScreenContext
from ..environment import keymap_of
from ..formatting.clock import format_when
from ..keys import table as keys


class PastNotes(HistoryPane):
    """The notes at a checkpoint, with the key bindings."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("history")


class HistoryScreen(Screen[None]):
    """The history of the notes of the desk's session. It begins at the present notes."""

    key_context = "history"
    AUTO_FOCUS = ""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._heading = Header()
        self._past = PastNotes(id="past")
        self._hints = Footer()
        self._history = session.history()
        self._index = len(self._history) - 1
        self._screen_context = ScreenContext(self, self._heading, self._hints)

    @property
    def active_pane(self) -> PastNotes:
        """The pane, to which the keys of this context apply."""
        return self._past

    def compose(self) -> ComposeResult:
        """Yield header, notes and footer."""
        yield self._heading
        yield self._past
        yield self._hints

    def on_mount(self) -> None:
        """Show the present notes."""
        self._screen_context.subscribe(self._session, self._noticed)
        self._screen_context.show_save_status(self._session.save_status)
        self._hints.show_pairs(keymap_of(self.app).hints(self.key_context))
        self._past.focus()
        self._show()

    def on_unmount(self) -> None:
        """Unsubscribe from the session."""
        self._screen_context.close()

    def show_status(self, text: str) -> None:
        """Show a sentence in the status line for some seconds."""
        self._screen_context.show_status(text)

    # Actions

    def action_earlier(self) -> None:
        """Go to the previous checkpoint."""
        self._go_to(self._index - 1)

    def action_later(self) -> None:
        """Go to the next checkpoint."""
        self._go_to(self._index + 1)

    def action_first(self) -> None:
        """Go to the first checkpoint."""
        self._go_to(0)

    def action_now(self) -> None:
        """Go to the present."""
        self._go_to(len(self._history) - 1)

    def action_close(self) -> None:
        """Return to the desk."""
        if self.is_current:
            self.dismiss(None)

    def _go_to(self, index: int) -> None:
        if index != self._index and 0 <= index < len(self._history):
            self._index = index
            self._show()

    # Showing

    def _noticed(self, notice: SessionEvent) -> None:
        if isinstance(notice, SaveStatus):
            self._screen_context.show_save_status(notice)
        elif notice.splices:
            # If the present notes are shown, the changes of the other partner show too.
            showed_present = self._index == len(self._history) - 1
            self._history = self._session.history()
            last = len(self._history) - 1
            self._index = last if showed_present else min(self._index, last)
            self._show()

    def _show(self) -> None:
        index, history = self._index, self._history
        conversation, me = self._session.conversation, self._session.me
        self._past.show(history.notes_at(index), history.changes_at(index), conversation, me)
        now = index == len(history) - 1
        values: dict[str, object] = {
            "place": index + 1,
            "count": len(history),
            "when": tr("history.now") if now else format_when(history.time_at(index)),
        }
        names = [p.name for p in conversation.partners if p.id != me]
        self._heading.show_title(" · ".join([tr("history.place", **values), *names]))
