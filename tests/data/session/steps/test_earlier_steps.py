"""Undo goes back beyond the opening of a conversation, to its states at the saves before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.model.conversation import Approval
from afspraak.data.model.edits import AddAgreement, Approve, Delete, Tick, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session

from ....support.screens.desks import AGREED, ROW, first_item

BEGIN = datetime(2026, 12, 1, 9, tzinfo=UTC)


class Times:
    """A clock, ten minutes later at each sitting."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def times() -> Times:
    return Times()


@pytest.fixture
def path(tmp_path: Path, times: Times) -> Path:
    """A conversation of two ended sittings: `one`, then `two` with an agreement and a tick."""
    path = tmp_path / "talk.json"
    Session.create(
        path,
        build_conversation(NewConversation("manager", "Jan", "Anna")),
        me=MANAGER,
        clock=times,
    ).close()
    for words in ("one\n", "two\n"):
        times.now += timedelta(minutes=10)
        session = Session.open(path, clock=times)
        session.apply(Write(0, 0, words))
        if words == "two\n":
            session.apply(AddAgreement(AGREED))
            session.apply(Tick(first_item(session.conversation).id, "done"))
        session.close()
    times.now += timedelta(minutes=10)
    return path


def state(session: Session) -> tuple[str, int, str]:
    now = session.conversation
    return session.notes.text[:7], len(now.agreements), first_item(now).state


def test_the_last_sitting_is_undone_and_redone_after_opening(path: Path, times: Times) -> None:
    session = Session.open(path, clock=times)
    assert state(session) == ("two\none", 1, "done")
    assert session.undo()
    assert session.undo_stack.since is not None
    assert session.undo_stack.since == BEGIN + timedelta(minutes=10)
    assert state(session)[0].startswith("one\n") and state(session)[1:] == (0, "open")
    assert session.redo()
    assert state(session) == ("two\none", 1, "done")
    assert not session.redo()
    session.close()
    assert state(Session.open_read_only(path)) == ("two\none", 1, "done")


def test_undo_goes_on_to_the_beginning_and_no_further(path: Path, times: Times) -> None:
    session = Session.open(path, clock=times)
    begin = session.notes.text.removeprefix("two\none\n")
    assert session.undo() and session.undo()
    assert session.notes.text == begin
    assert session.undo() is None
    assert session.redo() and session.redo()
    assert state(session) == ("two\none", 1, "done")


def test_steps_of_this_session_are_undone_first_and_one_by_one(path: Path, times: Times) -> None:
    session = Session.open(path, clock=times)
    session.apply(Write(0, 0, "three\n"))
    session.save()
    session.apply(Delete("agreement", ROW))
    assert session.undo() and len(session.conversation.agreements) == 1
    assert session.undo_stack.since is None
    assert session.undo() and state(session) == ("two\none", 1, "done")
    assert session.undo() and state(session)[1:] == (0, "open")
    assert session.redo() and state(session) == ("two\none", 1, "done")
    assert session.redo() and session.notes.text.startswith("three\ntwo\n")


def test_a_step_back_that_is_left_for_an_edit_ends_redo(path: Path, times: Times) -> None:
    session = Session.open(path, clock=times)
    session.undo()
    session.apply(Write(0, 0, "other\n"))
    assert session.redo() is None
    assert session.undo() and session.notes.text.startswith("one\n")


def test_numbers_and_stances_do_not_go_back(path: Path, times: Times) -> None:
    session = Session.open(path, clock=times)
    session.apply(Approve(Approval(MANAGER, "digest", "2026-12-01T09:30:00Z")))
    session.close()
    session = Session.open(path, clock=times)
    session.undo()
    assert session.conversation.approval(MANAGER) is not None
    assert session.conversation.header.highest == {"result": "1"}


def test_a_guest_undoes_nothing_of_an_earlier_sitting(path: Path, times: Times) -> None:
    session = Session.open(path, clock=times)
    session.writer = EMPLOYEE
    assert session.undo() is None
    assert state(session) == ("two\none", 1, "done")


def test_the_first_sitting_has_nothing_to_undo(tmp_path: Path) -> None:
    beginning = build_conversation(NewConversation("manager", "Jan", "Anna"))
    session = Session.create(tmp_path / "talk.json", beginning, me=MANAGER)
    assert session.undo() is None
