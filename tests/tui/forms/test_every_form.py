"""Every form: title, labels and help of its fields, required fields, and what a hang-up accepts."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import Login, RowId, Slug
from afspraak.data.model.conversation import Agreement, Conversation, Header
from afspraak.data.system.people import Person
from afspraak.data.templates.kind_place import builtin_kind
from afspraak.tui import forms
from afspraak.tui.forms.agreement import AgreementForm
from afspraak.tui.forms.approval import ApprovalForm
from afspraak.tui.forms.dialog.dialog import Dialog
from afspraak.tui.forms.elsewhere import SaveCopyForm
from afspraak.tui.forms.header import HeaderForm
from afspraak.tui.forms.item import ItemForm
from afspraak.tui.forms.notebook.rename import RenameForm
from afspraak.tui.forms.participant import ParticipantForm
from afspraak.tui.forms.progress import ProgressForm, ProgressResult
from afspraak.tui.forms.share import ShareForm
from afspraak.tui.forms.together import TogetherForm
from afspraak.widgets.drawing.beside.approval_lines import Standing
from afspraak.widgets.forms.choice import StackedChoice
from afspraak.widgets.forms.field import Button
from afspraak.widgets.language import speak, tr

from ...support.screens.contexts import bare_app
from ...support.screens.dialogs import DialogHolder, answer_form, conversation_form, settle
from ...support.screens.widget_holder import JAN, PARTNERS, TODAY, row_with, screen_text

COURSE = Agreement(RowId("a1"), text="Course")
TALK = Conversation(Header(), PARTNERS)

FORMS: Mapping[str, tuple[Callable[[], Dialog[Any]], str, dict[str, str]]] = {
    "agreement": (
        lambda: AgreementForm(None, PARTNERS, "en", TODAY),
        "form.agreement.new",
        {name: f"form.agreement.{name}" for name in ("text", "kind", "owner", "measure", "due",
         "steps", "support", "support_by", "support_due", "support_done", "budget", "based_on",
         "evaluate_on", "status")},
    ),
    "answer": (
        answer_form,
        "form.answer",
        {"who": "form.answer.who", "text": "form.answer.text"},
    ),
    "approval": (
        lambda: ApprovalForm(JAN, Standing(JAN.id), TODAY),
        "approval.form",
        {name: f"approval.form.{name}" for name in ("stance", "remark")},
    ),
    "conversation": (
        conversation_form,
        "form.conversation",
        {name: f"form.conversation.{name}" for name in ("kind", "me", "my_name", "other_name",
         "date", "time", "minutes", "language", "title")},
    ),
    "header": (
        lambda: HeaderForm(TALK, TODAY),
        "form.header",
        {name: f"form.header.{name}" for name in ("title", "date", "time", "minutes", "place",
         "period", "department", "job", "goals", "competencies", "next_on", "in_short",
         "manager", "employee")},
    ),
    "item": (
        lambda: ItemForm(None, (), TODAY, section=""),
        "form.item.new",
        {name: f"form.item.{name}" for name in ("text", "explanation", "belongs", "section")},
    ),
    "participant": (
        lambda: ParticipantForm(TALK, TODAY),
        "participant.form",
        {"who": "participant.form.who"},
    ),
    "progress": (
        lambda: ProgressForm(COURSE, TODAY),
        "form.progress",
        {name: f"form.progress.{name}" for name in ("text", "percent")},
    ),
    "rename": (
        lambda: RenameForm(Slug("talk"), lambda _: None, TODAY),
        "form.rename",
        {"name": "form.rename.name"},
    ),
    "save copy": (
        lambda: SaveCopyForm(Slug("talk"), "The disk is full.", True, TODAY),
        "save_copy.title",
        {"path": "save_copy.path"},
    ),
    "share": (
        lambda: ShareForm(Person(Login("")), (), None, TODAY),
        "sharing.form.title",
        {"login": "sharing.form.login"},
    ),
    "together": (
        lambda: TogetherForm("planning 2027 · 3 Dec", "planning 2027", TODAY),
        "together.form",
        {"choice": "together.form.choice"},
    ),
}  # fmt: skip
"""Form -> how to make it, the key of its title, and the keys of its labels by field."""
HELP = {
    "sharing.form.login": "sharing.form.help",
    "form.header.manager": "form.header.name.help",
    "form.header.employee": "form.header.name.help",
}
"""The keys of help texts that are not the label's with `.help`."""
REQUIRED = {
    "agreement": "form.agreement.text.required",
    "conversation": "form.conversation.other_name.required",
    "item": "form.item.text.required",
    "participant": "participant.form.who.required",
    "progress": "form.progress.text.required",
    "rename": "form.rename.name.required",
    "save copy": "save_copy.path.required",
    "share": "sharing.form.required",
}
INTRODUCED: Mapping[str, Sequence[str]] = {
    "answer": ("What goes well?", "Think of [x] results."),
    "participant": ("login", JAN.name),
    "progress": ("Course",),
    "save copy": ("The disk is full.",),
    "together": ("yours planning 2027 · 3 Dec", "shared planning 2027"),
}
"""The words above the fields of a form."""
HANG_UP_CANCELS = {"conversation", "participant", "rename", "share", "together"}
"""What is filled in there has an effect that nobody would see any more."""


