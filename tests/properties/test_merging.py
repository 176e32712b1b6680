"""Two copies with any changes merge into one conversation in either direction."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import (
    AddAgreement,
    Answer,
    Change,
    Delete,
    FieldEdit,
    Rate,
    Tick,
    Write,
)
from afspraak.data.model.fields import FieldKey, Value
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.sync.merge_file import MergeResult, merge

from ..support.amount import tries
from ..support.conversations.copies import content, copied

TEXTS = st.sampled_from(["", "a", "één", "😀 x", "two words"])
FIELDS: st.SearchStrategy[FieldEdit] = st.one_of(
    st.builds(Tick, st.just("went-well"), st.sampled_from(("open", "done", "parked"))),
    st.builds(Rate, st.just("cooperation"), st.just("manager"),
              st.sampled_from(("mastered", "growing"))),
    st.builds(Answer, st.sampled_from(("went-well", "goals")), st.just("manager"), TEXTS),
    st.builds(
        Change,
        st.just("agreement"),
        st.sampled_from(("a1", "a2")),
        st.fixed_dictionaries(
            {}, optional={"due": st.sampled_from(("2027-03-31", "2027-04-30", "")), "owner": TEXTS}
        ),
    ),
    st.builds(Delete, st.just("agreement"), st.sampled_from(("a1", "a2"))),
    st.builds(Change, st.just("agreement"), st.just("a2"), st.just({"deleted": False})),
    st.builds(Change, st.just("header"), values=st.fixed_dictionaries({}, optional={
        "goals": TEXTS, "minutes": st.integers(30, 32)})),
)  # fmt: skip


class Typed(NamedTuple):
    """A text written at a position in the notes, and the number of deleted code points there."""

    place: int
    out: int
    text: str


WRITES = st.builds(
    Typed, st.integers(0, 60), st.integers(0, 6), st.sampled_from(("x", "é\n", "😀", " w ", "\n"))
)
DOINGS = st.lists(FIELDS | WRITES, max_size=10)


class Done(NamedTuple):
    """The changes of one copy."""

    fields: dict[FieldKey, Value]
    """The changed fields -> their final values."""
    words: list[str]
    """The own words of this copy that are in the notes at the end."""


def carry_out(path: Path, doings: Sequence[FieldEdit | Typed], mark: str) -> Done:
    """Apply all changes to one copy. Each written text has a mark by which it is found."""
    session = Session.open(path)
    changed: set[FieldKey] = set()
    for number, doing in enumerate(doings):
        if isinstance(doing, Typed):
            start = min(doing.place, len(session.notes))
            session.apply(Write(start, doing.out, f"{doing.text}<{mark}{number}>"))
        else:
            before = dict(session.fields)
            session.apply(doing)
            changed |= {key for key, value in session.fields.items() if value != before.get(key)
                        or key not in before}  # fmt: skip
    fields = {key: session.fields[key] for key in changed}
    words = re.findall(rf"<{mark}\d+>", session.notes.text)
    session.close()
    return Done(fields, words)


def told(merged: MergeResult) -> dict[str, set[Value]]:
    """The conflicts: key -> both values."""
    return {
        f"{one.table}/{one.id}/{one.attribute}": {one.here, one.copy}
        for one in merged.shared.conflicts
    }


def try_merging(
    folder: Path,
    before: Sequence[FieldEdit | Typed],
    here: Sequence[FieldEdit | Typed],
    there: Sequence[FieldEdit | Typed],
) -> None:
    path = folder / "anna.json"
    conversation = build_conversation(
        NewConversation("manager", "Jan Bakker", "Anna de Vries", language="nl")
    )
    session = Session.create(path, conversation, me=MANAGER)
    session.apply(Write(0, 0, "first line\nsecond line\nthird line\n"))
    for name in (RowId("a1"), RowId("a2")):
        session.apply(AddAgreement(Agreement(name, text=name, order=name)))
    session.close()
    carry_out(path, before, "b")
    copy = copied(path, "copy.json")
    mine, theirs = carry_out(path, here, "m"), carry_out(copy, there, "t")
    ours = copied(path, "ours.json")
    one, two = merge(path, copy), merge(copy, ours)
    # The same conversation on either side, whatever the order.
    assert content(path) == content(copy)
    assert one.has_changes or content(path) == content(ours)
    fields, lines = content(path)
    text = "\n".join(line for line, _ in lines)
    for word in (*mine.words, *theirs.words):
        assert text.count(word) == 1
    for key in mine.fields.keys() | theirs.fields.keys():
        sides = [done.fields[key] for done in (mine, theirs) if key in done.fields]
        assert fields[key] in sides
    # Told is exactly what both changed, to different values.
    disagree = {
        key: {mine.fields[key], theirs.fields[key]}
        for key in mine.fields.keys() & theirs.fields.keys()
        if mine.fields[key] != theirs.fields[key]
    }
    assert told(one) == told(two) == disagree
    for conflict in one.shared.conflicts:
        key = FieldKey(conflict.table, conflict.id, conflict.attribute)
        assert fields[key] == (conflict.here if conflict.stays == "here" else conflict.copy)
    assert not merge(path, copy).has_changes
    assert not merge(path, ours).has_changes


@settings(max_examples=tries(60), deadline=None)
@given(before=DOINGS, here=DOINGS, there=DOINGS)
def test_two_copies_merge_and_conflicts_are_reported(
    before: list[FieldEdit | Typed], here: list[FieldEdit | Typed], there: list[FieldEdit | Typed]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try_merging(Path(folder), before, here, there)
