"""The header form, and the agreement form with suggestions from it."""

from __future__ import annotations

from datetime import date

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES, Message, catalogue
from afspraak.data.ids import EMPLOYEE, RowId
from afspraak.data.model.conversation import ChecklistItem, Conversation, Header
from afspraak.data.model.header_edits import HeaderChanges
from afspraak.tui.forms.agreement import AgreementForm
from afspraak.tui.forms.dialog.dialog import Dialog
from afspraak.tui.forms.header import HeaderForm
from afspraak.widgets.forms.form_row import FormRow
from afspraak.widgets.language import speak, tr

from ...support.amount import share
from ...support.hostile import HOSTILE_LINE
from ...support.screens.dialogs import DialogHolder, settle
from ...support.screens.widget_holder import PARTNERS, TODAY, row_with, screen_text

GIVEN = Conversation(
    Header(title="planning 2027", date=date(2026, 12, 3), time="10:00", job="Advises\nPlans"),
    PARTNERS,
    (
        ChecklistItem(RowId("a"), "Comp", "Advising", kind="competency"),
        ChecklistItem(RowId("b"), "Comp", "Talking, writing", kind="competency"),
    ),
)


def form(**more: str) -> HeaderForm:
    return HeaderForm(GIVEN, TODAY, **more)


@pytest.mark.parametrize(
    ("language", "size"),
    share((language, size) for language in LANGUAGES for size in [(60, 20), (80, 24), (120, 40)]),
)
async def test_every_field_is_visible_with_its_help(language: str, size: tuple[int, int]) -> None:
    speak(catalogue(language))
    app = DialogHolder(form)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        dialog = app.screen
        assert isinstance(dialog, Dialog)
        places = set()
        for row in dialog.form.query(FormRow):
            dialog.form.focus_field(row.field.name)
            await settle(pilot)
            row_with(app, f"{row.field.label} ┃")
            assert len(row.field.label) <= 16
            assert row.field.help in " ".join(
                screen_text(app).replace("│", " ").replace("┃", " ").split()
            )
            places.add(row_with(app, f"[ {tr('form.keep')} ]"))
        assert len(places) == 1


async def test_the_result_holds_no_unchanged_field() -> None:
    app = DialogHolder(form)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
    names = ("Advising", "Talking, writing")
    assert app.results == [HeaderChanges(competencies_before=names, competencies=names)]


async def test_the_result_holds_changes_as_the_fields_store_them() -> None:
    app = DialogHolder(lambda: form(focus_field="time"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+u", *"9.30", "enter", *"90", "enter", *"room 4", "tab", "tab")
        await pilot.press(*"Wonen", "tab", "enter", *"Helps", "tab", "tab", *", Planning", "tab")
        await pilot.press(*"1 jun", "tab", *"Well done", "tab", "tab", "ctrl+u", *"Anna Jansen")
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert app.results == [
        HeaderChanges(
            values={
                "time": "09:30",
                "minutes": 90,
                "place": "room 4",
                "department": "Wonen",
                "job": "Advises\nPlans\nHelps",
                "next_on": "2027-06-01",
                "in_short": "Well done",
            },
            names={EMPLOYEE: "Anna Jansen"},
            competencies_before=("Advising", "Talking, writing"),
            competencies=("Advising", "Talking, writing", "Planning"),
        )
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("field", "typed", "fault"),
    [
        ("time", "25:00", Message("times.no_such", time="25:00")),
        ("minutes", "9x", Message("form.conversation.minutes.fault")),
        ("employee", "", Message("form.header.name.required")),
    ],
)
async def test_faults_are_shown_at_their_fields(
    language: str, field: str, typed: str, fault: Message
) -> None:
    speak(catalogue(language))
    app = DialogHolder(lambda: form(focus_field=field))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+u", *typed, "ctrl+s")
        await settle(pilot)
        row_with(app, f"! {tr(fault)[:40]}")
    assert app.results == []


async def test_hostile_text_stays_text_also_without_partners() -> None:
    bare = Conversation(Header(title=HOSTILE_LINE, job=HOSTILE_LINE, minutes=0))
    app = DialogHolder(lambda: HeaderForm(bare, TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        row_with(app, "[x] ␛]52;c;eA==␇")
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert app.results == [HeaderChanges()]


async def test_the_basis_of_an_agreement_is_completed() -> None:
    grounds = ("Advises tenants", "Faster answers")
    app = DialogHolder(
        lambda: AgreementForm(
            None, PARTNERS, "en", TODAY, draft="x", focus_field="based_on", grounds=grounds
        )
    )
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.press(*"fas")
        await settle(pilot)
        await pilot.press("right", "ctrl+s")
        await settle(pilot)
    assert app.results == [{"text": "x", "based_on": "Faster answers"}]
