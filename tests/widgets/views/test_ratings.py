"""Ratings on the screen: their partner, in words and symbols, at every width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId
from afspraak.data.model.conversation import ChecklistItem, Conversation, Rating
from afspraak.widgets.language import speak
from afspraak.widgets.messages import RatingRequested
from afspraak.widgets.views.checklist import ChecklistPane

from ...support.screens.widget_holder import Holder, conversation, items, screen_lines, screen_text


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    speak(catalogue("en"))
    yield
    speak(catalogue("en"))


def competencies(*rows: tuple[str, dict[PartnerId, Rating]]) -> tuple[ChecklistItem, ...]:
    made = items(*(("Competencies", text, "both") for text, _ in rows))
    return tuple(
        replace(item, kind="competency", ratings=ratings)
        for item, (_, ratings) in zip(made, rows, strict=True)
    )


BOTH = competencies(
    ("Advising", {MANAGER: "growing", EMPLOYEE: "mastered"}),
    ("Professional knowledge", {MANAGER: "improve"}),
    ("Result-orientation", {EMPLOYEE: "undiscussed"}),
    ("Planning", {}),
)


class Pane(Holder):
    def __init__(self, given: Conversation) -> None:
        self.pane = ChecklistPane()
        super().__init__(self.pane)
        self.given = given
        self.wanted: list[str] = []

    def on_mount(self) -> None:
        self.pane.show(self.given, {}, EMPLOYEE)
        self.pane.focus()

    def on_rating_requested(self, message: RatingRequested) -> None:
        self.wanted.append(message.item_id)


async def test_the_checklist_shows_both_ratings_in_the_pane_of_80_columns() -> None:
    app = Pane(conversation(BOTH))
    async with app.run_test(size=(28, 24)) as pilot:
        await pilot.pause()
        assert screen_lines(app)[1:6] == [
            " Competencies         JB  AV",
            ">[ ] Advising        ●●○ ●●●",
            " [ ] Professional k… ●○○  –",
            " [ ] Result-orienta…  –  ○○○",
            " [ ] Planning",
        ]
        assert "─ Advising ─" in screen_text(app)
        assert " JB: growing · AV: mastered" in screen_lines(app)
        app.pane.action_rate()
        await pilot.pause()
        assert app.wanted == ["Advising"]
        for _ in range(3):
            app.pane.action_cursor_down()
        await pilot.pause()
        assert "not yet rated" not in screen_text(app)


async def test_without_ratings_the_checklist_is_unchanged() -> None:
    questions = tuple(replace(item, kind="question") for item in BOTH)
    for rows in (questions, BOTH[3:]):
        app = Pane(conversation(rows))
        async with app.run_test(size=(28, 24)):
            assert not set("●○–") & set(screen_text(app))
            assert "JB" not in screen_text(app)
