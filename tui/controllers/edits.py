"""Apply the edits of keys and forms, also when the other partner just deleted the row.

A key on a deleted row only shows a sentence. What was filled in in a form is never lost: it
undeletes the row, in the same undo step.
"""

from __future__ import annotations

from textual.screen import Screen
from textual.timer import Timer

from ...data.i18n.catalogue import tr
from ...data.model.conversation import Agreement, ChecklistItem
from ...data.model.edits import Answer, EditGroup, FieldEdit
from ...data.model.undelete import touches_deleted_row, undelete
from ...data.session.session import Session
from ...widgets.chrome.footer import Footer

STATUS_SECONDS = 6.0
"""Seconds that a sentence stays in the status line."""


class EditController(Screen[None]):
    """The part of a screen that applies edits to its session."""

    session: Session

    _status_timer: Timer | None = None

    def show_status(self, text: str) -> None:
        """Show a sentence in the status line for some seconds."""
        hints = self.query_one(Footer)
        hints.show_status(text)
        if self._status_timer is not None:
            self._status_timer.stop()
        self._status_timer = self.set_timer(STATUS_SECONDS, lambda: hints.show_status(""))

    def apply_edit(self, edit: FieldEdit) -> bool:
        """Apply the edit of a key. Return False, and show why, if its row is deleted."""
        if touches_deleted_row(edit, self.session.conversation):
            self.show_status(tr("desk.row_deleted"))
            return False
        self.session.apply(edit)
        return True

    def apply_form_edit(self, edit: FieldEdit, seen: ChecklistItem | Agreement) -> None:
        """Apply the edit of a form; `seen` is the row as the form showed it."""
        session = self.session
        back = undelete(seen, session.conversation, session.fields)
        if back is None:
            session.apply(edit)
            return
        if isinstance(edit, Answer) and edit.private:
            # The row is in one file and the answer in another, so these are two undo steps.
            session.apply(back)
            session.apply(edit)
        else:
            session.apply(EditGroup((back, edit)))
        self.show_status(tr("desk.row_restored"))

    def find_agreement(self, agreement_id: str) -> Agreement | None:
        """Return the agreement with this id. None, after showing why, if it is deleted."""
        found = self.session.conversation.agreement(agreement_id)
        if found is None:
            self.show_status(tr("desk.row_deleted"))
        return found

    def find_item(self, item_id: str) -> ChecklistItem | None:
        """Return the item with this id. None, after showing why, if it is deleted."""
        found = self.session.conversation.item(item_id)
        if found is None:
            self.show_status(tr("desk.row_deleted"))
        return found
