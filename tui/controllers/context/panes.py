"""The three panes of the desk: the active one, and the rows of a session that they show."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from textual.widget import Widget
from textual.widgets.text_area import Selection

from ....data.ids import RowId
from ....data.model.changes import Changes
from ....data.session.session import Session
from ....widgets.language import tr
from ....widgets.notes.editor import NotesEditor
from ....widgets.notes.pane import NotesPane
from ....widgets.primitives.pane import pane_around
from ....widgets.views.agreements import AgreementsPane
from ....widgets.views.checklist import ChecklistPane
from ...formatting.clock import today

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
        """Begin in the checklist; `activated` is called after `go_to` and `step`."""
        self.checklist, self.notes, self.agreements = checklist, notes, agreements
        self.all: tuple[DeskPane, ...] = (checklist, notes, agreements)
        self.active: DeskPane = checklist
        self._last_list: DeskPane = checklist
        self._activated = activated

    def go_to(self, name: str) -> None:
        """Activate the pane with this id."""
        self._activate(next(pane for pane in self.all if pane.id == name))

    def step(self, step: int) -> None:
        """Activate the pane that is `step` panes further, in a circle."""
        index = self.all.index(self.active)
        self._activate(self.all[(index + step) % len(self.all)])

    def follow_focus(self, focused: Widget) -> bool:
        """Activate the pane around the focused widget. Return False if it is active already."""
        before = self.active
        self._remember_list()
        self.active = pane_around(focused, self.all) or before
        return self.active is not before

    def load_notes(self, session: Session) -> None:
        """Show the notes, with the caret at the end of the line under the first heading."""
        self.notes.load(session.notes)
        row = min(1, len(session.notes.lines) - 1)
        # Set without an event, because the editor cannot scroll to the caret before its layout.
        first = Selection.cursor((row, len(session.notes.lines[row])))
        self.notes.body.set_reactive(NotesEditor.selection, first)

    def show_rows(self, session: Session, changes: Changes | None = None) -> None:
        """Show the changed rows of a conversation; without `changes` all rows."""
        conversation = session.conversation
        tables = {table for table, _ in changes.rows} if changes is not None else {"partner"}
        if tables & {"partner", "item"}:
            seen = session.conversation_as_seen()
            self.checklist.show(seen, session.private_answers(), session.me)
        if tables & {"partner", "agreement"}:
            self.agreements.show(conversation, today())
            self.notes.show(conversation, session.me)

    def show_writer(self, session: Session) -> None:
        """Show at the notes who writes, if that is not the participant."""
        writer = session.conversation.partner(session.writer) if session.has_guest else None
        name = (writer.initials or writer.name) if writer else ""
        self.notes.show_writer(tr("desk.writer", name=name) if writer else "")

    def select_rows(self, changes: Changes) -> None:
        """Put the cursors of the lists on the rows that changed."""
        for table, row_id in sorted(changes.rows):
            self.select(table, row_id)

    def select(self, table: str, row: RowId) -> None:
        """Put the cursor of the list of a table, if there is one, on a row."""
        lists = {"item": self.checklist, "agreement": self.agreements}
        if table in lists:
            lists[table].select(row)

    def back_to_list(self) -> None:
        """Activate the list that was active last."""
        self._activate(self._last_list)

    def _remember_list(self) -> None:
        if self.active is not self.notes:
            self._last_list = self.active

    def _activate(self, pane: DeskPane) -> None:
        self._remember_list()
        self.active = pane
        self._activated()
