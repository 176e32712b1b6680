"""The dialogs: complete screens, full keyboard control, and no lost text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from rich.cells import cell_len
from textual import events

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import RowId
from afspraak.data.model.conversation import Agreement, ChecklistItem, Conversation, Header
from afspraak.data.notebook.new_conversation import NewConversation
from afspraak.tui.forms.agreement import AgreementForm
from afspraak.tui.forms.answer import AnswerForm
from afspraak.tui.forms.dialog.confirm import Confirm, Notice
from afspraak.tui.forms.dialog.dialog import Dialog
from afspraak.tui.forms.help import HelpScreen
from afspraak.tui.forms.item import ItemForm
from afspraak.widgets.forms.field import AutoHeightScroll
from afspraak.widgets.forms.form_row import FormRow
from afspraak.widgets.language import speak, tr

from ...support.amount import share
from ...support.hostile import HOSTILE_LINE, as_read
from ...support.screens.dialogs import (
    ITEM,
    DialogHolder,
    MakeScreen,
    answer_form,
    conversation_form,
    settle,
)
from ...support.screens.widget_holder import PARTNERS, TODAY, row_with, screen_lines, screen_text

SIZES = ((60, 20), (80, 24))
AGREEMENT = Agreement(
    RowId("a1"),
    "development",
    "Course project lead",
    "Anna de Vries",
    "A diploma",
    date(2027, 6, 30),
    "Time",
    "Jan Bakker",
    based_on="Annual plan",
)


def agreement(known: Agreement | None = AGREEMENT, **more: Any) -> AgreementForm:
    return AgreementForm(known, PARTNERS, "en", TODAY, **more)


def item() -> ItemForm:
    return ItemForm(ITEM, ["Looking back", "Expectations"], TODAY, section="")


DIALOGS: dict[str, Callable[[], Dialog[Any]]] = {
    "agreement": agreement,
    "new agreement": lambda: agreement(None),
    "conversation": conversation_form,
    "item": item,
    "answer": answer_form,
}


@pytest.mark.parametrize(
    ("name", "language", "size"),
    share((name, language, size) for size in SIZES for language in LANGUAGES for name in DIALOGS),
)
async def test_every_field_is_on_the_screen(
    name: str, language: str, size: tuple[int, int]
) -> None:
    speak(catalogue(language))
    app = DialogHolder(DIALOGS[name])
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        dialog = app.screen
        assert isinstance(dialog, Dialog)
        # The form of an agreement is long: in a small terminal its last fields are scrolled to.
        scrolls = name.endswith("agreement") and size[1] <= 24
        assert (dialog.form.query_one(AutoHeightScroll).max_scroll_y > 0) == scrolls
        for row in dialog.form.query(FormRow):
            if scrolls:
                dialog.form.focus_field(row.field.name)
                await settle(pilot)
            row_with(app, f"{row.field.label} ")
            assert len(row.field.label) <= 16
            for _, word in row.field.options:
                row_with(app, word)
        for key in ("form.keep", "form.cancel"):
            row_with(app, f"[ {tr(key)} ]")
        row_with(app, "^S")
        is_box = any("┘" in row for row in screen_lines(app))
        assert is_box is (size[0] >= 100), screen_text(app)
        if isinstance(dialog, AgreementForm):
            row_with(app, tr("form.agreement.concrete"))
        elif dialog.LIVE_ROWS:
            row_with(app, dialog.live(dialog.form.values()).splitlines()[-1])


@pytest.mark.parametrize("name", DIALOGS)
async def test_on_a_tiny_screen_one_sees_what_one_types(name: str) -> None:
    app = DialogHolder(DIALOGS[name])
    async with app.run_test(size=(40, 10)) as pilot:
        await settle(pilot)
        dialog = app.screen
        assert isinstance(dialog, Dialog)
        focused = [field for field in dialog.form.query(FormRow) if field.part.has_focus]
        assert any(f"> {row.field.label}" in line for row in focused for line in screen_lines(app))
        for field in dialog.form.query(FormRow):
            if field.field.kind not in ("line", "wrapped", "paragraph"):
                continue
            dialog.form.focus_field(field.field.name)
            await settle(pilot)
            await pilot.press("end", *"seen")
            await settle(pilot)
            row = row_with(app, "seen")
            assert screen_lines(app)[row].startswith("┃")
            assert row < row_with(app, f"[ {tr('form.keep')} ]") < row_with(app, "^S")
            await pilot.press(*["backspace"] * 4)


@pytest.mark.parametrize(
    ("name", "language"), share((name, language) for language in LANGUAGES for name in DIALOGS)
)
async def test_help_for_every_field_is_complete_and_stable(name: str, language: str) -> None:
    speak(catalogue(language))
    app = DialogHolder(DIALOGS[name])
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        dialog = app.screen
        assert isinstance(dialog, Dialog)
        places = set()
        for field in dialog.form.query(FormRow):
            dialog.form.focus_field(field.field.name)
            await pilot.pause()
            text = " ".join(screen_text(app).replace("│", " ").split())
            # A list shows what its chosen option is for instead.
            chosen = [each for each in field.field.listed if each.value == field.field.value]
            told = chosen[0].description if chosen else field.field.help
            assert " ".join(told.split()) in text
            places.add(row_with(app, f"[ {tr('form.keep')} ]"))
        assert len(places) == 1


@pytest.mark.parametrize("name", ["agreement", "conversation", "answer"])
async def test_tab_and_arrows_wrap_and_buttons_work(name: str) -> None:
    app = DialogHolder(DIALOGS[name])
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        dialog = app.screen
        assert isinstance(dialog, Dialog)
        dialog.form.focus_field()
        start = dialog.focused
        seen = []
        while True:
            await pilot.press("tab")
            if dialog.focused is start:
                break
            seen.append(dialog.focused)
            assert len(seen) < 20
        assert len(seen) == len(dialog.focus_chain) - 1
        await pilot.press("shift+tab")
        assert dialog.focused is seen[-1]
        cancel = dialog.query_one("#cancel")
        cancel.focus()
        await pilot.press("up", "down", "enter")
        await settle(pilot)
        assert app.results == [None]
        assert not isinstance(app.screen, Dialog)


async def test_down_and_up_move_through_lines_and_choices() -> None:
    app = DialogHolder(lambda: agreement(None, draft="x"))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        names = []
        dialog = app.screen
        assert isinstance(dialog, Dialog)
        others = len(dialog.form.values()) - 1
        for _ in range(others):
            await pilot.press("down")
            rows = dialog.form.query(FormRow)
            names.append(next(r.field.name for r in rows if r.part is dialog.focused))
        assert names == list(dialog.form.values())[1:]
        for _ in range(others):
            await pilot.press("up")
        assert dialog.focused is dialog.form.part("text")


async def test_an_agreement_is_written_with_keys_alone() -> None:
    app = DialogHolder(lambda: agreement(None, draft="Runbook"))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        row_with(app, "● What    ○ Who    ○ How it shows    ○ By when    ○ Support")
        await pilot.press(*" [x]", "enter", "d", "enter", *"an")
        await pilot.pause()
        await pilot.press("right", "enter", *"ok", "enter", *"31 mar", "enter", *"1", "enter")
        await pilot.press(*"2", "tab", *"time")
        await settle(pilot)
        row_with(app, "● By when    ○ Support")
        await pilot.press("enter", *"Jan", "enter")
        await settle(pilot)
        row_with(app, "● By when    ● Support")
        await pilot.press("enter", "enter", *"500", "enter")  # the days of support stay empty
        dialog = app.screen
        assert isinstance(dialog, Dialog)
        for _ in dialog.form.values():
            if dialog.focused is dialog.form.part("evaluate_on"):
                await pilot.press(*"15 jan")
            if not app.results:
                await pilot.press("enter")
                await settle(pilot)
    assert app.results == [
        {
            "text": "Runbook [x]",
            "kind": "development",
            "owner": "Anna de Vries",
            "measure": "ok",
            "due": "2027-03-31",
            "steps": "1\n2",
            "budget": "500",
            "evaluate_on": "2027-01-15",
            "support": "time",
            "support_by": "Jan",
        }
    ]


async def test_an_agreement_form_returns_only_changes() -> None:
    app = DialogHolder(lambda: agreement(focus_field="due"))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        app.push_screen(agreement(focus_field="due"), app.results.append)
        await settle(pilot)
        await pilot.press("backspace", "ctrl+s")
        await settle(pilot)
    assert app.results == [{}, {"due": ""}]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_faults_are_shown_and_nothing_is_lost(language: str) -> None:
    speak(catalogue(language))
    app = DialogHolder(lambda: agreement(None))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        dialog = app.screen
        assert isinstance(dialog, Dialog)
        dialog.form.focus_field("due")
        await pilot.press(*"blah", "ctrl+s")
        await settle(pilot)
        assert app.screen is dialog
        assert dialog.focused is dialog.form.part("text")
        row_with(app, f"! {tr('form.agreement.text.required')}")
        row_with(app, "! ‘blah’" if language == "nl" else "! I cannot read “blah”")
        assert dialog.form.values()["due"] == "blah"
        assert not dialog.finish_before_quit()
        await pilot.press("T", "ctrl+s")
        await settle(pilot)
        assert dialog.focused is dialog.form.part("due")
        row_with(app, tr("form.agreement.due") + " ┃")
        await pilot.press("ctrl+u", "ctrl+s")
        await settle(pilot)
    assert app.results == [{"text": "T"}]


async def test_the_cancel_button_discards_typed_text() -> None:
    app = DialogHolder(conversation_form)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.press("x")
        app.screen.query_one("#cancel").focus()
        await pilot.press("space")
        await settle(pilot)
    assert app.results == [None]


async def test_escape_discards_typed_text_only_after_confirmation() -> None:
    app = DialogHolder(conversation_form)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.press("x", "escape")
        await settle(pilot)
        row_with(app, tr("form.drop"))
        await pilot.press("n")
        await settle(pilot)
        assert app.results == []
        row_with(app, "x")
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
    assert app.results == [None]


async def test_escape_closes_an_untouched_form_at_once() -> None:
    app = DialogHolder(conversation_form)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
    assert app.results == [None]


async def test_text_typed_just_before_accepting_is_included() -> None:
    app = DialogHolder(conversation_form)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        for char in "Anna de Vries":
            app.post_message(events.Key("space" if char == " " else char, char))
        app.post_message(events.Key("ctrl+s", None))
        app.post_message(events.Key("ctrl+s", None))
        await settle(pilot)
        await settle(pilot)
    assert [result.other_name for result in app.results] == ["Anna de Vries"]


async def test_quitting_accepts_changed_fields_only() -> None:
    app = DialogHolder(conversation_form)
    async with app.run_test(size=(60, 20)) as pilot:
        for keys in ((), ("A",)):
            await settle(pilot)
            dialog = app.screen
            assert isinstance(dialog, Dialog)
            await pilot.press(*keys)
            assert dialog.finish_before_quit()
            assert dialog.finish_before_quit()
            await settle(pilot)
            app.push_screen(conversation_form(), app.results.append)
        assert app.results[0] is None
        assert isinstance(app.results[1], NewConversation)
        assert len(app.results) == 2


async def test_an_item_is_added_and_changed() -> None:
    app = DialogHolder(
        lambda: ItemForm(None, ["Looking back", "Expectations"], TODAY, section="Exp")
    )
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        row_with(app, f"! {tr('form.item.text.required')}")
        await pilot.press(*"Why?", "enter", "enter", "m", "enter", *"e")
        await pilot.pause()
        await pilot.press("right", "enter")
        await settle(pilot)
        app.push_screen(item(), app.results.append)
        await settle(pilot)
        await pilot.press("!", "ctrl+s")
        await settle(pilot)
    assert app.results == [
        {"text": "Why?", "belongs": "manager", "section": "Expectations"},
        {"text": "What goes well?!"},
    ]


async def test_hostile_text_stays_text() -> None:
    harmful = ChecklistItem(RowId("i"), "s", HOSTILE_LINE, HOSTILE_LINE)
    (item,) = as_read(Conversation(Header(), checklist=(harmful,))).checklist
    made: tuple[MakeScreen, ...] = (
        lambda: agreement(Agreement(RowId("a"), text=HOSTILE_LINE, owner=HOSTILE_LINE)),
        lambda: AnswerForm(item, HOSTILE_LINE, "", TODAY),
        lambda: Confirm(HOSTILE_LINE, HOSTILE_LINE),
        lambda: Notice("title [x]", HOSTILE_LINE),
        lambda: HelpScreen("form", "[x] and what else it says"),
    )
    for make in made:
        app = DialogHolder(make)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "[x]" in screen_text(app)
            assert "\x1b" not in screen_text(app)
            await pilot.press("ctrl+s", "escape")
    app = DialogHolder(made[0])
    async with app.run_test() as pilot:
        await settle(pilot)
        app.screen.query_one("#keep").focus()
        await pilot.press("shift+tab", "space", "ctrl+s")
        await settle(pilot)
    assert app.results == [{"status": "done"}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_form_messages_fit_one_row(language: str) -> None:
    words = catalogue(language)
    rows = [
        words("form.answer.no_medical"),
        words("form.reading.hint"),
    ]
    assert max(map(cell_len, rows)) <= 56
