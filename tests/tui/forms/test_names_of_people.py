"""Names in forms: completed by keys, and asked about if they are nobody's."""

from __future__ import annotations

import pytest

from afspraak.data.ids import Login, RowId
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.remote_address import PostgresDatabase
from afspraak.data.system.people import Person
from afspraak.tui.forms.agreement import AgreementForm
from afspraak.tui.forms.conversation import ConversationForm
from afspraak.tui.forms.share import ShareForm
from afspraak.widgets.language import tr

from ...support.screens.dialogs import DialogHolder, settle
from ...support.screens.widget_holder import PARTNERS, TODAY, row_with, screen_text


def agreement_form(owner: str = "", field: str = "owner") -> AgreementForm:
    known = Agreement(RowId("a1"), text="Course", owner=owner)
    return AgreementForm(known, PARTNERS, "en", TODAY, focus_field=field, grounds=["Results"])


def conversation_form() -> ConversationForm:
    return ConversationForm(
        my_name="", today=TODAY, language="en", own_names=["Jan Bakker"], people=["Anna de Vries"]
    )


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("owner", ["a", "tab"], "Anna de Vries"),
        ("support_by", ["j", "A", "tab"], "Jan Bakker"),
        ("owner", ["a", "enter"], "a"),
        ("owner", ["a", "down"], "a"),
        ("owner", ["a", "n", "left", "tab"], "an"),
        ("owner", ["S", "a", "m", "tab"], "Sam"),
        ("owner", ["tab"], ""),
        ("based_on", ["r", "tab"], "r"),
        ("based_on", ["r", "right"], "Results"),
    ],
)
async def test_tab_takes_the_name_of_a_partner_and_goes_on(
    field: str, typed: list[str], kept: str
) -> None:
    form = agreement_form(field=field)
    app = DialogHolder(lambda: form)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for key in typed:
            await pilot.press(key)
        await settle(pilot)
        assert form.form.values()[field] == kept
        assert (form.form.part(field).has_focus) is (typed[-1] == "right")


async def test_a_name_that_is_nobodys_is_asked_about_once_and_kept() -> None:
    asked = tr("form.agreement.neither", name="Sam")
    form = agreement_form()
    app = DialogHolder(lambda: form)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*"Sam")
        await settle(pilot)
        assert asked not in screen_text(app)
        await pilot.press("tab")
        await settle(pilot)
        assert row_with(app, f"? {asked}") == row_with(app, tr("form.agreement.owner")) + 1
        await pilot.press("shift+tab", "x")
        await settle(pilot)
        assert asked not in screen_text(app)
        await pilot.press("backspace", "tab")
        await settle(pilot)
        assert asked not in screen_text(app), "it was asked about"
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert app.results == [{"owner": "Sam"}]


@pytest.mark.parametrize("name", ["Anna", "jan bakker", "Anna, Jan", "both", ""])
async def test_a_partner_by_any_of_their_names_is_not_asked_about(name: str) -> None:
    form = agreement_form()
    app = DialogHolder(lambda: form)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*name, "down")
        await settle(pilot)
        assert "neither" not in screen_text(app)


async def test_a_name_that_stood_there_already_is_not_asked_about() -> None:
    app = DialogHolder(lambda: agreement_form("Sam"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("tab")
        await settle(pilot)
        assert "neither" not in screen_text(app)


async def test_a_new_conversation_completes_the_names_of_people_one_talked_with() -> None:
    app = DialogHolder(conversation_form)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        form = app.screen
        assert isinstance(form, ConversationForm)
        for name, letter, whole in (
            ("my_name", "j", "Jan Bakker"),
            ("other_name", "a", "Anna de Vries"),
        ):
            form.form.focus_field(name)
            await pilot.press(letter)
            await settle(pilot)
            await pilot.press("right")
            await settle(pilot)
            assert form.form.values()[name] == whole


PEOPLE = (Person(Login("annav"), "Anna de Vries"), Person(Login("annek"), "Anne Kok"))
COMPANY = PostgresDatabase("postgresql://db.example.org/afspraak")


@pytest.mark.parametrize(
    ("company", "typed", "result", "told"),
    [
        (None, "annav", ["annav"], ""),
        (None, "Anna", ["annav"], ""),
        (None, "ann", [], "Anna de Vries"),
        (None, "zoe", [], "zoe"),
        (None, "box:zoe", ["box:zoe"], ""),
        (COMPANY, "annav", ["annav"], ""),
        (COMPANY, "ann", [], "Anna de Vries"),
        (COMPANY, "zoe", ["zoe"], ""),
    ],
)
async def test_a_person_who_is_not_clear_is_asked_about_unless_the_database_knows(
    company: PostgresDatabase | None, typed: str, result: list[str], told: str
) -> None:
    app = DialogHolder(lambda: ShareForm(Person(Login("")), PEOPLE, company, TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*("colon" if sign == ":" else sign for sign in typed))
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.results == result
        if told:
            assert told in screen_text(app)
