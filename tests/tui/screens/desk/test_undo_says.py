"""Undo and redo say in the status line what they did, on every screen that has them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.checklist.competencies import competency_items
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import (
    AddAgreement,
    AddItem,
    Answer,
    Change,
    Delete,
    Rate,
    Tick,
    Write,
)
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.tui.screens.competencies import CompetenciesScreen
from afspraak.tui.screens.overview import OverviewScreen

from ....support.screens.desks import ROW, Seat, first_item, row_of, seat

REDO, UNDO = USUAL_KEYMAP.first_key("desk.redo"), USUAL_KEYMAP.first_key("desk.undo")


async def both_ways(jan: Seat, what: str, back: str = "", place: str = "desk") -> None:
    """Undo and redo a step; the screen says what each did."""
    await jan.do(f"{place}.undo")
    assert f"Undone: {what} · {REDO} again" in jan.text
    await jan.do(f"{place}.redo")
    assert f"Redone: {back or what} · {UNDO} undoes it" in jan.text


async def test_text_of_the_notes_is_named_as_it_goes_and_comes(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await jan.do("desk.pane.notes")
        await jan.type("ticket")
        await both_ways(jan, "“ticket” out of the notes", "“ticket” into the notes")


async def test_keys_of_a_list_typed_into_the_notes_come_out_again(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await jan.do("desk.pane.notes")
        before = jan.session.notes.text
        await jan.type("jjx")
        await jan.do("desk.undo")
        assert jan.session.notes.text == before
        assert f"Undone: “jjx” out of the notes · {REDO} again" in jan.text


@pytest.mark.parametrize(
    ("made", "what"),
    [
        (Change("agreement", ROW, {"status": "done"}), "agreement R1"),
        (Delete("agreement", ROW), "agreement R1"),
        (
            AddAgreement(Agreement(RowId("0c0c0c0c0c0c"), "development", "Course", order="C")),
            "agreement D1",
        ),
        (Change("header", values={"place": "Room 4"}), "about this conversation"),
    ],
)
async def test_an_agreement_and_the_header_are_named(
    made: Change | Delete | AddAgreement, what: str, tmp_path: Path
) -> None:
    async with seat(tmp_path / "jan") as jan:
        jan.session.apply(made)
        await both_ways(jan, what)


async def test_an_item_is_named_by_what_changed_at_it(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        item = first_item(jan.conversation)
        jan.session.apply(Tick(item.id, "done"))
        await both_ways(jan, f"tick at “{item.text}”")
        jan.session.apply(Answer(item.id, MANAGER, "Calm"))
        await both_ways(jan, f"answer to “{item.text}”")
        jan.session.apply(Answer(item.id, MANAGER, "Only mine", private=True))
        await both_ways(jan, f"answer to “{item.text}”")
        jan.session.apply(AddItem(item.__class__(RowId("0d0d"), "S", "Coffee")))
        await both_ways(jan, "item “Coffee”")


async def test_in_the_talk_mode_undo_says_the_same(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await jan.do("desk.pane.notes", "desk.enlarge")
        await jan.type("calm")
        await both_ways(jan, "“calm” out of the notes", "“calm” into the notes")


async def test_the_header_form_is_undone_from_the_desk(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        before = jan.conversation.header.title
        await jan.do("list.header")
        await jan.type("!")
        await jan.do("form.accept")
        assert jan.conversation.header.title != before
        await both_ways(jan, "about this conversation")
        await jan.do("list.undo")
        assert jan.conversation.header.title == before


async def test_the_overview_undoes_and_says_so(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await jan.do("desk.pane.agreements", "list.overview", "overview.done")
        assert isinstance(jan.app.screen, OverviewScreen)
        assert row_of(jan.conversation, ROW).status == "done"
        await both_ways(jan, "agreement R1", place="overview")
        await jan.do("overview.undo")
        assert row_of(jan.conversation, ROW).status == "open"


async def test_the_competencies_undo_a_rating_and_say_so(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        item = competency_items(jan.conversation)[0]
        jan.session.apply(Rate(item.id, MANAGER, "growing"))
        await jan.do("list.competencies")
        assert isinstance(jan.app.screen, CompetenciesScreen)
        await both_ways(jan, f"rating of “{item.text}”", place="competencies")


async def test_nothing_to_undo_is_said(tmp_path: Path) -> None:
    beginning = build_conversation(NewConversation("manager", "Jan", "Anna"))
    (tmp_path / "jan").mkdir()
    begun = Session.create(tmp_path / "jan" / "talk.json", beginning, me=MANAGER)
    async with seat(tmp_path / "jan", begun) as jan:
        await jan.do("desk.undo")
        assert "Nothing to undo." in jan.text


async def test_after_opening_undo_goes_back_to_the_save_before_and_says_since_when(
    tmp_path: Path,
) -> None:
    moment = datetime(2026, 6, 1, 9, tzinfo=UTC)
    path = tmp_path / "jan" / "talk.json"
    beginning = build_conversation(NewConversation("manager", "Jan", "Anna"))
    path.parent.mkdir()
    Session.create(path, beginning, me=MANAGER, clock=lambda: moment).close()
    sitting = Session.open(path, clock=lambda: moment + timedelta(hours=1))
    sitting.apply(Write(0, 0, "of the last sitting\n"))
    sitting.close()
    async with seat(tmp_path / "jan", Session.open(path)) as jan:
        await jan.do("desk.undo")
        assert "of the last sitting" not in jan.session.notes.text
        assert "Undone: all since 1 Jun" in jan.text
        await jan.do("desk.redo")
        assert jan.session.notes.text.startswith("of the last sitting\n")
        assert "Redone: all since 1 Jun" in jan.text
