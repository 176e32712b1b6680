"""Two sessions of one partner and a hostile program of the other, in any order of delivery."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, RowId
from afspraak.data.model.edits import Answer, Write
from afspraak.data.model.fields import FieldKey
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.text.splice import Splice

ITEM = RowId("goals")
REMARK = FieldKey("item", ITEM, f"remark/{EMPLOYEE}")
AUTHORS = st.sampled_from([EMPLOYEE, MANAGER, NOBODY])
PLACES = st.integers(0, 30)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("type"), st.sampled_from([0, 1]), PLACES, st.sampled_from(["ab", "é"])),
        st.tuples(st.just("answer"), st.sampled_from([0, 1])),
        st.tuples(st.sampled_from(["undo", "redo"]), st.sampled_from([0, 1])),
        st.tuples(st.sampled_from(["undo there", "redo there"])),
        st.tuples(st.just("forge"), PLACES, st.sampled_from(["X", "YZ😀"]), AUTHORS),
        st.tuples(st.just("mark"), PLACES, st.integers(1, 5), AUTHORS),
        st.tuples(st.just("delete"), PLACES, st.integers(1, 3)),
        st.tuples(st.just("answer for"), st.sampled_from(["forged", "also"])),
        st.tuples(st.just("deliver"), st.integers(0, 2), st.integers(1, 4)),
    ),
    max_size=25,
)


class Room:
    """The three programs, and what each has not received yet: update, and whose it is."""

    def __init__(self, folder: Path) -> None:
        conversation = build_conversation(NewConversation("manager", "Jan", "Anna"))
        first = Session.create(folder / "a.json", conversation, me=EMPLOYEE)
        first.merge_text("", by=NOBODY)
        replica = Replica()
        replica.apply(first.sync.update_since(Replica().state_vector))
        second = Session.from_replica(folder / "b.json", replica)
        second.me = second.writer = EMPLOYEE
        self.own = [first, second]
        self.hostile = Replica()
        self.hostile.apply(first.sync.update_since(Replica().state_vector))
        self.waiting: list[list[tuple[bytes, bool]]] = [[], [], []]
        self.answers = {"", str(first.fields.get(REMARK, ""))}
        for number, session in enumerate(self.own):
            session.sync.subscribe_updates(partial(self.sent, number))

    def sent(self, sender: int, update: bytes) -> None:
        for number in range(3):
            if number != sender and update:
                self.waiting[number].append((update, sender < 2))

    def deliver(self, number: int, count: int) -> None:
        for _ in range(min(count, len(self.waiting[number]))):
            update, is_own = self.waiting[number].pop(0)
            if number == 2:
                self.hostile.apply(update)
            else:
                self.own[number].sync.receive(update, is_own=is_own)

    def play(self, step: tuple[object, ...]) -> None:
        match step:
            case "type", int(number), int(place), str(text):
                session = self.own[number]
                session.apply(Write(min(place, len(session.notes)), 0, text))
            case "answer", int(number):
                text = f"mine {len(self.answers)}"
                self.answers.add(text)
                self.own[number].apply(Answer(ITEM, EMPLOYEE, text))
            case "undo", int(number):
                self.own[number].undo()
            case "redo", int(number):
                self.own[number].redo()
            case ("undo there",):
                self.sent(2, self.hostile.undo()[1])
            case ("redo there",):
                self.sent(2, self.hostile.redo()[1])
            case "forge", int(place), str(text), author:
                start = min(place, len(self.hostile.notes))
                self.sent(2, self.hostile.edit([Splice(start, 0, text, author)])[1])  # type: ignore[arg-type]
            case "mark", int(place), int(length), author:
                end = min(place + length, len(self.hostile.notes))
                if end > place:
                    self.sent(2, self.hostile.correct([(place, end, author)], {})[1])  # type: ignore[list-item]
            case "delete", int(place), int(length):
                start = min(place, len(self.hostile.notes))
                self.sent(2, self.hostile.edit([Splice(start, length, "")])[1])
            case "answer for", str(text):
                self.sent(2, self.hostile.edit((), {REMARK: text})[1])
            case "deliver", int(number), int(count):
                self.deliver(number, count)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_a_partner_keeps_their_name_and_all_programs_agree(steps: list[tuple[object, ...]]) -> None:
    with TemporaryDirectory() as folder:
        room = Room(Path(folder))
        with closing(room.own[0]), closing(room.own[1]):
            for step in steps:
                room.play(step)
            for _ in range(200):
                for number in range(3):
                    room.deliver(number, 100)
            assert not any(room.waiting), "they go on for ever"
            shown = [(dict(s.fields), list(s.notes.runs())) for s in room.own]
            shown.append((dict(room.hostile.fields), list(room.hostile.notes.runs())))
            assert shown[0] == shown[1] == shown[2]
            for text, by in room.own[0].notes.runs():
                assert by != EMPLOYEE or not set(text) & set("XYZ😀"), "a forged text"
            assert str(room.own[0].fields.get(REMARK, "")) in room.answers
