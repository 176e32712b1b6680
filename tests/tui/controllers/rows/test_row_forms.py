"""Forms of rows and of the header: which one opens, and what its result becomes on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER
from afspraak.data.model.edits import Answer, Delete
from afspraak.data.model.header_edits import HeaderChanges
from afspraak.data.session.session import Session
from afspraak.tui.controllers.rows.edits import EditController
from afspraak.tui.controllers.rows.row_forms import RowForms
from afspraak.tui.forms.agreement import AgreementForm
from afspraak.tui.forms.answer import AnswerForm, AnswerResult
from afspraak.tui.forms.header import HeaderForm
from afspraak.tui.forms.item import ItemForm
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.widgets.language import tr
from afspraak.widgets.messages import AgreementFormRequested, AnswerFormRequested, ItemFormRequested

from ....support.screens.contexts import FakeContext, bare_app, new_session
from ....support.screens.desks import ROW, first_item, is_there, row_of


class Opened:
    """Row forms on a session in a folder, with private answers hidden or shown."""

    def __init__(self, folder: Path) -> None:
        self.session, self.context = new_session(folder), FakeContext()
        self.hidden = False
        edits = EditController(self.session, self.context)
        self.forms = RowForms(self.session, self.context, edits, lambda: self.hidden)

    @property
    def form(self) -> object:
        return self.context.dialogs[-1]

    @property
    def saved(self) -> Session:
        return Session.open_read_only(self.session.path)


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return Opened(tmp_path)


def test_a_new_agreement_is_last_with_the_filled_in_values(opened: Opened) -> None:
    opened.forms.open_agreement(AgreementFormRequested(None, draft="From the notes"))
    assert isinstance(opened.form, AgreementForm)
    assert opened.form.form.values()["text"] == "From the notes"
    opened.context.answer({"text": "Course", "owner": "Anna"})
    first, second = opened.saved.conversation.agreements
    assert (first.id, second.text, second.owner) == (ROW, "Course", "Anna")
    assert second.created


async def test_a_form_applies_only_its_changed_fields(opened: Opened) -> None:
    async with bare_app():
        opened.forms.open_agreement(AgreementFormRequested(ROW, focus_field="due"))
        before = opened.session.sync.state_vector
        opened.context.answer({})
        assert opened.session.sync.state_vector == before
        opened.forms.open_agreement(AgreementFormRequested(ROW))
        opened.context.answer({"owner": "Kim"})
        now = row_of(opened.saved.conversation, ROW)
        assert (now.text, now.owner) == ("Runbook", "Kim")


async def test_a_cancelled_form_changes_nothing(opened: Opened) -> None:
    async with bare_app():
        item = first_item(opened.session.conversation).id
        before = opened.session.sync.state_vector
        opened.forms.open_agreement(AgreementFormRequested(None))
        opened.forms.open_agreement(AgreementFormRequested(ROW))
        opened.forms.open_item(ItemFormRequested(None, ""))
        opened.forms.open_answer(AnswerFormRequested(item))
        opened.forms.open_header()
        while opened.context.dialogs:
            opened.context.answer(None)
        assert opened.session.sync.state_vector == before


def test_no_form_opens_for_a_deleted_row(opened: Opened) -> None:
    item = first_item(opened.session.conversation).id
    opened.session.apply(Delete("agreement", ROW))
    opened.session.apply(Delete("item", item))
    opened.forms.open_agreement(AgreementFormRequested(ROW))
    opened.forms.open_item(ItemFormRequested(item, ""))
    opened.forms.open_answer(AnswerFormRequested(item))
    assert opened.context.dialogs == []
    assert opened.context.said == [tr("desk.row_deleted")] * 3


async def test_an_item_is_added_to_its_section_and_changed(opened: Opened) -> None:
    async with bare_app():
        opened.forms.open_item(ItemFormRequested(None, "Looking back"))
        assert isinstance(opened.form, ItemForm)
        opened.context.answer({"text": "New"})
        (item,) = [row for row in opened.saved.conversation.checklist if row.text == "New"]
        assert item.section == "Looking back"
        opened.forms.open_item(ItemFormRequested(item.id, ""))
        opened.context.answer({"text": "Newer"})
        assert row_of(opened.saved.conversation, item.id).text == "Newer"


def test_an_answer_is_shared_or_private(opened: Opened) -> None:
    item = first_item(opened.session.conversation).id
    opened.forms.open_answer(AnswerFormRequested(item))
    opened.context.answer(AnswerResult(shared="ours", private="mine"))
    assert row_of(opened.saved.conversation, item).remarks == {"manager": "ours"}
    assert opened.saved.private_answers() == {item: "mine"}


@pytest.mark.parametrize("hidden", [False, True])
def test_a_hidden_private_answer_is_not_in_the_form_either(opened: Opened, hidden: bool) -> None:
    item = first_item(opened.session.conversation).id
    opened.session.apply(Answer(item, MANAGER, "mine", private=True))
    opened.hidden = hidden
    opened.forms.open_answer(AnswerFormRequested(item))
    assert isinstance(opened.form, AnswerForm)
    assert ("mine" in opened.form.form.values().values()) is not hidden


async def test_the_header_form_applies_to_the_current_header(opened: Opened) -> None:
    async with bare_app():
        opened.forms.open_header()
        assert isinstance(opened.form, HeaderForm)
        names = [c.text for c in opened.session.conversation.checklist if c.kind == "competency"]
        opened.context.answer(
            HeaderChanges(competencies_before=tuple(names), competencies=tuple(names[1:]))
        )
        now = [c.text for c in opened.saved.conversation.checklist if c.kind == "competency"]
        assert now == names[1:]
        assert opened.context.said == [tr("desk.deleted", undo=USUAL_KEYMAP.first_key("list.undo"))]


async def test_form_values_of_a_concurrently_deleted_row_are_not_lost(opened: Opened) -> None:
    async with bare_app():
        opened.forms.open_agreement(AgreementFormRequested(ROW))
        opened.session.apply(Delete("agreement", ROW))
        opened.context.answer({"text": "Runbook!"})
        assert is_there(ROW, opened.saved.conversation)
        assert row_of(opened.saved.conversation, ROW).text == "Runbook!"
