"""Forms that the desk opens for a row, and the edits that result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on

from ...data.i18n.catalogue import current_language
from ...data.model.conversation import Agreement, ChecklistItem
from ...data.model.edits import AddAgreement, AddItem, Answer, Change, Reorder, new_id
from ...data.model.fields import Value
from ...data.model.fractional_index import keys_to_insert
from ...data.system.clock import utc_now
from ...widgets.messages import AgreementFormRequested, AnswerFormRequested, ItemFormRequested
from ..formatting.clock import today
from .edits import EditController

if TYPE_CHECKING:
    from ..forms.answer import AnswerResult


class RowForms(EditController):
    """The part of the desk that opens row forms."""

    private_hidden: bool

    @on(AgreementFormRequested)
    def _agreement_form_requested(self, message: AgreementFormRequested) -> None:
        from ...data.model.competencies import grounds
        from ..forms.agreement import AgreementForm

        conversation = self.session.conversation
        known = None
        if message.agreement_id and (known := self.find_agreement(message.agreement_id)) is None:
            return

        def answered(changed: Mapping[str, Value] | None) -> None:
            if changed is None:
                return
            if known is None:
                self._add_agreement(changed)
            elif changed:
                self.apply_form_edit(Change("agreement", known.id, changed), known)

        form = AgreementForm(
            known,
            conversation.partners,
            current_language(),
            today(),
            draft=message.draft,
            focus_field=message.focus_field,
            grounds=grounds(conversation),
        )
        self.app.push_screen(form, answered)

    def _add_agreement(self, values: Mapping[str, Value]) -> None:
        row = new_id()
        orders = self._last_place(row, self.session.conversation.agreements)
        self.session.apply(
            AddAgreement(Agreement(id=row, created=utc_now(), order=orders.pop(row)), values)
        )
        if orders:
            self.session.apply(Reorder("agreement", orders))

    @on(ItemFormRequested)
    def _item_form_requested(self, message: ItemFormRequested) -> None:
        from ..forms.item import ItemForm

        conversation = self.session.conversation
        known = None
        if message.item_id and (known := self.find_item(message.item_id)) is None:
            return
        sections = [section for section, _ in conversation.sections()]

        def answered(changed: Mapping[str, Value] | None) -> None:
            if changed is None:
                return
            if known is None:
                self._add_item(message.section, changed)
            elif changed:
                self.apply_form_edit(Change("item", known.id, changed), known)

        form = ItemForm(known, sections, today(), section=message.section)
        self.app.push_screen(form, answered)

    def _add_item(self, section: str, values: Mapping[str, Value]) -> None:
        row = new_id()
        orders = self._last_place(row, self.session.conversation.checklist)
        item = ChecklistItem(row, section=section, text="", order=orders.pop(row))
        self.session.apply(AddItem(item, values))
        if orders:
            self.session.apply(Reorder("item", orders))

    @on(AnswerFormRequested)
    def _answer_form_requested(self, message: AnswerFormRequested) -> None:
        from ..forms.answer import AnswerForm

        session = self.session
        item = self.find_item(message.item_id)
        if item is None:
            return
        shared = item.remarks.get(session.writer, "")
        private = session.private_answers().get(item.id, "")

        def answered(result: AnswerResult | None) -> None:
            if result is None:
                return
            if result.shared is not None:
                self.apply_form_edit(Answer(item.id, session.writer, result.shared), item)
            if result.private is not None:
                me = session.require_partner()
                self.apply_form_edit(Answer(item.id, me, result.private, private=True), item)

        only_me = False if private and self.private_hidden else None
        form = AnswerForm(
            item, shared, private, today(), only_me=only_me, for_both=session.has_guest
        )
        self.app.push_screen(form, answered)

    @staticmethod
    def _last_place(
        row: str, others: Sequence[Agreement] | Sequence[ChecklistItem]
    ) -> dict[str, str]:
        return dict(keys_to_insert(row, len(others), [(other.id, other.order) for other in others]))
