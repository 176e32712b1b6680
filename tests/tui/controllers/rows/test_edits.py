"""Edits of keys and forms, applied to a session on disk; and what the status line says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER
from afspraak.data.model.edits import Answer, Change, Delete, Tick
from afspraak.data.session.session import Session
from afspraak.tui.controllers.rows.edits import EditController
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.widgets.language import tr

from ....support.screens.contexts import FakeContext, new_session
from ....support.screens.desks import AGREED, ROW, first_item, is_there, row_of


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return new_session(tmp_path)


@pytest.fixture
def context() -> FakeContext:
    return FakeContext()


@pytest.fixture
def edits(session: Session, context: FakeContext) -> EditController:
    return EditController(session, context)


def saved(session: Session) -> Session:
    """The conversation as another program reads it."""
    return Session.open_read_only(session.path)


def test_the_edit_of_a_key_is_on_disk_without_a_message(
    session: Session, edits: EditController, context: FakeContext
) -> None:
    item = first_item(session.conversation).id
    assert edits.apply(Tick(item, "done"))
    assert row_of(saved(session).conversation, item).state == "done"
    assert context.said == []


def test_a_deletion_says_how_to_undo_it(
    session: Session, edits: EditController, context: FakeContext
) -> None:
    assert edits.apply(Delete("agreement", ROW))
    assert not is_there(ROW, saved(session).conversation)
    assert context.said == [tr("desk.deleted", undo=USUAL_KEYMAP.first_key("list.undo"))]


def test_a_key_on_a_deleted_row_changes_nothing_and_says_so(
    session: Session, edits: EditController, context: FakeContext
) -> None:
    session.apply(Delete("agreement", ROW))
    before = session.sync.state_vector
    assert not edits.apply(Change("agreement", ROW, {"status": "done"}))
    assert session.sync.state_vector == before
    assert context.said == [tr("desk.row_deleted")]


def test_the_edit_of_a_form_restores_a_deleted_row_in_one_undo_step(
    session: Session, edits: EditController, context: FakeContext
) -> None:
    session.apply(Delete("agreement", ROW))
    edits.keep(Change("agreement", ROW, {"text": "Runbook!"}), AGREED)
    assert row_of(saved(session).conversation, ROW).text == "Runbook!"
    assert context.said == [tr("desk.row_restored")]
    session.undo()
    assert not is_there(ROW, session.conversation)


def test_the_edit_of_a_form_of_an_existing_row_shows_no_message(
    session: Session, edits: EditController, context: FakeContext
) -> None:
    edits.keep(Change("agreement", ROW, {"text": "Runbook!"}), AGREED)
    assert row_of(saved(session).conversation, ROW).text == "Runbook!"
    assert context.said == []


def test_a_private_answer_restores_its_item_too(
    session: Session, edits: EditController, context: FakeContext
) -> None:
    item = first_item(session.conversation)
    session.apply(Delete("item", item.id))
    edits.keep(Answer(item.id, MANAGER, "mine", private=True), item)
    assert is_there(item.id, saved(session).conversation)
    assert saved(session).private_answers() == {item.id: "mine"}
    assert context.said == [tr("desk.row_restored")]


def test_a_deleted_row_is_reported(
    session: Session, edits: EditController, context: FakeContext
) -> None:
    item = first_item(session.conversation).id
    assert edits.find_agreement(ROW) == session.conversation.agreement(ROW)
    assert edits.find_item(item) == session.conversation.item(item)
    assert context.said == []
    assert edits.find_agreement(item) is None and edits.find_item(ROW) is None
    assert context.said == [tr("desk.row_deleted")] * 2
