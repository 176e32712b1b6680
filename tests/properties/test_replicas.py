"""Replicas converge for any order of updates."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import NOBODY, PartnerId, RowId
from afspraak.data.model.fields import FieldKey, Fields
from afspraak.data.model.notes import Notes
from afspraak.data.text.splice import Splice

PIECES = st.sampled_from(
    ["a", "ë", "😀", "e\u0301", "中文", "שלום", "\n", "👩‍👩‍👧", "x y\nz", "", "🇳🇱", "\u200d", "[x]"]
)
EDITS = st.lists(
    st.tuples(
        st.integers(0, 2),  # which replica
        st.one_of(
            st.tuples(st.just("write"), st.integers(0, 40), st.integers(0, 5), PIECES),
            st.tuples(
                st.just("set"),
                st.sampled_from(["item/a/state", "agreement/b/text", "header/-/minutes"]),
                st.one_of(st.text(max_size=3), st.integers(-5, 5), st.booleans()),
                st.just(""),
            ),
            st.tuples(st.sampled_from(["undo", "redo"]), st.just(0), st.just(0), st.just("")),
            st.tuples(st.just("meet"), st.integers(0, 2), st.just(0), st.just("")),
        ),
    ),
    max_size=40,
)


def _apply_to_plain(text: str, splices: tuple[Splice, ...]) -> str:
    for start, deleted, piece, _ in splices:
        text = text[:start] + piece + text[start + deleted :]
    return text


@settings(max_examples=150, deadline=None)
@given(edits=EDITS, order=st.randoms(use_true_random=False))
def test_replicas_converge_in_any_order(edits: list, order) -> None:  # type: ignore[type-arg, no-untyped-def]
    replicas = [Replica(client) for client in (1, 2, 3)]
    updates: list[list[bytes]] = [[], [], []]
    plain = ["", "", ""]
    for who, (kind, first, second, piece) in edits:
        replica = replicas[who]
        if kind == "meet":
            for update in updates[first]:
                changes = replica.apply(update)
                plain[who] = _apply_to_plain(plain[who], tuple(changes.splices))
            continue
        if kind == "write":
            start = min(first, len(replica.notes))
            deleted = min(second, len(replica.notes) - start)
            changes, update = replica.edit([Splice(start, deleted, piece, PartnerId(f"p{who}"))])
        elif kind == "set":
            changes, update = replica.edit((), {FieldKey.parse(first): second})
        else:
            changes, update = replica.undo() if kind == "undo" else replica.redo()
        plain[who] = _apply_to_plain(plain[who], tuple(changes.splices))
        if update:
            updates[who].append(update)
        # What the notice tells is what happened, in code points.
        assert plain[who] == replica.notes.text
    everything = [update for sent in updates for update in sent]
    late = [Replica(client) for client in (11, 12, 13)]
    for copies, replica in zip((2, 2, 2, 1, 1, 1), [*replicas, *late], strict=True):
        shuffled = everything * copies
        order.shuffle(shuffled)
        for update in shuffled:
            replica.apply(update)
    first_one = replicas[0]
    for replica in [*replicas[1:], *late]:
        assert replica.notes.text == first_one.notes.text
        assert list(replica.notes.note_lines()) == list(first_one.notes.note_lines())
        assert dict(replica.fields) == dict(first_one.fields)
    again = Replica(9)
    again.apply(first_one.document())
    assert list(again.notes.note_lines()) == list(first_one.notes.note_lines())
    assert dict(again.fields) == dict(first_one.fields)


@settings(max_examples=200, deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.integers(0, 60),
            st.integers(0, 10),
            PIECES,
            st.sampled_from([PartnerId("m"), PartnerId("e"), NOBODY]),
        ),
        max_size=30,
    )
)
def test_notes_are_a_text_with_an_author_for_every_character(
    steps: list[tuple[int, int, str, PartnerId]],
) -> None:
    notes = Notes()
    text, authors = "", ""
    for wanted, length, piece, by in steps:
        start = min(wanted, len(text))
        deleted = min(length, len(text) - start)
        notes.splice(Splice(start, deleted, piece, by))
        text = text[:start] + piece + text[start + deleted :]
        mark = by or "-"
        authors = authors[:start] + mark * len(piece) + authors[start + deleted :]
        assert notes.text == text
        assert len(notes) == len(text)
        assert notes.utf8_offset(start) == len(text[:start].encode())
        assert notes.position_at_utf8(notes.utf8_offset(start)) == start
    for position in range(len(text) + 1):
        assert notes.position(*notes.location(position)) == position
        offset = len(text[:position].encode())
        assert notes.utf8_offset(position) == offset
        assert notes.position_at_utf8(offset) == position
    assert "".join(piece for piece, _ in notes.runs()) == text
    position = 0
    for number, line in enumerate(text.split("\n")):
        here = authors[position : position + len(line)]
        position += len(line) + 1
        written = here.replace("-", "")
        expected = max(written, key=written.count, default="")
        assert written.count(notes.author(number) or "-") == written.count(expected or "-")


def _set(fields: Fields) -> Replica:
    replica = Replica()
    replica.edit((), fields)
    return replica


def test_undo_reverts_only_own_changes_of_text_and_fields() -> None:
    mine, theirs = Replica(1), Replica(2)
    _, first = mine.edit([Splice(0, 0, "ëën", PartnerId("m"))])
    _, second = mine.edit((), {FieldKey("item", RowId("a"), "state"): "done"})
    for update in (first, second):
        theirs.apply(update)
    _, other = theirs.edit(
        [Splice(3, 0, " twee", PartnerId("e"))], {FieldKey("item", RowId("b"), "state"): "done"}
    )
    mine.apply(other)
    mine.undo()
    assert "item/a/state" not in mine.fields
    assert mine.fields[FieldKey("item", RowId("b"), "state")] == "done"
    mine.undo()
    assert mine.notes.text == " twee"
    assert mine.undo_steps == 0
    mine.redo()
    mine.redo()
    assert mine.notes.text == "ëën twee"
    assert mine.notes.author(0) == "e"
    assert mine.fields[FieldKey("item", RowId("a"), "state")] == "done"


def test_continuous_typing_is_one_undo_step_until_a_boundary() -> None:
    replica = Replica()
    for position, letter in enumerate("abc"):
        replica.edit([Splice(position, 0, letter, PartnerId("m"))], boundary=position == 0)
    replica.edit([Splice(3, 0, " d", PartnerId("m"))], boundary=True)
    assert replica.undo_steps == 2
    replica.undo()
    assert replica.notes.text == "abc"
    replica.undo()
    assert replica.notes.text == ""


UNDOING = st.one_of(
    st.tuples(st.just("write"), st.integers(0, 9), st.booleans(), st.booleans()),
    st.tuples(st.just("erase"), st.integers(0, 9), st.booleans(), st.booleans()),
    st.tuples(st.just("set"), st.integers(0, 2), st.booleans(), st.booleans()),
    st.tuples(
        st.sampled_from(["undo", "redo", "receive"]),
        st.integers(0, 9),
        st.booleans(),
        st.booleans(),
    ),
)


@given(st.lists(UNDOING, max_size=25))
def test_the_undo_count_matches_the_library(
    doings: list[tuple[str, int, bool, bool]],
) -> None:
    mine, other = Replica(1), Replica(2)
    for what, place, boundary, undoable in doings:
        length = len(mine.notes)
        start = min(place, length)
        if what == "write":
            mine.edit([Splice(start, 0, "x", PartnerId("m"))], boundary=boundary, undoable=undoable)
        elif what == "erase":
            splices = [Splice(start, min(1, length - start), "")]
            mine.edit(splices, boundary=boundary, undoable=undoable)
        elif what == "set":
            # The library panics where a field is undone across a tidying of it by oneself. What
            # is tidied is what came from elsewhere: another field than those one has just set.
            key = FieldKey("header", RowId("-"), "minutes" if undoable else "job")
            mine.edit((), {key: place}, boundary=boundary, undoable=undoable)
        elif what == "undo":
            mine.undo()
        elif what == "redo":
            mine.redo()
        else:
            end = len(other.notes)
            mine.apply(other.edit([Splice(min(place, end), min(1, end), "y", PartnerId("e"))])[1])
        assert mine.undo_steps == len(mine._undo_history._stacks._manager.undo_stack)
