"""Apply the edits of keys and forms, also to a row that the other partner has just deleted.

The edit of a key on a deleted row is refused with a sentence. The edit of a form undeletes the row,
in the same undo step, so that no input is lost.
"""

from __future__ import annotations

from collections.abc import Callable

from ....data.errors import UsageError
from ....data.i18n.catalogue import Message
from ....data.ids import RowId
from ....data.model.changes import Changes
from ....data.model.conversation import Agreement, ChecklistItem
from ....data.model.edits import Answer, Delete, Edit, EditGroup, FieldEdit, Write
from ....data.model.step_description import Content, describe_step
from ....data.model.undelete import touches_deleted_row, undelete
from ....data.session.session import Session
from ....widgets.language import tr
from ...formatting.clock import format_when
from ..context.controller_context import StatusLine
from ..context.show_errors import show_errors


class EditController:
    """Applies edits to the session of a screen."""

    def __init__(self, session: Session, context: StatusLine) -> None:
        """Bind to a session; `context` reports effects that the panes do not show."""
        self._session, self._context = session, context
        self.is_stepping = False
        """Whether an undo or redo runs; the caret and cursors move to its changes."""

    def undo(self) -> None:
        """Undo the last step, and say what it was; all panes share one undo history."""
        self._step(self._session.undo, "desk.nothing_to_undo", "undo.undone", "desk.redo")

    def redo(self) -> None:
        """Redo the step that was undone last, and say what it was."""
        self._step(self._session.redo, "desk.nothing_to_redo", "undo.redone", "desk.undo")

    def apply(self, edit: FieldEdit) -> bool:
        """Apply the edit of a key. Return False, and show the reason, if that cannot be."""
        if touches_deleted_row(edit, self._session.conversation):
            self._context.show_status(tr("desk.row_deleted"))
            return False
        if reason := self.refusal(edit):
            self._context.show_status(reason)
            return False
        self._session.apply(edit)
        if isinstance(edit, Delete):
            self._context.show_status(tr("desk.deleted", undo=self._context.first_key("list.undo")))
        return True

    def refuses(self, edit: Write) -> bool:
        """Return whether a text is too large for the notes, and show that."""
        if reason := self.refusal(edit):
            self._context.show_status(reason)
        return bool(reason)

    def refusal(self, edit: Edit) -> str:
        """Return why an edit is too large, "" if it is not."""
        try:
            self._session.refuse_excess(edit)
        except UsageError as error:
            return tr(error.message)
        return ""

    def keep(self, edit: FieldEdit, seen: ChecklistItem | Agreement) -> None:
        """Apply the edit of a form, and undelete its row, which the form showed as `seen`.

        The form asks for `refusal` before it closes.
        """
        with show_errors(self._context.show_status):
            self._keep(edit, seen)

    def _keep(self, edit: FieldEdit, seen: ChecklistItem | Agreement) -> None:
        session = self._session
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
        self._context.show_status(tr("desk.row_restored"))

    def _step(self, step: Callable[[], Changes | None], nothing: str, done: str, back: str) -> None:
        """Take a step, and say `done` of it with the key of `back`, or that there is `nothing`."""
        self.is_stepping = True
        self._context.show_status("")  # an earlier "deleted" may no longer be true
        before = self._content()
        try:
            with show_errors(self._context.show_status):
                changes = step()
                if not changes:
                    self._context.show_status(tr(nothing))
                    return
                since = self._session.undo_stack.since
                what = (
                    Message("undo.since", when=format_when(since))
                    if since
                    else describe_step(before, self._content(), changes)
                )
                key = self._context.first_key(back)
                self._context.show_status(tr(done, what=what, key=key))
        finally:
            self.is_stepping = False

    def _content(self) -> Content:
        session = self._session
        private = {} if session.has_guest else session.replicas.private_fields
        return Content({**session.fields, **private}, session.notes.text)

    def find_agreement(self, agreement_id: RowId) -> Agreement | None:
        """Return the agreement with this id. Show a sentence and return None if it is deleted."""
        found = self._session.conversation.agreement(agreement_id)
        if found is None:
            self._context.show_status(tr("desk.row_deleted"))
        return found

    def find_item(self, item_id: RowId) -> ChecklistItem | None:
        """Return the item with this id. Show a sentence and return None if it is deleted."""
        found = self._session.conversation.item(item_id)
        if found is None:
            self._context.show_status(tr("desk.row_deleted"))
        return found
