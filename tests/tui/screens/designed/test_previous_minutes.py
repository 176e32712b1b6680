"""The minutes of the conversation before: its title and text, or why they are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import MANAGER, Slug
from afspraak.data.model.edits import Change
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.session.user import SYSTEM_USER
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.tui.screens.previous_minutes import previous_minutes_screen
from afspraak.widgets.language import speak, tr

from ....support.screens.dialogs import DialogHolder, settle
from ....support.screens.widget_holder import screen_lines


@pytest.mark.parametrize(
    ("previous", "title", "text"),
    [
        ("talk", "follow_up.previous.title", "A reaction belongs to the record"),
        ("untitled", "follow_up.previous.title", "A reaction belongs to the record"),
        ("", "follow_up.previous.nowhere", "follow_up.previous.none"),
        ("gone", "follow_up.previous.nowhere", "follow_up.previous.gone"),
        ("broken", "follow_up.previous.nowhere", "broken.json"),
    ],
)
async def test_the_conversation_before_is_shown_or_why_not(
    previous: str, title: str, text: str, tmp_path: Path
) -> None:
    speak(catalogue("en"))
    for name, given in (("talk", "planning 2026"), ("untitled", "")):
        begin = NewConversation("manager", "Jan", "Anna", language="en")
        session = Session.create(tmp_path / f"{name}.json", build_conversation(begin), me=MANAGER)
        session.apply(Change("header", values={"title": given}))
        session.close()
    (tmp_path / "broken.json").write_text("{")
    app = DialogHolder(
        lambda: previous_minutes_screen(
            tmp_path / "now.json", Slug(previous), SYSTEM_USER, USUAL_KEYMAP
        )
    )
    async with app.run_test(size=(100, 24)) as pilot:
        await settle(pilot)
        lines = screen_lines(app)
        shown = " ".join(" ".join(lines).split())
        assert tr("follow_up.previous.pane") in lines[1]
        words = tr(title, title="planning 2026" if previous == "talk" else previous)
        assert words in lines[0]
        values = {"slug": previous, "follow": USUAL_KEYMAP.first_key("notebook.follow_up")}
        wanted = tr(text, **values) if text.startswith("follow_up.") else text
        assert wanted in shown
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen is app.screen_stack[0]
