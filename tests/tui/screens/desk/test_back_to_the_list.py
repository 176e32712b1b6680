"""Esc leaves the notes for the list that one came from; digits rate where a competency is."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER
from afspraak.data.model.checklist.competencies import competency_items
from afspraak.data.model.conversation import Rating
from afspraak.data.session.session import Session
from afspraak.widgets.views.checklist import ChecklistPane

from ....support.screens.desks import Seat, first_item, row_of, seat


@pytest.mark.parametrize("place", ["checklist", "agreements"])
async def test_escape_goes_back_to_the_list_that_one_came_from(place: str, tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await jan.do(f"desk.pane.{place}", "desk.pane.notes")
        assert jan.desk.key_context == "notes"
        await jan.pilot.press("escape")
        await jan.settled()
        assert jan.desk.key_context == place
        before = jan.session.notes.text
        await jan.do("list.cursor_down")
        assert jan.session.notes.text == before, "the key is the list's again"


async def test_escape_in_the_search_bar_closes_that_alone(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await jan.do("desk.pane.agreements", "desk.pane.notes", "desk.search")
        await jan.pilot.press("escape")
        await jan.settled()
        assert jan.desk.key_context == "notes"
        await jan.pilot.press("escape")
        await jan.settled()
        assert jan.desk.key_context == "agreements"


async def at_a_competency(jan: Seat) -> None:
    item = competency_items(jan.conversation)[0]
    jan.desk.query_one(ChecklistPane).select(item.id)
    await jan.settled()


def given(session: Session) -> Rating | None:
    item = competency_items(session.conversation_as_seen())[0]
    return item.ratings.get(MANAGER)


@pytest.mark.parametrize("rating", ["improve", "growing", "mastered", "undiscussed"])
async def test_a_digit_rates_the_competency_with_the_cursor(rating: Rating, tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await at_a_competency(jan)
        assert "1-4 rate" in jan.text
        await jan.do(f"checklist.rate_as.{rating}")
        assert given(jan.session) == rating
        assert jan.desk.key_context == "checklist"
        await jan.do("list.undo")
        assert given(jan.session) is None
        assert "Undone: rating of" in jan.text


async def test_a_digit_leads_to_a_pane_from_any_other_row(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        jan.desk.query_one(ChecklistPane).select(first_item(jan.conversation).id)
        await jan.settled()
        assert "1-4 rate" not in jan.text
        await jan.do("list.pane.agreements")
        assert jan.desk.key_context == "agreements"
        await jan.do("list.pane.notes")
        assert jan.desk.key_context == "notes"


async def test_a_digit_rates_in_the_list_of_competencies(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await jan.do("list.competencies", "competencies.rate_as.growing")
        rated = [
            item for item in competency_items(jan.session.conversation_as_seen())
            if item.ratings.get(MANAGER) == "growing"
        ]  # fmt: skip
        assert len(rated) == 1
        assert f"{rated[0].text}: growing" in jan.text
        await jan.do("competencies.undo")
        assert row_of(jan.session.conversation_as_seen(), rated[0].id).ratings == {}
