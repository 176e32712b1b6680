"""What harms the CRDT library harms a process of the quarantine, and never the document."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator

import pytest

from afspraak.data.crdt import replica as replica_module
from afspraak.data.crdt.quarantine import process
from afspraak.data.crdt.quarantine.bounds import MAX_CULPRITS
from afspraak.data.crdt.quarantine.process import QuarantineProcess
from afspraak.data.crdt.quarantine.quarantine import (
    HarmfulUpdate,
    Quarantine,
    QuarantineUnavailable,
    ReceivingEnded,
)
from afspraak.data.crdt.quarantine.state import QuarantineState
from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.replica_errors import ReplicaError, UnrelatedUpdate
from afspraak.data.ids import EMPLOYEE
from afspraak.data.model.fields import CREATED_KEY
from afspraak.data.text.splice import Splice

from ....support.updates.harmful import CRASH, FUTURE_ORIGIN, HARMFUL, NESTED, wrapped_clock
from ....support.updates.passing import Receiver, other_of, receiver
from ....support.updates.unguarded import (
    BOMB,
    FORGET,
    HANG,
    KILLED,
    LATE,
    LOOP,
    VANISH,
    PendingUpdates,
    unguarded_process,
)


@pytest.fixture
def guarded() -> Iterator[Receiver]:
    """A replica behind the quarantine of the program."""
    with receiver() as receiving:
        yield receiving


@pytest.fixture
def unguarded() -> Iterator[Receiver]:
    """A replica behind a quarantine that lacks admission."""
    with receiver(unguarded_process) as receiving:
        yield receiving


def test_what_is_good_is_taken_in_order(guarded: Receiver) -> None:
    updates = other_of(guarded.replica, ["c", "b", "a"])
    guarded.receive(*updates)
    assert guarded.taken == updates
    assert guarded.text == "abchello"
    assert len(guarded.processes) == 1


def test_what_admission_refuses_does_not_end_the_process(guarded: Receiver) -> None:
    (good,) = other_of(guarded.replica, ["a"])
    guarded.receive(*HARMFUL.values(), good)
    assert [update for update, _ in guarded.refused] == list(HARMFUL.values())
    assert not any(isinstance(error, HarmfulUpdate) for _, error in guarded.refused)
    assert guarded.text == "ahello"
    assert len(guarded.processes) == 1


def test_another_conversation_is_told_apart(guarded: Receiver) -> None:
    guarded.replica.edit((), {CREATED_KEY: "2026-12-03T10:00:00"})
    guarded.receive(Replica().edit((), {CREATED_KEY: "2026-12-04T10:00:00"})[1])
    ((_, error),) = guarded.refused
    assert isinstance(error, UnrelatedUpdate)


@pytest.mark.parametrize("update", [*HARMFUL.values(), LOOP, BOMB, VANISH, FORGET],
                         ids=[*HARMFUL, "loop", "bomb", "vanish", "forget"])  # fmt: skip
def test_harm_stays_in_the_process(unguarded: Receiver, update: bytes) -> None:
    before = unguarded.replica.document()
    unguarded.receive(update)
    ((_, error),) = unguarded.refused
    assert isinstance(error, HarmfulUpdate)
    assert unguarded.replica.document() == before
    unguarded.receive(*other_of(unguarded.replica, ["more "]))
    assert unguarded.text == "more hello"


def test_harm_that_shows_after_an_answer_is_not_blamed_on_the_next_update(
    unguarded: Receiver,
) -> None:
    unguarded.receive(LATE)
    unguarded.receive(*other_of(unguarded.replica, ["a"]))
    assert not unguarded.refused
    assert unguarded.text == "ahello"
    assert len(unguarded.processes) == 2


def test_a_clock_that_is_turned_back_is_refused(unguarded: Receiver) -> None:
    unguarded.receive(wrapped_clock(unguarded.replica))
    ((_, error),) = unguarded.refused
    assert isinstance(error, HarmfulUpdate)
    unguarded.write(" world")
    reopened = Replica()
    reopened.apply(unguarded.replica.document())
    assert reopened.notes.text == "hello world"


def test_a_crash_that_two_updates_cause_together_never_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Without any admission, the library would let the first one wait, where no copy has it.
    monkeypatch.setattr(replica_module, "PendingUpdates", PendingUpdates)
    with receiver(unguarded_process) as receiving:
        receiving.receive(FUTURE_ORIGIN)
        receiving.receive(CRASH)
        receiving.receive(*other_of(receiving.replica, ["a"]))
        assert [update for update, _ in receiving.refused] == [FUTURE_ORIGIN, CRASH]
        assert receiving.text == "ahello"


def test_of_many_updates_only_the_harmful_one_is_refused(unguarded: Receiver) -> None:
    good = other_of(unguarded.replica, ["d", "c", "b", "a"])
    unguarded.receive(*good[:2], NESTED, *good[2:])
    assert [update for update, _ in unguarded.refused] == [NESTED]
    assert unguarded.taken == good
    assert unguarded.text == "abcdhello"


def test_a_process_that_is_killed_between_two_questions_is_replaced(guarded: Receiver) -> None:
    first, second = other_of(guarded.replica, ["b", "a"])
    guarded.receive(first)
    os.kill(guarded.processes[0].pid, signal.SIGKILL)
    guarded.receive(second)
    assert guarded.text == "abhello"
    assert guarded.refused == []


def test_an_update_during_which_the_process_was_killed_is_tried_again() -> None:
    kinds = [unguarded_process, QuarantineProcess]

    def start() -> QuarantineProcess:
        return kinds.pop(0)()

    with receiver(start) as receiving:
        receiving.receive(KILLED)
        assert len(receiving.processes) == 2
        ((_, error),) = receiving.refused
        assert not isinstance(error, HarmfulUpdate), "the second process refuses it as no update"


def test_a_process_that_does_not_answer_is_given_up(
    unguarded: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    unguarded.receive(*other_of(unguarded.replica, ["a"]))
    monkeypatch.setattr(process, "wall_seconds", lambda _: 1.0)
    unguarded.receive(HANG)
    ((_, error),) = unguarded.refused
    assert isinstance(error, HarmfulUpdate)
    assert unguarded.text == "ahello"


def test_after_too_much_harm_nothing_more_is_tried(unguarded: Receiver) -> None:
    harmful = [NESTED + bytes(number) for number in range(MAX_CULPRITS)]
    (good,) = other_of(unguarded.replica, ["a"])
    unguarded.receive(*harmful, good)
    assert [type(error) for _, error in unguarded.refused] == [
        *[HarmfulUpdate] * MAX_CULPRITS,
        ReceivingEnded,
    ]
    started = len(unguarded.processes)
    unguarded.receive(good)
    assert unguarded.text == "hello"
    assert len(unguarded.processes) == started
    assert unguarded.quarantine.state is QuarantineState.EXHAUSTED


def test_what_the_session_writes_is_in_the_copy_too(guarded: Receiver) -> None:
    guarded.receive(*other_of(guarded.replica, ["b"]))
    guarded.write(" world")
    other = Replica()
    other.apply(guarded.replica.document())
    (_, after) = other.edit([Splice(len(other.notes), 0, "!", EMPLOYEE)])
    guarded.receive(after)
    assert guarded.text == "bhello world!"
    assert len(guarded.processes) == 1, "the copy agreed with the document"


def test_what_waits_is_in_the_next_copy_too(guarded: Receiver) -> None:
    first, second = other_of(guarded.replica, ["b", "a"])
    guarded.receive(second)
    os.kill(guarded.processes[0].pid, signal.SIGKILL)
    guarded.receive(first)
    assert guarded.text == "abhello"
    assert len(guarded.processes) == 2, "the copy has all that the document has"


def test_a_copy_that_went_its_own_way_is_replaced(guarded: Receiver) -> None:
    first, second = other_of(guarded.replica, ["b", "a"])
    guarded.quarantine.pass_through([first], lambda _: None, _fail)
    guarded.receive(first, second)
    assert guarded.text == "abhello"
    assert len(guarded.processes) == 2


def _fail(_: int, error: ReplicaError) -> None:
    raise error


def test_without_a_process_nothing_is_taken_until_there_is_one() -> None:
    replica = Replica()
    (good,) = other_of(replica, ["a"])
    clock = [0.0]
    tries: list[Callable[[], QuarantineProcess]] = [_cannot_start, _cannot_start, QuarantineProcess]

    def start() -> QuarantineProcess:
        return tries.pop(0)()

    quarantine = Quarantine(replica, start, lambda: clock[0])

    def receive() -> None:
        quarantine.pass_through([good], lambda _: taken.append(good), _fail)

    taken: list[bytes] = []
    for moment, left in ((0.0, 2), (0.4, 2), (0.6, 1), (1.2, 1)):
        clock[0] = moment
        with pytest.raises(QuarantineUnavailable):
            receive()
        assert len(tries) == left
    clock[0] = 2.0
    may_retry = [quarantine.may_retry]
    receive()
    assert taken == [good]
    assert [*may_retry, quarantine.may_retry] == [True, False]
    quarantine.close()


def _cannot_start() -> QuarantineProcess:
    raise OSError(12, "Cannot allocate memory")


def test_a_process_that_ends_at_once_is_no_fault_of_the_update() -> None:
    with receiver(lambda: QuarantineProcess("afspraak.no_such_module")) as receiving:
        (good,) = other_of(receiving.replica, ["a"])
        with pytest.raises(QuarantineUnavailable):
            receiving.receive(good)
        assert receiving.refused == []
