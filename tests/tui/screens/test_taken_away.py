"""The other partner deletes a row during its editing in a form or before a key: nothing is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.message import Message

from afspraak.data.ids import RowId
from afspraak.data.model.conversation import Agreement, ChecklistItem
from afspraak.data.model.edits import AddAgreement, AddItem, Change, Delete, Edit
from afspraak.tui.forms.answer import AnswerForm
from afspraak.tui.screens.desk.desk import Desk
from afspraak.widgets import messages
from afspraak.widgets.views.agreements import AgreementsPane
from afspraak.widgets.views.checklist import ChecklistPane
from afspraak.widgets.views.competencies import CompetenciesPane

from ...support.amount import share
from ...support.screens.desks import ROW, WAYS, away, filling_in, first_item, is_there, row_of, seat


@pytest.mark.parametrize("binding", WAYS)
async def test_a_filled_in_form_restores_its_row_in_one_undo_step(
    binding: str, tmp_path: Path
) -> None:
    table, expected, read = WAYS[binding]
    async with filling_in(binding, tmp_path) as (jan, anna, row):
        before = row_of(jan.conversation, row)
        anna.apply(Delete(table, row))
        jan.hear(anna)
        assert not is_there(row, jan.conversation)
        await jan.do("form.accept")
        assert read(jan.conversation, row) == expected
        assert row_of(jan.conversation, row).order == before.order
        assert await jan.told("desk.row_restored")
        assert is_there(row, jan.conversation)
        await jan.do("list.undo")
        assert not is_there(row, jan.conversation)
        await jan.do("list.redo")
        assert read(jan.conversation, row) == expected
        anna.sync.receive(jan.session.sync.update_since(anna.sync.state_vector))
        assert read(anna.conversation, row) == expected


@pytest.mark.parametrize("binding", WAYS)
async def test_cancelling_the_form_keeps_the_row_deleted(binding: str, tmp_path: Path) -> None:
    table, *_ = WAYS[binding]
    async with filling_in(binding, tmp_path) as (jan, anna, row):
        anna.apply(Delete(table, row))
        jan.hear(anna)
        await jan.do("form.cancel", "confirm.yes")
        assert isinstance(jan.app.screen, Desk)
        assert not is_there(row, jan.conversation)
        assert not await jan.told("desk.row_restored")


async def test_an_unchanged_form_restores_no_row(tmp_path: Path) -> None:
    async with filling_in("agreements.edit", tmp_path) as (jan, anna, row):
        await jan.pilot.press("backspace")
        anna.apply(Delete("agreement", row))
        jan.hear(anna)
        await jan.do("form.accept")
        assert not is_there(row, jan.conversation)


@pytest.mark.parametrize("binding", WAYS)
async def test_a_row_whose_creation_was_undone_is_restored_completely(
    binding: str, tmp_path: Path
) -> None:
    """Undoing the creation of a row leaves nothing of it in the document."""
    table, _, read = WAYS[binding]
    async with seat(tmp_path / "jan") as jan:
        anna = away(jan.session, tmp_path / "anna")
        row = RowId("0b0b0b0b0b0b")
        if table == "agreement":
            anna.apply(AddAgreement(Agreement(row, text="New", owner="Kim", order="C")))
        else:
            anna.apply(AddItem(ChecklistItem(row, "Looking back", "New", order="C")))
        jan.hear(anna)
        seen = row_of(jan.conversation, row)
        await jan.do(f"desk.pane.{table.replace('item', 'checklist').replace('ent', 'ents')}")
        assert jan.desk.active_pane.select(row)  # type: ignore[union-attr]
        await jan.do(binding)
        await jan.answer_for_both()
        await jan.pilot.press("end")
        await jan.type("!")
        anna.undo()
        jan.hear(anna)
        assert not is_there(row, jan.conversation)
        await jan.do("form.accept")
        now = row_of(jan.conversation, row)
        assert str(read(jan.conversation, row)).endswith("!")
        kept = ("section", "order") if table == "item" else ("kind", "order", "created")
        assert all(getattr(now, name) == getattr(seen, name) for name in kept)
        assert now.text.startswith("New")
        await jan.do("list.undo")
        assert not is_there(row, jan.conversation)


async def test_remote_changes_before_the_deletion_are_restored_too(tmp_path: Path) -> None:
    async with filling_in("agreements.edit", tmp_path) as (jan, anna, row):
        anna.apply(Change("agreement", row, {"due": "2028-01-01", "measure": ""}))
        anna.apply(Delete("agreement", row))
        jan.hear(anna)
        await jan.do("form.accept")
        now = row_of(jan.conversation, row)
        assert (now.text, now.due, now.measure) == ("Runbook!", date(2028, 1, 1), "")


async def test_a_private_answer_to_a_deleted_item_is_saved_too(tmp_path: Path) -> None:
    async with filling_in("checklist.answer", tmp_path) as (jan, anna, row):
        jan.form.form.fill("who", "private")
        await jan.settled()
        await jan.type("mine")
        anna.apply(Delete("item", row))
        jan.hear(anna)
        await jan.do("form.accept")
        assert row_of(jan.conversation, row).remarks == {"manager": "!"}
        assert jan.session.private_answers() == {row: "mine"}


async def test_quitting_also_restores_the_row(tmp_path: Path) -> None:
    async with filling_in("agreements.edit", tmp_path) as (jan, anna, row):
        anna.apply(Delete("agreement", row))
        jan.hear(anna)
        session = jan.session
        await jan.do("app.leave")
        assert row_of(session.conversation, row).text == "Runbook!"


ON_A_ROW = (
    "checklist.tick", "checklist.park", "checklist.edit", "checklist.answer", "checklist.rate",
    "list.delete", "list.move_down", "agreements.done", "agreements.drop", "agreements.edit",
    "agreements.owner", "agreements.due", "agreements.progress",
)  # fmt: skip


@pytest.mark.parametrize(
    ("binding", "added"),
    share((binding, added) for added in (False, True) for binding in ON_A_ROW),
)
async def test_a_key_on_a_deleted_row_reports_the_deletion(
    binding: str, added: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with seat(tmp_path / "jan") as jan:
        anna = away(jan.session, tmp_path / "anna")
        agreed = binding.startswith("agreements")
        table, row = ("agreement", ROW) if agreed else ("item", first_item(jan.conversation).id)
        if added:
            row = RowId("0b0b0b0b0b0b")
            new: Edit = (
                AddAgreement(Agreement(row, text="New", order="C"))
                if agreed
                else AddItem(ChecklistItem(row, "Looking back", "New", order="C"))
            )
            anna.apply(new)
            jan.hear(anna)
        await jan.do("desk.pane.agreements" if agreed else "desk.pane.checklist")
        pane = jan.desk.query_one(AgreementsPane if agreed else ChecklistPane)
        assert pane.select(row)
        steps = jan.session._shared.replica.undo_steps
        post = pane.post_message

        def meanwhile(message: Message) -> bool:
            """Let the other partner's changes arrive between a key and its effect."""
            posted = post(message)
            if type(message).__module__ != messages.__name__:
                return posted
            monkeypatch.setattr(pane, "post_message", post)
            if added:
                anna.undo()
            else:
                anna.apply(Delete(table, row))
            jan.hear(anna)
            return posted

        monkeypatch.setattr(pane, "post_message", meanwhile)
        await jan.do(binding)
        assert isinstance(jan.app.screen, Desk)
        assert await jan.told("desk.row_deleted"), jan.text
        assert not is_there(row, jan.conversation)
        assert jan.session._shared.replica.undo_steps == steps
        anna.close()


@pytest.mark.parametrize(
    ("open_screen", "binding"),
    [("list.overview", "overview.edit"), ("list.overview", "overview.progress"),
     ("list.competencies", "competencies.answer")],
)  # fmt: skip
async def test_a_deleted_row_is_restored_from_other_screens_too(
    open_screen: str, binding: str, tmp_path: Path
) -> None:
    async with seat(tmp_path / "jan") as jan:
        anna = away(jan.session, tmp_path / "anna")
        await jan.do(open_screen)
        screen = jan.app.screen
        assert screen is not jan.desk
        await jan.do(binding)
        row, table = ROW, "agreement"
        await jan.answer_for_both()
        if isinstance(jan.form, AnswerForm):
            row, table = RowId(str(screen.query_one(CompetenciesPane).key)), "item"
        await jan.pilot.press("end")
        await jan.type("!")
        anna.apply(Delete(table, row))
        jan.hear(anna)
        await jan.settled()
        await jan.do("form.accept")
        assert jan.app.screen is screen
        assert await jan.told("desk.row_restored"), jan.text
        assert row_of(jan.conversation, row)
        anna.close()
