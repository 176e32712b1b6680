"""The three panes of the desk, which of them is active, and what they show of a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from textual.widget import Widget
from textual.widgets.text_area import Selection

from ...data.model.changes import Changes
from ...data.session.session import Session
from ...widgets.notes.editor import NotesEditor
from ...widgets.notes.pane import NotesPane
from ...widgets.views.agreements import AgreementsPane
from ...widgets.views.checklist import ChecklistPane
from ..formatting.clock import today

DeskPane: TypeAlias = ChecklistPane | NotesPane | AgreementsPane


class Panes:
    """The panes of the desk; their ids are `checklist`, `notes` and `agreements`."""

    def __init__(
        self,
        checklist: ChecklistPane,
        notes: NotesPane,
        agreements: AgreementsPane,
        activated: Callable[[], None],
    ) -> None:
        """Begin in the checklist; `activated` is called after each step to another pane."""
        self.checklist, self.notes, self.agreements = checklist, notes, agreements
        self.all: tuple[DeskPane, ...] = (checklist, notes, agreements)
        self.active: DeskPane = checklist
        self._activated = activated

    def go_to(self, name: str) -> None:
        """Make the pane with this id the active one."""
        self._activate(next(pane for pane in self.all if pane.id == name))

    def step(self, step: int) -> None:
        """Make the pane so many places further the active one, in a circle."""
        place = self.all.index(self.active)
        self._activate(self.all[(place + step) % len(self.all)])

    def follow_focus(self, focused: Widget) -> bool:
        """Make the pane around the focused widget active. Return False if it is so already."""
        before = self.active
        self.active = next(
            (pane for pane in self.all if pane in focused.ancestors_with_self), before
        )
        return self.active is not before

    def load_notes(self, session: Session) -> None:
        """Show the notes, with the caret at the end of the line under the first heading."""
        self.notes.load(session.notes)
        row = min(1, len(session.notes.lines) - 1)
        # Without an event: scrolling to the caret before there is a layout goes wrong.
        first = Selection.cursor((row, len(session.notes.lines[row])))
        self.notes.body.set_reactive(NotesEditor.selection, first)

    def show_rows(self, session: Session, changes: Changes | None = None) -> None:
        """Show the rows of a conversation that changed; without `changes` all of them."""
        conversation = session.conversation
        tables = {table for table, _ in changes.rows} if changes is not None else {"partner"}
        if tables & {"partner", "item"}:
            self.checklist.show(conversation, session.private_answers(), session.me)
        if tables & {"partner", "agreement"}:
            self.agreements.show(conversation, today())
        if "partner" in tables:
            self.notes.show(conversation, session.me)

    def select_rows(self, changes: Changes) -> None:
        """Put the cursors of the lists on the rows that changed."""
        lists = {"item": self.checklist, "agreement": self.agreements}
        for table, row_id in sorted(changes.rows):
            if table in lists:
                lists[table].select(row_id)

    def _activate(self, pane: DeskPane) -> None:
        self.active = pane
        self._activated()
