"""The history screen: the notes at each checkpoint, and the present ones."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from ...data.model.changes import Changes
from ...data.session.session import Session
from ...data.session.steps.restoring import with_passage
from ...widgets.language import tr
from ...widgets.notes.past_view import HistoryPane
from ..controllers.context.show_errors import show_errors
from ..environment import keymap_of
from ..formatting.clock import format_when
from ..keys import table as keys
from .framed_screen import SessionView


class PastNotes(HistoryPane):
    """The notes at a checkpoint, with the key bindings."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("history")


class HistoryScreen(SessionView[PastNotes]):
    """The history of the notes of the desk's session. It begins at the present notes."""

    key_context = "history"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.active_pane = PastNotes(id="past")
        self._history = session.history()
        self._index = len(self._history) - 1

    def on_mount(self) -> None:
        """Show the present notes."""
        self._show()

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

    def action_restore_passage(self) -> None:
        """Bring the passage with the cursor back into the present notes."""
        if (key := self.active_pane.key) is None:
            return
        past = [line.text for line in self._history.notes_at(self._index)]
        lines = with_passage(self._session.notes.text.split("\n"), past, int(key))
        if lines is None:
            self.show_status(tr("history.there"))
            return
        self._restore("\n".join(lines), tr("history.restored.passage", undo=self._undo_key))

    def action_restore_all(self) -> None:
        """Make the present notes those of this checkpoint."""
        text = "\n".join(line.text for line in self._history.notes_at(self._index))
        if text == self._session.notes.text:
            self.show_status(tr("history.same"))
            return
        when = self._when(self._index)
        self._restore(text, tr("history.restored.all", when=when, undo=self._undo_key))

    def _restore(self, text: str, done: str) -> None:
        with show_errors(self.show_status):
            self._session.merge_text(text)
            self._go_to(len(self._history) - 1)
            self.show_status(done)

    @property
    def _undo_key(self) -> str:
        return keymap_of(self.app).first_key("desk.undo")

    def _go_to(self, index: int) -> None:
        if index != self._index and 0 <= index < len(self._history):
            self._index = index
            self._show()

    # Showing

    def follow(self, changes: Changes) -> None:
        """Show the changes of the notes."""
        if changes.splices:
            # If the present notes are shown, the changes of the other partner show too.
            showed_present = self._index == len(self._history) - 1
            self._history = self._session.history()
            last = len(self._history) - 1
            self._index = last if showed_present else min(self._index, last)
            self._show()

    def _show(self) -> None:
        index, history = self._index, self._history
        conversation, me = self._session.conversation, self._session.me
        self.active_pane.show(history.notes_at(index), history.changes_at(index), conversation, me)
        now = index == len(history) - 1
        values: dict[str, object] = {
            "place": index + 1,
            "count": len(history),
            "when": tr("history.now") if now else self._when(index),
        }
        names = [p.name for p in conversation.partners if p.id != me]
        self._heading.show_title(" · ".join([tr("history.place", **values), *names]))

    def _when(self, index: int) -> str:
        when = format_when(self._history.time_at(index))
        return tr("history.odd_time", when=when) if self._history.has_odd_time(index) else when
