"""Forms of a row or of the header of a conversation, and the edits that they result in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from ....data.capture.agreements import new_agreement
from ....data.ids import RowId
from ....data.model.conversation import Agreement, ChecklistItem
from ....data.model.edits import (
    AddItem,
    Answer,
    Change,
    Delete,
    EditGroup,
    Reorder,
    new_id,
)
from ....data.model.fields import Value
from ....data.model.fractional_index import keys_to_insert
from ....data.model.header_edits import HeaderChanges, header_edits
from ....data.session.session import Session
from ....widgets.language import spoken, tr
from ....widgets.messages import AgreementFormRequested, AnswerFormRequested, ItemFormRequested
from ...formatting.clock import today
from ..context.controller_context import Dialogs
from ..context.show_errors import show_errors
from .edits import EditController

if TYPE_CHECKING:
    from ...forms.answer import AnswerResult
    from ...forms.dialog.dialog import Dialog


FormRequest: TypeAlias = AgreementFormRequested | ItemFormRequested | AnswerFormRequested


def _show_nothing(table: str, row: RowId) -> None:
    """Leave the cursors where they are."""


class RowForms:
    """Opens the forms of agreements, items, answers and the header."""

    def __init__(
        self,
        session: Session,
        context: Dialogs,
        edits: EditController,
        private_hidden: Callable[[], bool] = lambda: False,
        made: Callable[[str, RowId], None] = _show_nothing,
    ) -> None:
        """Bind to a session.

        `private_hidden` returns whether private answers are hidden now; `made` is called with the
        table and the id of a new row.
        """
        self._session, self._context, self._edits = session, context, edits
        self._made = made
        self._private_hidden = private_hidden

    def open(self, message: FormRequest) -> None:
        """Open the form that a pane requested."""
        match message:
            case AgreementFormRequested():
                self.open_agreement(message)
            case ItemFormRequested():
                self.open_item(message)
            case AnswerFormRequested():
                self.open_answer(message)

    def open_agreement(self, message: AgreementFormRequested) -> None:
        """Open the form of an existing or a new agreement."""
        from ....data.model.checklist.competencies import grounds
        from ...forms.agreement import AgreementForm

        conversation = self._session.conversation
        known = None
        agreement_id = message.agreement_id
        if agreement_id and (known := self._edits.find_agreement(agreement_id)) is None:
            return
        form = AgreementForm(
            known,
            conversation.partners,
            spoken().language,
            today(),
            draft=message.draft,
            source=message.source,
            focus_field=message.focus_field,
            filled=message.filled,
            grounds=grounds(conversation),
            kinds=conversation.header.offered,
        )
        self._ask("agreement", form, known, self._add_agreement)

    def open_item(self, message: ItemFormRequested) -> None:
        """Open the form of an existing or a new checklist item."""
        from ...forms.item import ItemForm

        known = None
        if message.item_id and (known := self._edits.find_item(message.item_id)) is None:
            return
        conversation = self._session.conversation
        form = ItemForm(
            known,
            [section for section, _ in conversation.sections()],
            today(),
            section=message.section,
            header=conversation.header,
        )
        self._ask("item", form, known, partial(self._add_item, message.section))

    def open_answer(self, message: AnswerFormRequested) -> None:
        """Open the form of the writer's answer to an item, shared or private."""
        from ...forms.answer import AnswerForm

        session = self._session
        item = self._edits.find_item(message.item_id)
        if item is None:
            return
        shared = item.remarks.get(session.writer, "")
        private = session.private_answers().get(item.id, "")

        def answered(result: AnswerResult | None) -> None:
            if result is None:
                return
            if result.shared is not None:
                self._edits.keep(Answer(item.id, session.writer, result.shared), item)
            if result.private is not None:
                me = session.require_partner()
                self._edits.keep(Answer(item.id, me, result.private, private=True), item)

        only_me = False if private and self._private_hidden() else None
        form = AnswerForm(
            item,
            shared,
            private,
            today(),
            asked=session.writer,
            only_me=only_me,
            for_both=session.has_guest,
        )
        form.refusal = lambda result: (
            ""
            if result.shared is None
            else self._edits.refusal(Answer(item.id, session.writer, result.shared))
        )
        self._context.push_screen(form, answered)

    def open_header(self) -> None:
        """Open the form of the header: title, date, place, job, goals, competencies, names."""
        from ...forms.header import HeaderForm

        session = self._session

        def answered(changes: HeaderChanges | None) -> None:
            # The conversation may have changed since: build the edits from its present state.
            if changes and (edits := header_edits(session.conversation, changes)):
                with show_errors(self._context.show_status):
                    session.apply(EditGroup(edits))
                    if any(isinstance(edit, Delete) for edit in edits):
                        undo = self._context.first_key("list.undo")
                        self._context.show_status(tr("desk.deleted", undo=undo))

        form = HeaderForm(session.conversation, today())
        form.refusal = lambda changes: self._edits.refusal(
            EditGroup(header_edits(session.conversation, changes))
        )
        self._context.push_screen(form, answered)

    def _ask(
        self,
        table: str,
        form: Dialog[dict[str, Value]],
        known: Agreement | ChecklistItem | None,
        add: Callable[[Mapping[str, Value]], None],
    ) -> None:
        """Show a form, and change `known` as it says, or `add` a row of its values."""

        def answered(changed: Mapping[str, Value] | None) -> None:
            if changed is not None and known is None:
                add(changed)
            elif changed and known is not None:
                self._edits.keep(Change(table, known.id, changed), known)

        row = known.id if known else new_id()
        form.refusal = lambda changed: self._edits.refusal(Change(table, row, changed))
        self._context.push_screen(form, answered)

    def _add_agreement(self, values: Mapping[str, Value]) -> None:
        agreement = new_agreement(self._session, values)
        # First, as what is to be said of its words matters more.
        self._context.show_status(tr("desk.noted", label=agreement.label))
        with show_errors(self._context.show_status):
            for edit in agreement.edits:
                self._session.apply(edit)
            self._made("agreement", agreement.id)

    def _add_item(self, section: str, values: Mapping[str, Value]) -> None:
        row = new_id()
        others = [(other.id, other.order) for other in self._session.conversation.checklist]
        orders = dict(keys_to_insert(row, len(others), others))
        item = ChecklistItem(row, section=section, text="", order=orders.pop(row))
        with show_errors(self._context.show_status):
            self._session.apply(AddItem(item, values))
            if orders:
                self._session.apply(Reorder("item", orders))
            self._made("item", row)
