"""Two users of one conversation both keep their changes, and nothing moves under the cursor."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afspraak.data.ids import EMPLOYEE, RowId
from afspraak.data.model.conversation import (
    AGREEMENT_KINDS,
    Agreement,
    ChecklistItem,
    Conversation,
    Header,
)
from afspraak.data.model.edits import AddItem, Answer, Change, Delete, Write
from afspraak.data.model.header_edits import HeaderChanges, header_edits
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.tui.forms.agreement import AgreementForm
from afspraak.tui.forms.answer import AnswerForm, AnswerResult
from afspraak.tui.forms.header import HeaderForm
from afspraak.tui.forms.item import ItemForm
from afspraak.widgets.notes.editor import NotesEditor

from ...support.hostile import HOSTILE_LINE
from ...support.screens.desks import ROW, WAYS, away, filling_in, first_item, row_of, seat
from ...support.screens.dialogs import DialogHolder, settle
from ...support.screens.widget_holder import PARTNERS, TODAY


async def test_two_users_of_one_form_both_keep_their_changes(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        theirs = away(jan.session, tmp_path / "anna")
        async with seat(tmp_path / "anna", theirs) as anna:
            for one in (jan, anna):
                await one.do("desk.pane.agreements", "agreements.edit")
            await jan.pilot.press("end")
            await jan.type(" for all")
            anna.form.form.focus_field("measure")
            await anna.pilot.press("end")
            await anna.type(" daily")
            await anna.do("form.accept")
            jan.hear(anna.session)
            await jan.do("form.accept")
            anna.hear(jan.session)
            for one in (jan, anna):
                now = row_of(one.conversation, ROW)
                assert (now.text, now.measure) == ("Runbook for all", "It is read daily")


@pytest.mark.parametrize("binding", WAYS)
async def test_remote_changes_move_nothing_in_a_form(binding: str, tmp_path: Path) -> None:
    async with filling_in(binding, tmp_path) as (jan, anna, row):
        form = jan.form
        await jan.pilot.press("left")
        part, values = form.focused, form.form.values()
        assert part is not None
        place = getattr(part, "selection", None)
        for edit in (
            Write(0, 0, "from above\n"),
            Change("agreement", ROW, {"text": "Else", "owner": "Kim", "due": ""}),
            Change("item", row, {"text": "Else", "section": "Elsewhere"}),
            Answer(first_item(jan.conversation).id, EMPLOYEE, "Hers"),
            Delete("agreement", ROW),
            Delete("item", row),
        ):
            anna.apply(edit)
            jan.hear(anna)
            await jan.settled()
        assert jan.app.screen is form
        assert form.focused is part
        assert getattr(part, "selection", None) == place
        assert form.form.values() == values


async def test_the_caret_in_the_notes_stays_while_rows_come_and_go(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        anna = away(jan.session, tmp_path / "anna")
        await jan.do("desk.pane.notes")
        await jan.type("abc")
        body = jan.desk.query_one(NotesEditor)
        place = body.cursor_location
        anna.apply(Delete("agreement", ROW))
        anna.apply(AddItem(ChecklistItem(RowId("0c0c"), "Looking back", "New", order="A")))
        jan.hear(anna)
        await jan.settled()
        assert body.cursor_location == place and jan.app.focused is body
        anna.close()


async def test_the_header_form_returns_only_its_own_changes(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        anna = away(jan.session, tmp_path / "anna")
        names = [item for item in jan.conversation.checklist if item.kind == "competency"]
        await jan.do("list.header")
        assert isinstance(jan.form, HeaderForm)
        await jan.pilot.press("end")
        await jan.type("!")
        anna.apply(Delete("item", names[0].id))
        anna.apply(Change("item", names[1].id, {"text": "Renamed"}))
        anna.apply(Change("header", values={"place": "Room 3"}))
        anna.apply(Change("partner", RowId(EMPLOYEE), {"name": "Anna B"}))
        jan.hear(anna)
        await jan.do("form.accept")
        now = jan.conversation
        assert now.header.title.endswith("!") and now.header.place == "Room 3"
        partner = now.partner(EMPLOYEE)
        assert partner is not None and partner.name == "Anna B"
        left = [item.text for item in now.checklist if item.kind == "competency"]
        assert left == ["Renamed", *(item.text for item in names[2:])]
        anna.close()


def test_a_retyped_competency_survives_its_remote_deletion() -> None:
    changes = HeaderChanges(competencies_before=("advising",), competencies=("Advising",))
    (edit,) = header_edits(
        Conversation(build_conversation(NewConversation("manager", "a", "b")).header), changes
    )
    assert isinstance(edit, AddItem) and edit.item.text == "Advising"


_TEXTS = st.one_of(st.text(max_size=30), st.sampled_from(["  a ", "a\n\nb ", "\t", HOSTILE_LINE]))
_DATES = st.none() | st.dates(date(1900, 1, 1), date(2199, 12, 31))


async def test_an_untouched_form_has_no_changes() -> None:
    app = DialogHolder(lambda: HeaderForm(Conversation(Header()), TODAY))

    @settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
    @given(
        agreement=st.builds(
            Agreement, st.just("a"), st.sampled_from(AGREEMENT_KINDS), text=_TEXTS, owner=_TEXTS,
            measure=_TEXTS, due=_DATES, support=_TEXTS, support_by=_TEXTS, based_on=_TEXTS,
            steps=_TEXTS, budget=_TEXTS, evaluate_on=_DATES,
        ),
        item=st.builds(
            ChecklistItem, st.just("i"), section=_TEXTS, text=_TEXTS, explanation=_TEXTS
        ),
        header=st.builds(
            Header, title=_TEXTS, date=_DATES, time=_TEXTS, minutes=st.integers(0, 600), job=_TEXTS,
            goals=_TEXTS, place=_TEXTS, next_on=_DATES,
        ),
        names=st.lists(_TEXTS, max_size=3),
    )  # fmt: skip
    def look(agreement: Agreement, item: ChecklistItem, header: Header, names: list[str]) -> None:
        items = [
            ChecklistItem(RowId(str(n)), "", name, kind="competency")
            for n, name in enumerate(names)
        ]
        conversation = Conversation(header, PARTNERS, tuple(items))
        with app._context():
            about = AgreementForm(agreement, (), "en", TODAY)
            assert about.result(about.form.values()) == {}
            question = ItemForm(item, (), TODAY, section="")
            assert question.result(question.form.values()) == {}
            answer = AnswerForm(item, item.text, item.explanation, TODAY)
            assert answer.result(answer.form.values()) == AnswerResult()
            whole = HeaderForm(conversation, TODAY)
            assert header_edits(conversation, whole.result(whole.form.values())) == ()

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        look()
