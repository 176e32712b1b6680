"""Lists in the notes on the desk: Enter, the box, the time, Tab; and what undo takes back."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from afspraak.data.ids import EMPLOYEE

from ....support.screens.desks import Seat, seat


@asynccontextmanager
async def writing(folder: Path, text: str) -> AsyncIterator[Seat]:
    """Jan in notes that hold nothing but this text, with the caret at its end."""
    async with seat(folder / "jan") as jan:
        jan.session.merge_text(text)
        await jan.do("desk.pane.notes", "notes.last")
        yield jan


async def test_enter_goes_on_with_a_task_and_ends_on_an_empty_one(tmp_path: Path) -> None:
    async with writing(tmp_path, "- [x] ask") as jan:
        await jan.pilot.press("enter")
        await jan.type("tell")
        assert jan.session.notes.text == "- [x] ask\n- [ ] tell"
        await jan.pilot.press("enter", "enter")
        await jan.type("done")
        await jan.settled()
        assert jan.session.notes.text == "- [x] ask\n- [ ] tell\ndone"


async def test_what_enter_added_is_one_undo_step(tmp_path: Path) -> None:
    async with writing(tmp_path, "7. ask") as jan:
        await jan.pilot.press("enter")
        assert jan.session.notes.text == "7. ask\n8. "
        await jan.do("desk.undo")
        assert jan.session.notes.text == "7. ask"


async def test_enter_in_code_is_a_line_feed(tmp_path: Path) -> None:
    async with writing(tmp_path, "```\n- a") as jan:
        await jan.pilot.press("enter")
        assert jan.session.notes.text == "```\n- a\n"


async def test_the_time_stands_at_the_beginning_of_the_text_once(tmp_path: Path) -> None:
    async with writing(tmp_path, "- [ ] ask") as jan:
        await jan.do("notes.stamp", "notes.stamp")
        assert re.fullmatch(r"- \[ \] \d\d:\d\d ask", jan.session.notes.text)
        await jan.type("!")
        await jan.settled()
        assert jan.session.notes.text.endswith(" ask!"), "the caret stayed at the end"
        await jan.do("desk.undo", "desk.undo")
        assert jan.session.notes.text == "- [ ] ask"


async def test_an_appreciation_stays_one_with_a_time(tmp_path: Path) -> None:
    async with writing(tmp_path, "Appreciation: calm") as jan:
        await jan.do("notes.stamp")
        assert re.fullmatch(r"Appreciation: \d\d:\d\d calm", jan.session.notes.text)


async def test_the_box_of_the_line_is_made_ticked_and_opened(tmp_path: Path) -> None:
    async with writing(tmp_path, "ask") as jan:
        texts = []
        for _ in range(3):
            await jan.do("notes.toggle_box")
            texts.append(jan.session.notes.text)
        assert texts == ["- [ ] ask", "- [x] ask", "- [ ] ask"]
        await jan.type("!")
        await jan.settled()
        assert jan.session.notes.text == "- [ ] ask!"
        await jan.do("desk.undo", "desk.undo")
        assert jan.session.notes.text == "- [x] ask"


async def test_tab_indents_in_a_list_and_shift_tab_leads_back_and_then_away(tmp_path: Path) -> None:
    async with writing(tmp_path, "- ask\n- tell") as jan:
        await jan.do("desk.next_pane")
        assert jan.session.notes.text == "- ask\n  - tell"
        assert jan.desk.key_context == "notes"
        await jan.do("desk.previous_pane")
        assert jan.session.notes.text == "- ask\n- tell"
        assert jan.desk.key_context == "notes"
        await jan.do("desk.previous_pane")
        assert jan.desk.key_context == "checklist"


async def test_several_items_are_indented_in_one_step_and_stay_whose_they_are(
    tmp_path: Path,
) -> None:
    async with writing(tmp_path, "- ask\n- tell\n- know") as jan:
        jan.session.merge_text("- ask\n- tell\n- know\n- Anna's", by=EMPLOYEE)
        await jan.settled()
        await jan.do("notes.first")
        await jan.pilot.press("down", "shift+down", "shift+down")
        await jan.do("desk.next_pane")
        assert jan.session.notes.text == "- ask\n  - tell\n  - know\n  - Anna's"
        assert jan.session.notes.author(3) == EMPLOYEE
        await jan.do("desk.undo")
        assert jan.session.notes.text == "- ask\n- tell\n- know\n- Anna's"


async def test_tab_goes_to_the_next_pane_outside_a_list_and_the_footer_says_which(
    tmp_path: Path,
) -> None:
    async with writing(tmp_path, "- ask\ntell") as jan:
        assert "Tab pane" in jan.text
        await jan.pilot.press("up")
        await jan.settled()
        assert "Tab indent" in jan.text
        await jan.pilot.press("down")
        await jan.do("desk.next_pane")
        assert jan.desk.key_context == "agreements"
        assert "Tab pane" in jan.text


async def test_tab_in_the_search_bar_leaves_the_list_alone(tmp_path: Path) -> None:
    async with writing(tmp_path, "- ask") as jan:
        await jan.do("desk.search", "desk.next_pane")
        assert jan.session.notes.text == "- ask"
