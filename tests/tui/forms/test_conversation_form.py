"""The form for a new conversation, and the parsing of minutes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from afspraak.data.notebook.new_conversation import NewConversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.settings.settings import Settings
from afspraak.data.templates.kind_library import Library
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.forms.conversation import ConversationForm, minutes_fault
from afspraak.widgets.language import tr

from ...support.conversations.kind_files import GOOD_KIND
from ...support.screens.dialogs import DialogHolder, conversation_form, settle
from ...support.screens.widget_holder import row_with


async def test_a_conversation_is_created() -> None:
    app = DialogHolder(conversation_form)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        row_with(app, f"! {tr('form.conversation.other_name.required')}")
        await pilot.press(*"Anna", "enter", *"10 dec", "enter", *"9.30", "enter", *"9x", "ctrl+s")
        await settle(pilot)
        row_with(app, f"! {tr('form.conversation.minutes.fault')[:32]}")
        await pilot.press("backspace", "0", "enter", "e", "enter", *" a", "enter")
        await settle(pilot)
    assert app.results == [
        NewConversation(
            me="manager",
            my_name="Jan",
            other_name="Anna",
            language="en",
            date=date(2026, 12, 10),
            time="09:30",
            minutes=90,
            title="planning 2027 a",
        )
    ]


def after_planning() -> ConversationForm:
    return ConversationForm(
        my_name="Jan",
        other_name="Anna",
        kind="progress",
        today=date(2026, 12, 3),
        about=date(2027, 1, 1),
        language="nl",
    )


def title(app: DialogHolder) -> str:
    assert isinstance(app.screen, ConversationForm)
    return app.screen.form.values()["title"]


async def test_the_title_follows_kind_date_and_language() -> None:
    app = DialogHolder(after_planning)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        assert title(app) == "voortgang 2027"
        await pilot.press("right")
        await settle(pilot)
        assert title(app) == "beoordeling 2027"
        await pilot.press("left", "left", "left")
        await pilot.press("enter", "enter", "enter", "enter", *"15 nov 2027")
        await settle(pilot)
        assert title(app) == "planning 2028"
        await pilot.press("enter", "enter", "enter", "e", "enter", "end", *" a", "shift+tab", "n")
        await settle(pilot)
        assert title(app) == "planning 2028 a", "what was changed by hand stays"
        await pilot.press("ctrl+s")
        await settle(pilot)
    (result,) = app.results
    assert (result.kind, result.title, result.language) == ("planning", "planning 2028 a", "nl")


async def test_a_kind_that_is_held_often_has_its_day_in_the_title() -> None:
    app = DialogHolder(
        lambda: ConversationForm(
            my_name="Jan", other_name="Anna", kind="bila", today=date(2026, 12, 3), language="nl"
        )
    )
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        assert title(app) == "Bila 2026"
        await pilot.press("enter", "enter", "enter", "enter", *"15 dec")
        await settle(pilot)
        assert title(app) == "Bila 15 december 2026"


async def test_the_title_is_right_even_if_accepted_at_once() -> None:
    app = DialogHolder(after_planning)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        form = app.screen
        assert isinstance(form, ConversationForm)
        form.form.part("kind").value = "review"  # type: ignore[union-attr]
        assert title(app) == "voortgang 2027", "it has not gone along yet"
        assert form.result(form.form.values()).title == "beoordeling 2027"
        await settle(pilot)
    assert form.result(form.form.values()).kind == "review"


@pytest.mark.parametrize("text", ["-5", "1.5", "1441", "²", "99999", "x"])
def test_minutes_are_whole_and_within_a_day(text: str) -> None:
    assert minutes_fault(text)
    assert not minutes_fault("1440")


async def test_a_kind_that_is_not_sound_is_shown_and_cannot_be_taken(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "planning.manager.en.toml").write_text("kind = 7\n")
    app = AfspraakApp(Notebook(tmp_path / "nb"), Settings(templates=own))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(cast("Pilot[None]", pilot))
        await pilot.press("n")
        await settle(cast("Pilot[None]", pilot))
        form = app.screen
        assert isinstance(form, ConversationForm)
        row_with(app, "Planning conversation  ! 9 faults: afspraak kinds check")
        assert form.form.values()["kind"] == "progress"


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_kind_that_is_passed_over_is_named(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "planning.manager.en.toml").write_text("kind = 7\n", encoding="utf-8")
    library = Library(checklists=tmp_path, packages=False)

    def form() -> ConversationForm:
        return ConversationForm(
            my_name="Jan",
            today=date(2026, 12, 3),
            language="en",
            library=library,
            used=lambda _: ("planning",),
        )

    app = DialogHolder(form)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        row_with(app, "! 9 faults: afspraak kinds check")


async def test_minutes_and_language_follow_the_kind(tmp_path: Path) -> None:
    (tmp_path / "bila.en.toml").write_text(GOOD_KIND, encoding="utf-8")
    library = Library((tmp_path,), packages=False)

    def form() -> ConversationForm:
        return ConversationForm(
            my_name="", today=date(2026, 12, 3), language="nl", library=library, used=_used
        )

    app = DialogHolder(form)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        values = app.screen.form.values  # type: ignore[attr-defined]
        assert (values()["kind"], values()["minutes"]) == ("bila", "30"), "the last one used"
        row_with(app, "Even bijpraten: hoe gaat het, wat loopt er, wat heb je nodig?")
        await pilot.press(*"acme")
        await settle(pilot)
        row_with(app, "To catch up.")
        assert values()["kind"] == "acme-bila"
        assert (values()["minutes"], values()["language"]) == ("25", "en")
        assert values()["title"] == "Acme talk 2026"


async def test_the_kind_last_used_with_a_person_is_offered_until_one_is_chosen() -> None:
    def form() -> ConversationForm:
        return ConversationForm(my_name="Jan", today=date(2026, 12, 3), language="en", used=_used)

    app = DialogHolder(form)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        values = app.screen.form.values  # type: ignore[attr-defined]
        await pilot.press(*"Anna")
        await settle(pilot)
        assert values()["kind"] == "exit"
        await pilot.press("shift+tab", "shift+tab", "shift+tab", *"rev", "tab", "tab", "tab", "s")
        await settle(pilot)
        assert values()["kind"] == "review", "what was chosen stays"


def _used(person: str) -> tuple[str, ...]:
    return ("exit", "bila") if person == "Anna" else ("bila", "exit")
