"""A set of updates gives what a document of them would, with the writer of each."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import pytest

from afspraak.data.crdt import text_run
from afspraak.data.crdt.admission.structs import decode_update
from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.snapshot import decode_snapshot
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.fields import CREATED_KEY, FieldKey
from afspraak.data.sync.held.update_set import UpdateSet
from afspraak.data.sync.remote import CarriedUpdate, data_of
from afspraak.data.text.splice import Splice

from ....support.counting import calls
from ....support.updates.crafted import Section, collected, plain, string, update, value
from ....support.updates.writer import EMPTY_VECTOR, PANICKING, UpdateWriter

SEEDS = range(12)


Talk = list[CarriedUpdate]
"""What two people wrote, in the order in which they wrote it."""


def _edit(replica: Replica, by: str, random: Random, at: int) -> bytes:
    length = len(replica.notes)
    if random.random() < 0.15:
        key = FieldKey("item", RowId(random.choice("abc")), "state")
        return replica.edit(fields={key: random.choice(("done", "open", "later"))})[1]
    author = MANAGER if by == "mine" else EMPLOYEE
    if length and random.random() < 0.2:
        return replica.edit([Splice(random.randrange(length), 1, "", author)])[1]
    text = random.choice(("a", "é", "😀", "\n"))
    return replica.edit([Splice(min(at, length), 0, text, author)])[1]


def _talk(seed: int) -> Talk:
    """Two people who type at once; each hears of the other now and then."""
    random = Random(seed)
    replicas = {"mine": Replica(11), "theirs": Replica(22)}
    unheard: dict[str, list[bytes]] = {"mine": [], "theirs": []}
    talk: Talk = []
    for _ in range(60):
        by, other = random.choice((("mine", "theirs"), ("theirs", "mine")))
        replica = replicas[by]
        if random.random() < 0.5:
            _apply(unheard[by], replica)
            unheard[by].clear()
        at = random.randint(0, len(replica.notes))
        for step in range(random.choice((1, 1, 8))):
            if data := _edit(replica, by, random, at + step):
                talk.append(CarriedUpdate(data, by == "mine"))
                unheard[other].append(data)
    return talk


def _set_of(updates: Iterable[CarriedUpdate]) -> UpdateSet:
    held = UpdateSet()
    held.add(updates)
    return held


def _apply(updates: Iterable[bytes], replica: Replica | None = None) -> Replica:
    replica = replica or Replica()
    for data in updates:
        replica.receive(data)
    return replica


def _content(replica: Replica) -> tuple[object, ...]:
    assert replica.is_complete
    return list(replica.notes.runs()), dict(replica.fields), decode_snapshot(replica.snapshot)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_session_gets_what_it_lacks_in_fewer_updates(seed: int) -> None:
    talk = _talk(seed)
    document = _content(_apply(data_of(talk)))
    for written in (talk, Random(seed).sample(talk, len(talk))):
        held = _set_of(written)
        for known in range(0, len(talk) + 1, len(talk) // 7):
            session = _apply(data_of(talk[:known]))
            missing = data_of(held.missing(session.state_vector))
            assert len(missing) <= len(talk) - known + 2
            assert _content(_apply(missing, session)) == document


@pytest.mark.parametrize("seed", SEEDS)
def test_its_snapshot_is_that_of_the_document(seed: int) -> None:
    talk = _talk(seed)
    snapshot = decode_snapshot(_set_of(Random(seed).sample(talk, len(talk))).snapshot)
    document = decode_snapshot(_apply(data_of(talk)).snapshot)
    assert snapshot.clocks_by_client == document.clocks_by_client
    # Of two values that were set at once, a document deletes one by itself.
    assert not snapshot.difference(document)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_condensed_needs_nothing_that_needs_it(seed: int) -> None:
    talk = _talk(seed)
    own = [data for data, is_own in talk if is_own]
    others = [data for data, is_own in talk if not is_own]
    condensed = _set_of(Random(seed).sample(talk, len(talk))).condensed()
    assert len(condensed) < len(own) / 2
    document = _content(_apply(data_of(talk)))
    for updates in ([*condensed, *others], [*others, *condensed], [*others, *reversed(condensed)]):
        assert _content(_apply(updates)) == document
    again = _set_of([CarriedUpdate(data, True) for data in condensed])
    again.add(CarriedUpdate(data) for data in others)
    assert again.snapshot == _set_of(talk).snapshot


def test_text_before_and_after_an_answer_stays_apart() -> None:
    mine, theirs = Replica(11), Replica(22)
    first = mine.edit([Splice(0, 0, "question ", MANAGER)])[1]
    theirs.receive(first)
    answer = theirs.edit([Splice(9, 0, "answer ", EMPLOYEE)])[1]
    mine.receive(answer)
    second = mine.edit([Splice(16, 0, "thanks", MANAGER)])[1]
    talk = [CarriedUpdate(first, True), CarriedUpdate(answer), CarriedUpdate(second, True)]
    assert len(_set_of(talk).condensed()) == 2
    assert len(_set_of([talk[0], talk[2]]).condensed()) == 2


def test_updates_that_overlap_stay_apart() -> None:
    writer = UpdateWriter()
    first = writer.write("first ")
    writer.write("second ")
    talk = [CarriedUpdate(data, True) for data in (first, writer.replica.document())]
    condensed = _set_of(talk).condensed()
    assert _apply(condensed).notes.text == _apply(reversed(condensed)).notes.text == "first second "


def test_a_part_of_a_client_that_another_wrote_in_between_is_waited_for() -> None:
    question = update(Section(5, 0, [string("a")]))
    answer = update(Section(6, 0, [string("b", (5, 0))]))
    after = update(Section(6, 1, [value("item/a/state", plain("done"))]))
    talk = [CarriedUpdate(question, True), CarriedUpdate(answer), CarriedUpdate(after, True)]
    assert _apply([*_set_of(talk).condensed(), answer]).is_complete


def test_text_with_another_text_to_its_right_is_another_run() -> None:
    right = [string("z"), string("a", None, (1, 0)), string("b", (1, 1))]
    keys = [update(Section(1, clock, [part])) for clock, part in enumerate(right)]
    missing = data_of(_set_of(map(CarriedUpdate, keys)).missing(EMPTY_VECTOR))
    assert _apply(missing).document() == _apply(keys).document()


@pytest.mark.parametrize("seed", SEEDS)
def test_own_updates_come_first_and_each_has_its_writer(seed: int) -> None:
    talk = _talk(seed)
    held = UpdateSet()
    for written in Random(seed).sample(talk, len(talk)):
        held.add([written])
    writers = {11: True, 22: False}
    missing = held.missing(EMPTY_VECTOR)
    assert [sent.is_own for sent in missing] == sorted(
        (sent.is_own for sent in missing), reverse=True
    )
    for data, is_own in missing:
        assert {writers[client] for client in decode_update(data).clients} <= {is_own}


def test_a_copy_that_another_relays_does_not_replace_the_own_one() -> None:
    mine, theirs = UpdateWriter(), UpdateWriter()
    own, answer = mine.write("mine"), theirs.write("theirs")
    relayed = [CarriedUpdate(data) for data in (own, answer)]
    expected = [CarriedUpdate(own, True), CarriedUpdate(answer)]
    assert _set_of([*relayed, expected[0]]).missing(EMPTY_VECTOR) == expected
    assert _set_of([*expected, *expected]).missing(EMPTY_VECTOR) == expected
    later = _set_of(relayed)
    later.add(expected[:1])
    assert later.missing(EMPTY_VECTOR)[0] == expected[0]


def test_an_own_update_is_kept_beside_anothers_with_its_clocks() -> None:
    forged = update(Section(11, 0, [string("forged")]))
    own = update(Section(11, 0, [string("honest")]))
    held = _set_of([CarriedUpdate(forged), CarriedUpdate(own, True)])
    assert held.missing(EMPTY_VECTOR) == [CarriedUpdate(own, True)]
    held = _set_of([CarriedUpdate(forged)])
    held.add([CarriedUpdate(own, True)])
    assert held.missing(EMPTY_VECTOR)[0] == CarriedUpdate(own, True)


def test_what_waits_is_sent_along() -> None:
    writer = UpdateWriter()
    first, lost, last = (writer.write(text) for text in ("one ", "two ", "three "))
    held = _set_of([CarriedUpdate(first), CarriedUpdate(last)])
    assert held.snapshot != writer.replica.snapshot
    missing = data_of(held.missing(EMPTY_VECTOR))
    assert _apply([*missing, lost]).notes.text == "one two three "
    held.add([CarriedUpdate(lost)])
    assert held.snapshot == writer.replica.snapshot


def test_hostile_updates_are_left_out() -> None:
    writer = UpdateWriter()
    honest = writer.write("honest")
    hostile = (
        b"",
        b"rubbish",
        PANICKING,
        update(Section(3, 0, [collected(2**31)])),
        update(Section(4, 0, [value("unknown/a/text", plain("a"))])),
    )
    held = _set_of(map(CarriedUpdate, (*hostile, honest, *hostile)))
    first, *refused = data_of(held.missing(EMPTY_VECTOR))
    assert first == honest
    assert refused == list(hostile), "each once, for the session to refuse"
    assert held.snapshot == writer.replica.snapshot


def test_another_conversation_is_left_out() -> None:
    ours, stranger = (
        Replica().edit(fields={CREATED_KEY: time})[1]
        for time in ("2026-01-02T03:04:05", "2026-02-03T04:05:06")
    )
    for is_own in (True, False):
        held = _set_of([CarriedUpdate(ours, True), CarriedUpdate(stranger, is_own)])
        assert data_of(held.missing(EMPTY_VECTOR)) == [ours]


def test_a_long_text_in_keys_is_sent_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_run, "MAX_RUN_BYTES", 100)
    writer = UpdateWriter()
    keys = [writer.write("é😀a"[number % 3]) for number in range(300)]
    held = _set_of(map(CarriedUpdate, keys))
    for known in (0, 1, 2, 3, 50, 150, 299):
        session = _apply(keys[:known])
        missing = data_of(held.missing(session.state_vector))
        assert len(missing) <= 12
        assert sum(map(len, missing)) < 4 * (300 - known) + 40 * len(missing)
        assert _apply(missing, session).notes.text == writer.replica.notes.text


def test_a_log_costs_what_its_length_does() -> None:
    def cost(length: int) -> int:
        replica, talk = Replica(), list[CarriedUpdate]()
        for number in range(length):
            deletes = 1 if number % 5 == 4 else 0
            splice = Splice(number // 2, deletes, "" if deletes else "a", MANAGER)
            talk.append(CarriedUpdate(replica.edit([splice])[1], True))

        def answer() -> None:
            held = _set_of(talk)
            held.missing(EMPTY_VECTOR)
            held.condensed()

        return calls(answer)

    assert cost(800) < 5 * cost(200)
