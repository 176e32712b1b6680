"""Undo and redo change nobody's author marks: what returns is by whoever it was by."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, PartnerId
from afspraak.data.text.splice import Splice

LETTERS = {MANAGER: "abc", EMPLOYEE: "xyz", NOBODY: "-"}
"""What each types, and nobody else does."""
PLACES = st.integers(0, 30)
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("write"),
            st.sampled_from([0, 1]),
            st.lists(
                st.tuples(PLACES, st.integers(0, 4), st.text("123\n", max_size=4)),
                min_size=1,
                max_size=3,
            ),
            st.booleans(),
            st.booleans(),
        ),
        st.tuples(st.sampled_from(["undo", "redo"]), st.sampled_from([0, 1])),
    ),
    max_size=30,
)


class Pair:
    """A replica of each partner; one has at once what the other writes."""

    def __init__(self) -> None:
        self.replicas = Replica(1), Replica(2)

    def send(self, number: int, update: bytes) -> None:
        if update:
            self.replicas[1 - number].apply(update)

    def write(self, number: int, start: int, deleted: int, text: str, by: PartnerId) -> None:
        self.send(number, self.replicas[number].edit([Splice(start, deleted, text, by)])[1])

    def undo(self, number: int) -> None:
        self.send(number, self.replicas[number].undo()[1])

    def redo(self, number: int) -> None:
        self.send(number, self.replicas[number].redo()[1])

    @property
    def runs(self) -> list[tuple[str, PartnerId]]:
        """The runs that both have, on the screen and in the document."""
        first, second = self.replicas
        runs = list(first.notes.runs())
        assert runs == list(second.notes.runs())
        again = Replica(3)
        again.apply(first.document())
        assert list(again.notes.runs()) == runs
        return runs


def splices(length: int, parts: list[tuple[int, int, str]], by: PartnerId) -> list[Splice]:
    """Return splices that are within a text of this length."""
    made = []
    for place, most, digits in parts:
        start = min(place, length)
        deleted = min(most, length - start)
        letters = LETTERS[by]
        text = "".join(
            "\n" if digit == "\n" else letters[int(digit) % len(letters)] for digit in digits
        )
        made.append(Splice(start, deleted, text, by))
        length += len(text) - deleted
    return made


@settings(max_examples=100, deadline=None)
@given(STEPS)
def test_all_text_stays_in_the_name_of_its_writer(steps: list[tuple[object, ...]]) -> None:
    pair = Pair()
    for step in steps:
        match step:
            case "write", int(number), list(parts), bool(is_theirs), bool(boundary):
                replica = pair.replicas[number]
                by = (MANAGER, EMPLOYEE)[number] if is_theirs else NOBODY
                made = splices(len(replica.notes), parts, by)
                pair.send(number, replica.edit(made, boundary=boundary)[1])
            case "undo", int(number):
                pair.undo(number)
            case "redo", int(number):
                pair.redo(number)
        for text, by in pair.runs:
            assert set(text) <= {*LETTERS[by], "\n"}, (text, by)


def test_text_that_the_other_wrote_within_an_undone_one_stays_theirs() -> None:
    pair = Pair()
    pair.write(0, 0, 0, "before after", MANAGER)
    pair.write(0, 7, 0, "in between ", MANAGER)
    pair.write(1, 10, 0, "THEIRS ", EMPLOYEE)
    pair.undo(0)
    assert pair.runs == [("before ", MANAGER), ("THEIRS ", EMPLOYEE), ("after", MANAGER)]
    pair.redo(0)
    assert {text for text, by in pair.runs if by == EMPLOYEE} == {"THEIRS "}


def test_text_that_is_redone_beside_that_of_the_other_has_its_writer() -> None:
    pair = Pair()
    pair.write(0, 0, 0, "mine", MANAGER)
    pair.undo(0)
    pair.write(1, 0, 0, "THEIRS", EMPLOYEE)
    pair.redo(0)
    assert sorted(pair.runs) == [("THEIRS", EMPLOYEE), ("mine", MANAGER)]
