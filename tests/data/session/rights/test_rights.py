"""Tests what a session does about content that the other partner wrote in its partner's name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.replica_errors import ReplicaError
from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, PartnerId, RowId
from afspraak.data.model.edits import Answer, Write, new_id
from afspraak.data.model.fields import FieldKey, Value
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.refusals import RefusalKind
from afspraak.data.session.session import Session
from afspraak.data.session.sync_endpoint import SyncEndpoint
from afspraak.data.text.splice import Splice

ITEM = RowId("goals")
REMARK = FieldKey("item", ITEM, f"remark/{EMPLOYEE}")


class Hostile:
    """A program of the manager that writes whatever it likes."""

    def __init__(self, victim: Session, client: int) -> None:
        self.replica, self._victim = Replica(client), victim
        self.replica.apply(victim.sync.update_since(Replica().state_vector))
        victim.sync.subscribe_updates(self._hear)

    def set(self, fields: dict[FieldKey, Value]) -> None:
        self.send(self.replica.edit((), fields)[1])

    def write(self, start: int, deleted: int, text: str, by: PartnerId) -> None:
        self.send(self.replica.edit([Splice(start, deleted, text, by)])[1])

    def send(self, update: bytes) -> None:
        self._victim.sync.receive(update)

    def _hear(self, update: bytes) -> None:
        self.replica.apply(update)


def start(path: Path) -> Session:
    conversation = build_conversation(NewConversation("manager", "Jan", "Anna"))
    session = Session.create(path / "a.json", conversation, me=EMPLOYEE)
    session.apply(Answer(ITEM, EMPLOYEE, "mine"))
    return session


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Session]:
    session = start(tmp_path)
    yield session
    session.close()


@pytest.fixture(params=[3, 1 << 30])
def jan(anna: Session, request: pytest.FixtureRequest) -> Hostile:
    return Hostile(anna, request.param)


def marks(session: Session) -> list[tuple[str, PartnerId]]:
    return [run for run in session.notes.runs() if run[0].strip()]


def agree(anna: Session, jan: Hostile) -> None:
    assert jan.replica.fields == anna.fields
    assert list(jan.replica.notes.runs()) == list(anna.notes.runs())
    again = Replica()
    again.apply(anna.sync.update_since(Replica().state_vector))
    assert again.fields == anna.fields
    assert list(again.notes.runs()) == list(anna.notes.runs())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (REMARK, "I resign."),
        (FieldKey("item", ITEM, f"rating/{EMPLOYEE}"), "improve"),
        (FieldKey("item", RowId("another"), f"remark/{EMPLOYEE}"), "I resign."),
        (FieldKey("partner", RowId(EMPLOYEE), "login"), "mallory"),
    ],
)
def test_a_field_of_a_partner_is_put_back(
    anna: Session, jan: Hostile, key: FieldKey, value: str
) -> None:
    before = anna.fields.get(key)
    jan.set({key: value})
    assert anna.fields.get(key) == before
    assert anna.sync.refusals.counts[RefusalKind.AUTHOR] == 1
    agree(anna, jan)


def test_a_removed_field_of_a_partner_comes_back(anna: Session, jan: Hostile) -> None:
    jan.send(jan.replica.correct((), {REMARK: None})[1])
    assert anna.fields[REMARK] == "mine"
    agree(anna, jan)


def test_what_both_may_write_stays(anna: Session, jan: Hostile) -> None:
    fields: dict[FieldKey, Value] = {
        FieldKey("item", ITEM, f"remark/{MANAGER}"): "theirs",
        FieldKey("item", ITEM, "text"): "another question",
        FieldKey("partner", RowId(EMPLOYEE), "name"): "Anna de Vries",
        FieldKey("header", RowId("-"), "goals"): "more",
    }
    jan.set(fields)
    jan.write(0, 0, "theirs\n", MANAGER)
    assert fields.items() <= anna.fields.items()
    assert ("theirs\n", MANAGER) in marks(anna)
    assert not anna.sync.refusals.counts
    agree(anna, jan)


def test_an_invitation_may_name_the_login(anna: Session) -> None:
    login = FieldKey("partner", RowId(EMPLOYEE), "login")
    anna.sync.receive(anna.replicas.shared.replica.correct((), {login: None})[1], is_own=True)
    jan = Hostile(anna, 3)
    jan.set({login: "anna"})
    assert anna.fields[login] == "anna"


def progress(row: RowId, by: PartnerId, text: str) -> dict[FieldKey, Value]:
    values = {"agreement": "a", "at": "2026-01-01T00:00:00Z", "by": by, "text": text}
    return {FieldKey("progress", row, name): value for name, value in values.items()}


def test_progress_in_the_name_of_a_partner_is_by_nobody(anna: Session, jan: Hostile) -> None:
    row = new_id()
    jan.set(progress(row, EMPLOYEE, "I give up."))
    assert anna.fields[FieldKey("progress", row, "by")] == NOBODY
    assert anna.fields[FieldKey("progress", row, "text")] == "I give up."
    jan.set({FieldKey("progress", row, "by"): MANAGER})
    jan.set({FieldKey("progress", row, "by"): EMPLOYEE})
    assert anna.fields[FieldKey("progress", row, "by")] == NOBODY
    agree(anna, jan)


def test_progress_of_a_partner_stays_as_it_is(anna: Session, jan: Hostile) -> None:
    row = new_id()
    own = progress(row, EMPLOYEE, "half way")
    update = Replica()
    update.apply(anna.sync.update_since(Replica().state_vector))
    written = update.edit((), own)[1]
    anna.sync.receive(written, is_own=True)
    jan.replica.apply(written)
    jan.set({FieldKey("progress", row, "text"): "I give up."})
    jan.set({FieldKey("progress", row, "percent"): 0})
    jan.set({FieldKey("progress", row, "by"): MANAGER, FieldKey("progress", row, "at"): ""})
    assert {key: value for key, value in anna.fields.items() if key.id == row} == own
    agree(anna, jan)


def stance(**values: Value) -> dict[FieldKey, Value]:
    row = {"digest": "d", "at": "2026-01-01T00:00:00Z", "stance": "agreed"} | values
    return {FieldKey("approval", RowId(EMPLOYEE), name): value for name, value in row.items()}


@pytest.mark.parametrize(
    "values",
    [
        {"own": True, "entered_by": "jan"},
        {"own": False},
        {"own": False, "entered_by": ""},
        {"own": False, "entered_by": " "},
        {"own": False, "entered_by": "anna"},
        {"own": False, "entered_by": "Anna "},
    ],
)
def test_no_stance_counts_as_that_of_a_partner_who_took_none(
    anna: Session, jan: Hostile, values: dict[str, Value]
) -> None:
    own = Replica()
    own.apply(anna.sync.update_since(Replica().state_vector))
    named = own.edit((), {FieldKey("partner", RowId(EMPLOYEE), "login"): "anna"})[1]
    anna.sync.receive(named, is_own=True)
    jan.replica.apply(named)
    jan.set(stance(**values))
    assert anna.conversation.approval(EMPLOYEE) is None
    jan.set({FieldKey("partner", RowId(MANAGER), "login"): "jan"})
    jan.set(stance(**values))
    entered = anna.conversation.approval(EMPLOYEE)
    assert entered is None or (entered.own, entered.entered_for) == (False, "jan")
    agree(anna, jan)


def test_the_other_may_enter_a_stance_for_a_partner(anna: Session, jan: Hostile) -> None:
    jan.set(stance(own=False, entered_by="jan"))
    entered = anna.conversation.approval(EMPLOYEE)
    assert entered is not None
    assert entered.entered_for == "jan"
    jan.set({FieldKey("approval", RowId(EMPLOYEE), "own"): True})
    entered = anna.conversation.approval(EMPLOYEE)
    assert entered is not None
    assert entered.entered_for == "jan"
    jan.set({FieldKey("approval", RowId(EMPLOYEE), "deleted"): True})
    assert anna.conversation.approval(EMPLOYEE) is None
    agree(anna, jan)


@pytest.mark.parametrize(
    "values", [{"stance": "disagreed"}, {"deleted": True}, {"own": False, "entered_by": "jan"}]
)
def test_an_own_stance_stays(anna: Session, jan: Hostile, values: dict[str, Value]) -> None:
    own = Replica()
    own.apply(anna.sync.update_since(Replica().state_vector))
    given = own.edit((), stance(own=True, entered_by="anna", remark="well said"))[1]
    anna.sync.receive(given, is_own=True)
    jan.replica.apply(given)
    before = anna.conversation.approval(EMPLOYEE)
    assert before is not None
    jan.set({FieldKey("approval", RowId(EMPLOYEE), name): value for name, value in values.items()})
    assert anna.conversation.approval(EMPLOYEE) == before
    agree(anna, jan)


def test_text_in_the_name_of_a_partner_is_by_nobody(anna: Session, jan: Hostile) -> None:
    anna.apply(Write(0, 0, "I will not resign.\n"))
    jan.write(0, 0, "I resign.\n", EMPLOYEE)
    jan.write(len(jan.replica.notes), 0, "😀 Me too.", EMPLOYEE)
    assert marks(anna)[0] == ("I resign.\n", NOBODY)
    assert ("I will not resign.\n", EMPLOYEE) in marks(anna)
    assert marks(anna)[-1] == ("😀 Me too.", NOBODY)
    agree(anna, jan)


def test_text_within_that_of_a_partner_is_by_nobody(anna: Session, jan: Hostile) -> None:
    anna.apply(Write(0, 0, "I resign never.\n"))
    for number, letter in enumerate("today, not "):
        jan.write(9 + number, 0, letter, EMPLOYEE)
    assert marks(anna)[:3] == [
        ("I resign ", EMPLOYEE), ("today, not ", NOBODY), ("never.\n", EMPLOYEE),
    ]  # fmt: skip
    agree(anna, jan)


def test_the_mark_of_a_text_cannot_be_changed(anna: Session, jan: Hostile) -> None:
    anna.apply(Write(0, 0, "Mine.\n"))
    jan.write(0, 0, "I resign.\n", MANAGER)
    jan.send(jan.replica.correct([(0, 10, EMPLOYEE)], {})[1])
    jan.send(jan.replica.correct([(10, 16, MANAGER)], {})[1])
    assert marks(anna)[:2] == [("I resign.\n", NOBODY), ("Mine.\n", EMPLOYEE)]
    jan.send(jan.replica.correct([(0, 16, NOBODY)], {})[1])
    assert marks(anna)[:2] == [("I resign.\n", NOBODY), ("Mine.\n", EMPLOYEE)]
    agree(anna, jan)


def test_a_long_text_in_many_runs_is_corrected(anna: Session, jan: Hostile) -> None:
    jan.send(
        jan.replica.edit(
            [Splice(0, 0, "ab", EMPLOYEE if number % 2 else MANAGER) for number in range(2500)]
        )[1]
    )
    assert EMPLOYEE not in {by for _, by in marks(anna)[:2500]}
    assert anna.notes.text.startswith("ab" * 2500)
    agree(anna, jan)


def test_the_other_may_undo_the_removal_of_a_partners_text(anna: Session, jan: Hostile) -> None:
    anna.apply(Write(0, 0, "The first line.\nThe sécond line 😀.\n"))
    before = marks(anna)
    jan.write(4, 20, "", MANAGER)
    jan.send(jan.replica.undo()[1])
    assert marks(anna) == before
    for _ in range(5):
        jan.send(jan.replica.edit([Splice(10, 1, "", MANAGER)], boundary=False)[1])
    for number in range(5):
        jan.send(jan.replica.edit([Splice(9 - number, 1, "", MANAGER)], boundary=False)[1])
    anna.apply(Write(0, 0, "Before. "))
    jan.write(30, 0, "After.", MANAGER)
    jan.send(jan.replica.undo()[1])
    jan.send(jan.replica.undo()[1])
    assert marks(anna)[0] == ("Before. " + before[0][0], EMPLOYEE)
    jan.send(jan.replica.redo()[1])
    jan.send(jan.replica.undo()[1])
    assert marks(anna)[0] == ("Before. " + before[0][0], EMPLOYEE)
    assert not anna.sync.refusals.counts
    agree(anna, jan)


def test_an_undo_of_which_the_deletion_arrives_last_keeps_the_author(
    anna: Session, jan: Hostile
) -> None:
    anna.apply(Write(0, 0, "The first line.\nThe sécond line 😀.\n"))
    before = marks(anna)
    removal = jan.replica.edit([Splice(4, 20, "", MANAGER)])[1]
    jan.send(jan.replica.undo()[1])
    assert marks(anna)[1][1] == NOBODY
    jan.send(removal)
    assert marks(anna) == before
    agree(anna, jan)


def test_a_text_beside_a_removed_one_does_not_get_its_author(anna: Session, jan: Hostile) -> None:
    anna.apply(Write(0, 0, "Never.\n"))
    removal = jan.replica.edit([Splice(0, 7, "", MANAGER)])[1]
    jan.send(jan.replica.undo()[1])
    jan.write(0, 5, "Today", MANAGER)
    jan.send(removal)
    assert EMPLOYEE not in {by for _, by in marks(anna)}


def test_another_text_beside_a_removed_one_does_not_get_its_author(
    anna: Session, jan: Hostile
) -> None:
    anna.apply(Write(0, 0, "Never.\n"))
    removal = jan.replica.edit([Splice(0, 7, "", MANAGER)])[1]
    jan.write(0, 0, "Today.\n", EMPLOYEE)
    jan.send(removal)
    assert EMPLOYEE not in {by for _, by in marks(anna)}


def test_a_returned_text_that_was_changed_does_not_get_its_author(
    anna: Session, jan: Hostile
) -> None:
    anna.apply(Write(0, 0, "Not now.\n"))
    removal = jan.replica.edit([Splice(0, 9, "", MANAGER)])[1]
    jan.send(jan.replica.undo()[1])
    jan.write(1, 2, "ew", MANAGER)
    jan.send(removal)
    assert EMPLOYEE not in {by for _, by in marks(anna)}


def test_a_removed_text_returns_in_its_place_only(anna: Session, jan: Hostile) -> None:
    anna.apply(Write(0, 0, "I will never resign.\n"))
    jan.write(2, 11, "", MANAGER)
    jan.write(0, 0, "will never ", EMPLOYEE)
    jan.write(0, 0, "resign", EMPLOYEE)
    assert marks(anna)[:2] == [("resignwill never ", NOBODY), ("I resign.\n", EMPLOYEE)]
    jan.write(19, 0, "will never ", EMPLOYEE)
    assert marks(anna)[1] == ("I will never resign.\n", EMPLOYEE)
    jan.write(19, 0, "will never ", EMPLOYEE)
    assert ("will never ", NOBODY) in marks(anna)


def test_an_update_that_waited_keeps_its_writer(anna: Session, jan: Hostile) -> None:
    first = jan.replica.edit([Splice(0, 0, "Theirs. ", MANAGER)])[1]
    laptop = Replica()
    laptop.apply(jan.replica.document())
    own = laptop.edit([Splice(8, 0, "Mine. ", EMPLOYEE)], {REMARK: "changed"})[1]
    jan.replica.apply(own)
    forged = jan.replica.edit([Splice(8, 0, "I resign. ", EMPLOYEE)])[1]
    anna.sync.receive(own, is_own=True)
    anna.sync.receive(forged)
    anna.sync.receive(first)
    assert [run for run in marks(anna) if "." in run[0]][:3] == [
        ("Theirs. ", MANAGER), ("I resign. ", NOBODY), ("Mine. ", EMPLOYEE),
    ]  # fmt: skip
    assert anna.fields[REMARK] == "changed"


def test_nothing_is_corrected_while_it_is_unknown_who_is_here(anna: Session, jan: Hostile) -> None:
    anna.me = None
    jan.set({REMARK: "changed"})
    assert anna.fields[REMARK] == "changed"


def test_two_programs_that_both_are_a_partner_do_not_fight_for_ever(
    anna: Session, tmp_path: Path
) -> None:
    replica = Replica()
    replica.apply(anna.sync.update_since(Replica().state_vector))
    double = Session.from_replica(tmp_path / "b.json", replica)
    double.me = EMPLOYEE
    queue: list[tuple[SyncEndpoint, bytes]] = []
    anna.sync.subscribe_updates(lambda update: queue.append((double.sync, update)))
    double.sync.subscribe_updates(lambda update: queue.append((anna.sync, update)))
    anna.apply(Answer(ITEM, EMPLOYEE, "changed"))
    anna.apply(Write(0, 0, "Mine."))
    for _ in range(1000):
        if not queue:
            break
        target, update = queue.pop(0)
        with suppress(ReplicaError):
            target.receive(update)
    assert not queue
    assert anna.notes.text.startswith("Mine.")
    told = {*anna.sync.refusals.counts, *double.sync.refusals.counts}
    assert RefusalKind.RECEIVING in told
    double.close()
