"""Carrying out what keys and forms ask for, also where the other has just taken its row away.

A key on a row that is gone does nothing but say so. What was filled in about one is never lost: it
brings the row back, as one step.
"""

from __future__ import annotations

from textual.screen import Screen
from textual.timer import Timer

from ...data.i18n.catalogue import tr
from ...data.model.conversation import Agreement, ChecklistItem
from ...data.model.edits import Answer, Edit, EditGroup, FieldEdit, Write
from ...data.model.undelete import touches_deleted_row, undelete
from ...data.session.session import Session
from ...widgets.chrome.footer import Footer

STATUS_SECONDS = 6.0
"""How long a word about what just happened stays in the last line."""


class EditController(Screen[None]):
    """The part of a screen that carries out edits of its session."""

    session: Session

    _status_timer: Timer | None = None

    def show_status(self, text: str) -> None:
        """A word about what just happened, in the last line for a few seconds."""
        hints = self.query_one(Footer)
        hints.show_status(text)
        if self._status_timer is not None:
            self._status_timer.stop()
        self._status_timer = self.set_timer(STATUS_SECONDS, lambda: hints.show_status(""))

    def apply_edit(self, edit: Edit) -> bool:
        """Carry out the edit of a key. False, and a word, where what it is about is gone."""
        if not isinstance(edit, Write) and touches_deleted_row(edit, self.session.conversation):
            self.show_status(tr("desk.row_deleted"))
            return False
        self.session.apply(edit)
        return True

    def apply_form_edit(self, edit: FieldEdit, seen: ChecklistItem | Agreement) -> None:
        """Carry out what a form brought about a row, which was shown in it as `seen`."""
        session = self.session
        back = undelete(seen, session.conversation, session.fields)
        if back is None:
            session.apply(edit)
            return
        if isinstance(edit, Answer) and edit.private:
            # The row is in one file and the answer in another, so these are two steps.
            session.apply(back)
            session.apply(edit)
        else:
            session.apply(EditGroup((back, edit)))
        self.show_status(tr("desk.row_restored"))

    def find_agreement(self, agreement_id: str) -> Agreement | None:
        """The agreement with this id; None, and a word, where it is gone."""
        found = self.session.conversation.agreement(agreement_id)
        if found is None:
            self.show_status(tr("desk.row_deleted"))
        return found

    def find_item(self, item_id: str) -> ChecklistItem | None:
        """The checklist item with this id; None, and a word, where it is gone."""
        found = self.session.conversation.item(item_id)
        if found is None:
            self.show_status(tr("desk.row_deleted"))
        return found
