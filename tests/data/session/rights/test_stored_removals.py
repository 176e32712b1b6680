"""What the other removed of a partner's text is known in the next session, and only there."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, PartnerId
from afspraak.data.model.edits import Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.rights.stored_removals import (
    REMOVED_TEXT_KEY,
    removal_fields,
    removals_in,
)
from afspraak.data.session.session import Session
from afspraak.data.text.splice import Splice

RUNS = [(3, 3, "not "), (9, 11, "sé😀\n")]


def opened(folder: Path) -> Session:
    """A session of the employee, of a conversation that is there or made."""
    path = folder / "a.json"
    if path.exists():
        session = Session.open(path)
        session.me = session.writer = EMPLOYEE
        return session
    conversation = build_conversation(NewConversation("manager", "Jan", "Anna"))
    return Session.create(path, conversation, me=EMPLOYEE)


def copy_of(session: Session) -> Replica:
    replica = Replica()
    replica.apply(session.sync.update_since(Replica().state_vector))
    return replica


def marks(session: Session) -> list[tuple[str, PartnerId]]:
    return [run for run in session.notes.runs() if run[0].strip()]


def test_the_other_may_undo_in_a_later_session(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as anna:
        anna.apply(Write(0, 0, "The first line.\nThe sécond line 😀.\n"))
        before = marks(anna)
        jan = copy_of(anna)
        anna.sync.receive(jan.edit([Splice(4, 20, "")])[1])
    undo = jan.undo()[1]
    with closing(opened(tmp_path)) as anna:
        anna.sync.receive(undo)
        assert marks(anna) == before
        assert not anna.sync.refusals.counts
    with closing(opened(tmp_path)) as anna:
        assert not anna.replicas.private_fields[REMOVED_TEXT_KEY]


def test_what_a_partner_removed_does_not_return_in_their_name(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as anna:
        anna.apply(Write(0, 0, "I will not resign.\n"))
        jan = copy_of(anna)
        anna.sync.receive(jan.edit([Splice(7, 4, "")])[1])
    with closing(opened(tmp_path)) as anna:
        anna.sync.receive(jan.undo()[1])
        anna.apply(Write(7, 4, ""))
    with closing(opened(tmp_path)) as anna:
        anna.sync.receive(copy_of(anna).edit([Splice(7, 0, "not ", EMPLOYEE)])[1])
        assert ("not ", NOBODY) in marks(anna)


def test_removals_count_while_nothing_else_changed() -> None:
    replica = Replica()
    replica.edit([Splice(0, 0, "I will resign.", EMPLOYEE)])
    fields = removal_fields(EMPLOYEE, RUNS, replica)
    assert removals_in(fields, replica) == (EMPLOYEE, RUNS)
    replica.edit([Splice(0, 1, "")])
    replica.edit([Splice(0, 0, "I", MANAGER)])
    assert removals_in(fields, replica) == (None, ())


def test_removals_are_bounded() -> None:
    replica = Replica()
    runs = [(0, 0, letter * 4_000) for letter in "abc"]
    assert removals_in(removal_fields(EMPLOYEE, runs, replica), replica) == (EMPLOYEE, runs[1:])


@pytest.mark.parametrize("value", ["", "x", "[]", "[1, 2, 3]", '["", "", [[1]]]', "[" * 9999])
def test_another_value_is_no_removal(value: str) -> None:
    assert removals_in({REMOVED_TEXT_KEY: value}, Replica()) == (None, ())
