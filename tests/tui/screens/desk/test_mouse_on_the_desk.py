"""The mouse on the desk and on the screens beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER

from ....support.screens.desks import Seat, seat
from ....support.screens.widget_holder import row_with, screen_lines


def cell(jan: Seat, words: str, into: int = 0) -> tuple[int, int]:
    """The cell `into` the first of these words on the screen."""
    y = row_with(jan.app, words)
    return screen_lines(jan.app)[y].index(words) + into, y


async def click(jan: Seat, words: str, into: int = 0, *, times: int = 1) -> None:
    await jan.pilot.click(offset=cell(jan, words, into), times=times)
    await jan.settled()


async def test_a_click_anywhere_in_another_pane_moves_the_focus_there(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        for words, pane in (
            ("2 Notes", "notes"),
            ("3 Agreements", "agreements"),
            ("1 Checklist", "checklist"),
            ("R1 Runbook", "agreements"),
            ("─ Runbook", "checklist") if "─ Runbook" in jan.text else ("[ ] Goals", "checklist"),
        ):
            await click(jan, words)
            assert jan.desk.key_context == pane


async def test_a_double_click_on_an_agreement_edits_it(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await click(jan, "R1 Runbook", 4, times=2)
        assert jan.form.form.values()["text"] == "Runbook"


@pytest.mark.parametrize(
    ("binding", "words", "field"),
    [("list.overview", "Runbook", "text"), ("list.competencies", "Cooperation", "who")],
)
async def test_a_double_click_opens_on_the_screens_beside_the_desk(
    tmp_path: Path, binding: str, words: str, field: str
) -> None:
    async with seat(tmp_path / "jan") as jan:
        await jan.do(binding)
        await click(jan, words, times=2)
        assert field in jan.form.form.values()


async def test_a_click_on_a_box_in_the_notes_toggles_it(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        jan.session.merge_text("- [ ] ask [ ]\n\n```\n- [ ] code\n```")
        await jan.settled()
        await click(jan, "[ ] ask", 1)
        assert jan.session.notes.lines[0] == "- [x] ask [ ]"
        assert jan.desk.key_context == "notes"
        await click(jan, "ask [ ]", 5)
        await click(jan, "[ ] code", 1)
        assert jan.session.notes.text == "- [x] ask [ ]\n\n```\n- [ ] code\n```"
        await jan.do("desk.undo")
        assert jan.session.notes.lines[0] == "- [ ] ask [ ]"


async def test_a_click_on_the_rail_opens_the_checklist(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await jan.do("desk.pane.notes", "desk.enlarge")
        await click(jan, "· Appreciation")
        assert jan.desk.key_context == "checklist"
        assert "[ ] Goals" in jan.text


async def test_a_click_on_the_range_of_ratings_steps_through_them(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await click(jan, "Cooperation")
        await click(jan, "1-4 rate", 5)
        await jan.settled()
        item = next(item for item in jan.conversation.checklist if item.text == "Cooperation")
        assert item.ratings[MANAGER]
