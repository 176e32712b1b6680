"""An agreement of a line of the notes: what is said and marked, and what happens to the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.approval.content_digest import content
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import Change
from afspraak.data.session.session import Session
from afspraak.tui.forms.agreement import AgreementForm

from ....support.screens.desks import Seat, away, seat

LINE = "- 10:04 Anna writes the rota before the end of March"
DRAFT = "Anna writes the rota before the end of March"


async def at_the_line(jan: Seat, text: str = LINE) -> None:
    """In the notes, with the caret at the end of this text, which is all that they hold."""
    jan.session.merge_text(f"## Goals\n{text}")
    await jan.do("desk.pane.notes", "notes.last")


def made_of_the_line(session: Session) -> list[Agreement]:
    return [row for row in session.conversation.agreements if row.drafted_from]


def row_with(jan: Seat, words: str) -> str:
    return next(row for row in jan.text.splitlines() if words in row)


async def test_the_label_is_said_and_stands_beside_the_line(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await at_the_line(jan)
        await jan.do("notes.agree")
        assert isinstance(jan.app.screen, AgreementForm)
        await jan.do("form.accept")
        assert "R2 noted" in jan.text
        assert "R2│ - 10:04 Anna" in row_with(jan, "10:04 Anna")
        assert jan.conversation.agreements[-1].text == DRAFT
        assert jan.desk.query_one("#agreements").key == jan.conversation.agreements[-1].id  # type: ignore[attr-defined]


async def test_a_marked_line_opens_its_agreement_and_makes_no_other(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await at_the_line(jan)
        await jan.do("notes.agree", "form.accept", "notes.agree")
        assert "━ The agreement ━" in jan.text
        await jan.type("!")
        await jan.do("form.accept")
        (made,) = made_of_the_line(jan.session)
        assert made.text == f"{DRAFT}!"
        assert "R2│ - 10:04 Anna" in row_with(jan, "10:04 Anna")


async def test_the_mark_goes_along_with_edits_undo_and_to_the_other_partner(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        anna = away(jan.session, tmp_path / "anna")
        await at_the_line(jan)
        await jan.do("notes.agree", "form.accept")
        await jan.type(", with Sam")
        await jan.do("notes.first")
        await jan.pilot.press("enter", "x", "enter")
        await jan.settled()
        assert "R2│ - 10:04 Anna" in row_with(jan, "10:04 Anna")
        anna.sync.receive(jan.session.sync.update_since(anna.sync.state_vector))
        anna.apply(Change("agreement", made_of_the_line(anna)[0].id, {"text": "The rota"}))
        jan.hear(anna)
        await jan.settled()
        assert "R2│ - 10:04 Anna" in row_with(jan, "10:04 Anna")
    async with seat(tmp_path / "anna", anna) as again:
        await again.do("desk.pane.notes")
        assert "R2" in row_with(again, "10:04 Anna")


async def test_the_mark_is_there_after_opening_and_gone_with_its_agreement(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await at_the_line(jan)
        await jan.do("notes.agree", "form.accept")
        session = jan.session
    async with seat(tmp_path / "jan", Session.open(session.path)) as jan:
        assert "R2│ - 10:04 Anna" in row_with(jan, "10:04 Anna")
        await jan.do("desk.pane.agreements", "list.last", "list.delete")
        assert "R2│" not in row_with(jan, "10:04 Anna")
        await jan.do("list.undo")
        assert "R2│ - 10:04 Anna" in row_with(jan, "10:04 Anna")


async def test_who_and_when_are_offered_and_only_a_key_takes_them(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await at_the_line(jan)
        await jan.do("notes.agree")
        jan.form.form.focus_field("owner")
        await jan.settled()
        assert "→ or Tab takes “Anna”" in jan.text
        assert jan.form.form.values()["owner"] == ""
        await jan.pilot.press("right")
        jan.form.form.focus_field("due")
        await jan.settled()
        assert "31 Mar" in jan.text
        await jan.do("form.accept")
        (made,) = made_of_the_line(jan.session)
        assert (made.owner, made.due) == ("Anna", None), "what was not taken is not filled in"
        await jan.do("notes.agree")
        jan.form.form.focus_field("due")
        await jan.settled()
        assert "→ or Tab takes" not in jan.text, "an agreement that exists is offered nothing"


async def test_the_offered_day_is_taken_as_a_date(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await at_the_line(jan)
        await jan.do("notes.agree")
        jan.form.form.focus_field("due")
        await jan.pilot.press("right")
        await jan.do("form.accept")
        (made,) = made_of_the_line(jan.session)
        assert made.due is not None
        assert (made.due.month, made.due.day) == (3, 31)


async def test_tab_takes_who_and_when(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await at_the_line(jan)
        await jan.do("notes.agree")
        for name in ("owner", "due"):
            jan.form.form.focus_field(name)
            await jan.settled()
            await jan.pilot.press("tab")
            await jan.settled()
        await jan.do("form.accept")
        (made,) = made_of_the_line(jan.session)
        assert made.owner == "Anna"
        assert made.due is not None and (made.due.month, made.due.day) == (3, 31)


async def test_quitting_keeps_a_draft_of_a_line(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await at_the_line(jan)
        await jan.do("notes.agree", "app.leave")
        session = jan.session
    kept = Session.open_read_only(session.path)
    assert [row.text for row in made_of_the_line(kept)] == [DRAFT]


@pytest.mark.parametrize("key", ["form.cancel"])
async def test_cancelling_makes_nothing_of_the_line(key: str, tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await at_the_line(jan)
        await jan.do("notes.agree", key)
        assert made_of_the_line(jan.session) == []


async def test_a_selection_of_a_marked_line_is_a_draft_of_its_own(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await at_the_line(jan, "Anna writes and Sam reads")
        await jan.do("notes.agree", "form.accept")
        await jan.pilot.press(*["shift+left"] * len("Sam reads"))
        await jan.do("notes.agree", "form.accept")
        assert [row.text for row in made_of_the_line(jan.session)] == [
            "Anna writes and Sam reads", "Sam reads",
        ]  # fmt: skip


async def test_the_words_of_the_line_are_no_content_that_is_approved(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        row = jan.conversation.agreements[0].id
        before = content(jan.session.fields, jan.session.notes.note_lines())
        jan.session.apply(Change("agreement", row, {"drafted_from": "a line"}))
        assert content(jan.session.fields, jan.session.notes.note_lines()) == before
