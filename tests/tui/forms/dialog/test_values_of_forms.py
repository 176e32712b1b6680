"""What forms make of their values, without a screen: results, comments, what counts as changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.conversation import Agreement, ChecklistItem, Conversation, Header, Partner
from afspraak.data.model.header_edits import HeaderChanges
from afspraak.data.notebook.new_conversation import NewConversation
from afspraak.data.templates.kind_library import Library
from afspraak.tui.forms.agreement import AgreementForm
from afspraak.tui.forms.answer import AnswerForm, AnswerResult
from afspraak.tui.forms.approval import ApprovalForm, ApprovalResult
from afspraak.tui.forms.conversation import ConversationForm, minutes_fault
from afspraak.tui.forms.header import HeaderForm
from afspraak.tui.forms.item import ItemForm
from afspraak.tui.forms.participant import ParticipantForm
from afspraak.tui.forms.progress import ProgressForm, ProgressResult
from afspraak.tui.forms.together import Together, TogetherForm
from afspraak.widgets.drawing.beside.approval_lines import Standing

from ....support.conversations.kind_files import GOOD_KIND
from ....support.screens.contexts import bare_app
from ....support.screens.dialogs import ITEM, DialogHolder, settle
from ....support.screens.widget_holder import PARTNERS, TODAY, row_with, screen_lines, screen_text

TALK = Conversation(Header(title="Goals", minutes=45), PARTNERS)
FILLED: dict[str, Any] = {
    "kind": "planning", "me": "manager", "my_name": "Jan", "other_name": "Anna", "date": "",
    "time": "", "minutes": "", "language": "en", "title": "Goals", "remember": "yes",
}  # fmt: skip


def talk(**more: Any) -> ConversationForm:
    """A form with the kinds of afspraak alone."""
    given: dict[str, Any] = {"library": Library(packages=False), "language": "en", **more}
    return ConversationForm(**{"my_name": "Jan", "today": TODAY, **given})


@pytest.mark.parametrize(
    ("filled", "made"),
    [
        ({}, {}),
        ({"me": "employee"}, {"me": "employee"}),
        ({"date": "2027-01-05", "time": "09:30"}, {"date": date(2027, 1, 5), "time": "09:30"}),
        ({"minutes": "25"}, {"minutes": 25}),
        ({"kind": "exit", "language": "nl"}, {"kind": "exit", "language": "nl"}),
        ({"my_name": "Bo", "other_name": "Li"}, {"my_name": "Bo", "other_name": "Li"}),
    ],
)
async def test_a_conversation_is_made_of_what_was_filled_in(
    filled: dict[str, str], made: dict[str, Any]
) -> None:
    usual = NewConversation(me="manager", my_name="Jan", other_name="Anna", kind="planning",
                            language="en",
                            date=None, time="", minutes=0, title="Goals")  # fmt: skip
    async with bare_app():
        assert talk().result({**FILLED, **filled}) == replace(usual, **made)


@pytest.mark.parametrize(
    ("filled", "title"),
    [
        ({}, "planning 2027"),  # of the day that it follows, in the year after this
        ({"date": "2028-05-05"}, "planning 2028"),
        ({"kind": "exit"}, "Exit conversation 2027"),
        ({"kind": "exit", "language": "nl"}, "Exitgesprek 2027"),
        ({"title": "Mine"}, "Mine"),
        ({"title": ""}, ""),
    ],
)
async def test_a_title_that_was_not_edited_is_that_of_the_other_fields(
    filled: dict[str, str], title: str
) -> None:
    async with bare_app():
        form = talk(about=date(2027, 2, 1))
        assert form.result({**FILLED, "title": "planning 2027", **filled}).title == title


async def test_a_name_is_kept_for_the_next_time_only_if_asked_to() -> None:
    kept: list[str] = []
    async with bare_app():
        form = talk(remember=kept.append)
        form.result({**FILLED, "remember": "no"})
        assert kept == []
        form.result(FILLED)
        assert kept == ["Jan"]
        talk().result(FILLED)
        assert kept == ["Jan"]


@pytest.mark.parametrize(
    ("text", "valid"),
    [("0", True), ("1440", True), ("1441", False), ("0060", True), ("00060", False), ("", False),
     ("-1", False), ("٣", False), ("6 0", False)],
)  # fmt: skip
def test_which_numbers_of_minutes_are_valid(text: str, valid: bool) -> None:
    assert (minutes_fault(text) == "") == valid


async def test_an_agreement_keeps_what_differs() -> None:
    async with bare_app():
        known = Agreement(RowId("a1"), text="Course", owner="Anna", due=date(2027, 1, 5))
        form = AgreementForm(known, PARTNERS, "en", TODAY)
        values = {"text": "Course", "owner": "Jan", "due": "2027-01-05", "kind": "result"}
        assert form.result(values) == {"owner": "Jan"}
        assert form.result({**values, "owner": "Anna", "due": ""}) == {"due": ""}
        of_a_line = AgreementForm(None, PARTNERS, "en", TODAY, "Draft", "- Draft", kinds=("other",))
        assert of_a_line.result({"text": "Draft", "kind": "other"}) == {
            "text": "Draft", "kind": "other", "drafted_from": "- Draft",
        }  # fmt: skip
        new = AgreementForm(None, PARTNERS, "en", TODAY, kinds=("development", "result"))
        assert new.result({"text": "", "kind": "development"}) == {"kind": "development"}


async def test_a_header_keeps_what_differs_as_it_is_stored() -> None:
    competency = ChecklistItem(RowId("c"), "Comp", "Advising", kind="competency")
    async with bare_app():
        form = HeaderForm(replace(TALK, checklist=(competency,)), TODAY)
        same = {"title": "Goals", "minutes": "45", "competencies": "Advising",
                MANAGER: PARTNERS[0].name, EMPLOYEE: PARTNERS[1].name, "next_on": ""}  # fmt: skip
        known = ("Advising",)
        assert form.result(same) == HeaderChanges({}, {}, known, known)
        changed = {**same, "minutes": "", "title": "Aims", MANAGER: "Bo", "competencies": "A, B"}
        assert form.result(changed) == HeaderChanges(
            {"minutes": 0, "title": "Aims"}, {MANAGER: "Bo"}, known, ("A", "B")
        )
        assert form.result({**same, "competencies": ""}).competencies == ()
        assert form.result({**same, "minutes": "90"}).values == {"minutes": 90}


async def test_an_item_keeps_what_differs() -> None:
    async with bare_app():
        form = ItemForm(ITEM, ("Looking back",), TODAY, section="Other")
        same = {"text": ITEM.text, "explanation": ITEM.explanation, "belongs": "employee",
                "section": "Looking back"}  # fmt: skip
        assert form.result(same) == {}
        assert form.result({**same, "section": "New"}) == {"section": "New"}
        new = ItemForm(None, (), TODAY, section="Here")
        assert new.result({"text": "Why?", "section": "Here"}) == {
            "text": "Why?",
            "section": "Here",
        }


@pytest.mark.parametrize(
    ("shared", "private", "live"),
    [
        ("", "", "only me: nothing yet · both of us: nothing yet"),
        ("one", "", "only me: nothing yet · both of us: 1 word"),
        ("one two\nthree", "one", "only me: 1 word · both of us: 3 words"),
    ],
)
async def test_the_length_of_both_answers_is_told(shared: str, private: str, live: str) -> None:
    async with bare_app():
        form = AnswerForm(ITEM, shared, private, TODAY, only_me=True)
        comment, health = form.live({"who": "private", "text": private}).splitlines()
        assert comment.casefold() == live
        assert health == "Please keep health and illness out of it."


async def test_an_answer_keeps_what_differs() -> None:
    async with bare_app():
        form = AnswerForm(ITEM, "s\n", "p ", TODAY, only_me=False)
        assert form.result({"text": "s"}) == AnswerResult()
        assert form.result({"text": ""}) == AnswerResult(shared="")
        assert form.result({"text": "t"}) == AnswerResult("t", None)
        both = AnswerForm(ITEM, "", "p", TODAY, only_me=True, for_both=True)
        assert both.result({"text": "t"}) == AnswerResult("t", None)


async def test_other_forms_return_what_was_chosen_or_written() -> None:
    async with bare_app():
        stance = ApprovalForm(PARTNERS[0], Standing(MANAGER), TODAY)
        values = {"stance": "seen", "remark": "Well"}
        assert stance.result(values) == ApprovalResult("seen", "Well", given=True)
        assert stance.result_on_hang_up(values) == ApprovalResult(None, "Well", given=False)
        who = ParticipantForm(TALK, TODAY)
        assert (who.result({"who": "employee"}), who.changed) == (EMPLOYEE, False)
        together = TogetherForm("mine", "ours", TODAY)
        assert [together.result({"choice": each}) for each in ("bring", "both")] == list(Together)
        assert not together.changed
        going = ProgressForm(Agreement(RowId("a")), TODAY)
        assert going.result({"text": "ok", "percent": "40 %"}) == ProgressResult("ok", 40)
        assert going.result({"text": "ok", "percent": ""}) == ProgressResult("ok", None)


async def test_the_kinds_are_listed_as_they_were_used_and_with_their_size(tmp_path: Path) -> None:
    (tmp_path / "bila.en.toml").write_text(GOOD_KIND, encoding="utf-8")
    own = Library((tmp_path,), packages=False)
    used = {"": ("exit", "no-such", "acme-bila"), "Bo": ("acme-bila",)}
    app = DialogHolder(lambda: talk(library=own, my_name="", used=lambda name: used.get(name, ())))
    async with app.run_test(size=(100, 30)) as pilot:

        def listed() -> list[str]:
            row = row_with(app, " Kind ")
            lines = screen_lines(app)[row : row + 2]
            return [line.partition("┃")[2].strip(" │↑↓0123456789") for line in lines]

        await settle(pilot)
        assert listed() == ["▸ Exit conversation", "Acme talk"]
        await pilot.press("down", "up", "right")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, ConversationForm)
        form.form.fill("kind", "acme-bila")
        await settle(pilot)
        assert form.form.values()["minutes"] == "25"
        text = " ".join(screen_text(app).replace("│", " ").split())
        assert "To catch up. 25 minutes · 2 points · 1 competency · with a file version" in text
        row_with(app, "(•) coach")
        form.form.fill("minutes", "40")
        form.form.fill("kind", "exit")
        form.form.fill("other_name", "Bo")
        await settle(pilot)
        assert form.form.values()["minutes"] == "40", "what was filled in stays"
        form.form.focus_field("kind")
        await settle(pilot)
        assert listed()[0] == "Acme talk"
        assert form.form.values()["kind"] == "exit", "what was chosen stays"


@pytest.mark.parametrize(
    ("my_name", "other_name", "field"),
    [("Jan", "", "other_name"), ("", "", "kind"), ("Jan", "Anna", "kind"), ("", "Anna", "kind")],
)
async def test_a_conversation_begins_at_what_is_lacking(
    my_name: str, other_name: str, field: str
) -> None:
    app = DialogHolder(lambda: talk(my_name=my_name, other_name=other_name))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        form = app.screen
        assert isinstance(form, ConversationForm)
        assert form.form.part(field).has_focus
        assert form.form.values()["me"] == "manager"


async def test_minutes_are_replaced_by_what_is_typed() -> None:
    app = DialogHolder(talk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        form = app.screen
        assert isinstance(form, ConversationForm)
        form.form.focus_field("minutes")
        await pilot.press("4", "5")
        await settle(pilot)
        assert form.form.values()["minutes"] == "45"


@pytest.mark.parametrize(
    ("partners", "roles"),
    [
        ((), "(•) not said yet  ( ) manager  ( ) employee"),
        ((Partner(EMPLOYEE, "Anna", "employee"),), "(•) not said yet  ( ) employee"),
    ],
)
async def test_of_the_roles_of_the_partners_one_is_chosen(
    partners: tuple[Partner, ...], roles: str
) -> None:
    app = DialogHolder(lambda: ParticipantForm(Conversation(Header(), partners), TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert screen_lines(app)[row_with(app, "(•)")].partition("┃")[2].strip() == roles