async def test_every_form_is_here() -> None:
    for module in pkgutil.walk_packages(forms.__path__, f"{forms.__name__}."):
        import_module(module.name)
    async with bare_app():
        made = {type(make()) for make, _, _ in FORMS.values()}
    assert made == set(Dialog.__subclasses__())


@pytest.mark.parametrize("name", FORMS)
async def test_title_labels_and_help_are_on_the_screen(name: str) -> None:
    make, title, labels = FORMS[name]
    app = DialogHolder(make)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        dialog = app.screen
        assert isinstance(dialog, Dialog)
        assert tr(title, name=JAN.name) in screen_text(app)
        assert list(dialog.form.values()) == list(labels)
        for field, key in labels.items():
            dialog.form.focus_field(field)
            await settle(pilot)
            if not isinstance(dialog.form.part(field), StackedChoice):  # it has no label
                row_with(app, f"{tr(key)} ┃")
            text = " ".join(screen_text(app).replace("│", " ").replace("┃", " ").split())
            # Of a long help text the small area under the fields shows the beginning.
            if key == "form.conversation.kind":  # its help is what the chosen kind is for
                told = builtin_kind("planning", "nl").aim
            else:
                told = tr(HELP.get(key, f"{key}.help"))
            assert " ".join(told.split())[:100] in text


@pytest.mark.parametrize("size", [(40, 10), (40, 14), (60, 12), (80, 24)])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMS)
async def test_what_has_the_focus_is_on_the_screen(
    name: str, language: str, size: tuple[int, int]
) -> None:
    speak(catalogue(language))
    app = DialogHolder(FORMS[name][0])
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for widget in list(app.screen.focus_chain):
            app.screen.set_focus(widget)
            await settle(pilot)
            seen = app.screen.find_widget(widget).visible_region
            assert seen.height > 0
            assert not isinstance(widget, Button) or seen.width == widget.region.width


@pytest.mark.parametrize("name", INTRODUCED)
async def test_a_form_says_above_its_fields_what_it_is_about(name: str) -> None:
    app = DialogHolder(FORMS[name][0])
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        above, field, _ = screen_text(app).partition(" ┃ ")
        assert field
        for words in INTRODUCED[name]:
            assert words in " ".join(above.split())


@pytest.mark.parametrize("name", FORMS)
async def test_required_fields_are_named_and_others_may_be_empty(name: str) -> None:
    make, _, labels = FORMS[name]
    app = DialogHolder(make)
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        dialog = app.screen
        assert isinstance(dialog, Dialog)
        if name in ("save copy", "rename"):
            dialog.form.fill(next(iter(labels)), "")
        await pilot.press("ctrl+s")
        await settle(pilot)
        if name in REQUIRED:
            row_with(app, tr(REQUIRED[name]))
            assert app.results == []
            await pilot.press("escape")
            await settle(pilot)
        else:
            assert len(app.results) == 1 and app.results[0] is not None


@pytest.mark.parametrize("name", FORMS)
async def test_a_hang_up_accepts_forms_that_only_hold_text(name: str) -> None:
    make, _, labels = FORMS[name]
    app = DialogHolder(make)
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        dialog = app.screen
        assert isinstance(dialog, Dialog)
        dialog.accept_on_hang_up()
        assert app.results == [], "nothing was filled in"
        usual = ("text", "remark", "title", "who", "login", "path", "choice", "name")
        filled = next(field for field in usual if field in labels)
        options = {"who": "manager", "choice": "both"} if name != "answer" else {}
        dialog.form.fill(filled, options.get(filled, "Typed"))
        if name == "answer":
            dialog.form.fill("text", "Typed")
        dialog.accept_on_hang_up()
        dialog.accept_on_hang_up()
        assert bool(app.results) == (name not in HANG_UP_CANCELS)
        assert len(app.results) <= 1 and ("Typed" in str(app.results) or not app.results)


async def test_a_hang_up_replaces_a_path_that_cannot_be_written(tmp_path: Path) -> None:
    app = DialogHolder(FORMS["save copy"][0])
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        dialog = app.screen
        assert isinstance(dialog, Dialog)
        dialog.form.fill("path", str(tmp_path / "missing" / "talk.json"))
        dialog.accept_on_hang_up()
        assert app.results == [Path.home() / "talk.json"]


@pytest.mark.parametrize(
    ("typed", "percent"), [("", None), ("0", 0), ("100", 100), ("40", 40), ("101", -1), ("x", -1)]
)
async def test_progress_has_a_percentage_from_0_to_100(typed: str, percent: int | None) -> None:
    app = DialogHolder(FORMS["progress"][0])
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*"ok", "tab", *typed, "ctrl+s")
        await settle(pilot)
        if percent == -1:
            row_with(app, tr("form.progress.percent.fault"))
            await pilot.press("escape", "y")
        else:
            assert app.results == [ProgressResult("ok", percent)]


@pytest.mark.parametrize("leaving", [True, False])
async def test_only_a_closing_program_may_leave_without_a_copy(leaving: bool) -> None:
    app = DialogHolder(lambda: SaveCopyForm(Slug("talk"), "Full.", leaving, TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        row_with(app, "Full.")
        row_with(app, "~/talk.json")
        row_with(app, f"[ {tr('save_copy.write')} ]")
        assert (f"[ {tr('save_copy.leave')} ]" in screen_text(app)) == leaving
        await pilot.press("escape")
