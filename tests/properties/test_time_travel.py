"""Every checkpoint shows exactly the notes of its time, despite any later edits and merges."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st

from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.snapshot import Snapshot, decode_snapshot, encode_snapshot
from afspraak.data.crdt.time_travel import DocumentHistory
from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, PartnerId
from afspraak.data.model.conversation import NoteLine
from afspraak.data.model.fields import FieldKey
from afspraak.data.model.notes import Notes, note_lines_of
from afspraak.data.session.steps.history import NotesHistory
from afspraak.data.storage.checkpoints import MAX_CHECKPOINTS, Checkpoints
from afspraak.data.text.splice import Splice

PIECES = st.sampled_from(["a", "ë", "😀", "e\u0301", "中文", "\n", "x y\nz", "👩‍👩‍👧", "long word"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(0, 40), PIECES),
        st.tuples(st.just("type"), st.integers(0, 40), st.text("abëœ\n😀", min_size=1, max_size=6)),
        st.tuples(st.just("delete"), st.integers(0, 40), st.just("...")),
        st.tuples(st.just("field"), st.integers(0, 5), st.just("")),
        st.tuples(st.sampled_from(["undo", "redo", "meet"]), st.just(0), st.just("")),
        st.tuples(st.just("moment"), st.just(0), st.just("")),
    ),
    max_size=40,
)


def _at(minute: int) -> datetime:
    return datetime.fromtimestamp(1_800_000_000 + 60 * minute, UTC)


def _step(replica: Replica, by: PartnerId, kind: str, place: int, piece: str) -> list[bytes]:
    start = min(place, len(replica.notes))
    if kind == "write":
        return [replica.edit([Splice(start, 0, piece, by)])[1]]
    if kind == "type":  # letter by letter, as the library joins them into one run
        return [
            replica.edit([Splice(start + n, 0, letter, by)], boundary=not n)[1]
            for n, letter in enumerate(piece)
        ]
    if kind == "delete":
        gone = min(len(piece), len(replica.notes) - start)
        return [replica.edit([Splice(start, gone, "")])[1]]
    if kind == "field":
        return [replica.edit((), {FieldKey.parse(f"item/{by}/state"): place})[1]]
    if kind in ("undo", "redo"):
        return [(replica.undo() if kind == "undo" else replica.redo())[1]]
    return []


@settings(max_examples=80, deadline=None)
@given(steps=st.lists(st.tuples(st.integers(0, 1), STEPS), max_size=4))
def test_every_checkpoint_shows_the_notes_of_its_time(steps: list) -> None:  # type: ignore[type-arg]
    replicas = [Replica(1), Replica(2)]
    sent: list[list[bytes]] = [[], []]
    moments = Checkpoints()
    seen: list[tuple[Snapshot, list[NoteLine]]] = []
    for who, turn in steps:
        for kind, place, piece in turn:
            if kind == "meet":
                for update in sent[1 - who]:
                    replicas[who].apply(update)
                sent[1 - who].clear()
            updates = _step(replicas[who], PartnerId(f"p{who}"), kind, place, piece)
            sent[who] += [update for update in updates if update]
            if kind == "moment" and who == 0:
                reached = replicas[0].snapshot
                moments.add(_at(len(seen)), reached)
                seen.append((decode_snapshot(reached), list(replicas[0].notes.note_lines())))
    for update in sent[1]:
        replicas[0].apply(update)
    again = Replica(9)
    again.apply(replicas[0].document())
    read = Checkpoints.decode(moments.encode())
    for replica in (replicas[0], again):
        past = DocumentHistory(replica)
        assert [past.notes_at(state) for state, _ in seen] == [lines for _, lines in seen]
        held = dict(read.snapshots(past.current_snapshot))
        history = NotesHistory(replica, read)
        for minute, (state, lines) in enumerate(seen):
            if _at(minute) in held:  # at the others nothing was new
                assert past.notes_at(held[_at(minute)]) == lines
            assert state == decode_snapshot(encode_snapshot(state))
        assert list(history.notes_at(len(history) - 1)) == list(replica.notes.note_lines())


@given(
    st.lists(st.tuples(st.text("ab\në", max_size=5), st.sampled_from([NOBODY, MANAGER, EMPLOYEE])))
)
def test_history_lines_match_the_notes(runs: list[tuple[str, PartnerId]]) -> None:
    assert note_lines_of(runs) == list(Notes(runs).note_lines())


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), max_size=6)
STATES = st.builds(
    lambda clocks, gone: decode_snapshot(
        encode_snapshot(
            Snapshot(clocks, {c: tuple((s, s + n) for s, n in spans) for c, spans in gone.items()})
        )
    ),
    st.dictionaries(st.integers(1, 3), st.integers(1, 40)),
    st.dictionaries(st.integers(1, 3), SPANS.filter(bool)),
)


def _gone(state: Snapshot) -> set[tuple[int, int]]:
    spans = [(c, s, e) for c, spans in state.delete_set.items() for s, e in spans]
    return {(client, clock) for client, start, end in spans for clock in range(start, end)}


@given(STATES, STATES)
def test_snapshots_behave_like_sets(one: Snapshot, other: Snapshot) -> None:
    both = one.union(other)
    assert _gone(both) == _gone(one) | _gone(other)
    assert both == other.union(one) == one.difference(other).union(other)
    assert _gone(one.difference(other)) == _gone(one) - _gone(other)
    assert not one.difference(both)
    assert one.is_contained_in(both)
    assert decode_snapshot(encode_snapshot(one)) == one


@settings(max_examples=50, deadline=None)
@example([(0, Snapshot({1: 1}, {}))], [(1, Snapshot({1: 1}, {}))])
@given(
    st.lists(st.tuples(st.integers(0, 400_000), STATES), max_size=30),
    st.lists(st.tuples(st.integers(0, 400_000), STATES), max_size=30),
)
def test_copies_of_checkpoints_merge(
    mine: list[tuple[int, Snapshot]], theirs: list[tuple[int, Snapshot]]
) -> None:
    copies = [Checkpoints(), Checkpoints()]
    for copy, told in zip(copies, (mine, theirs), strict=True):
        reached = Snapshot()
        for minute, state in told:
            reached = reached.union(state)  # a document only ever grows
            copy.add(_at(minute), encode_snapshot(reached))
    one, other = copies[0].merged(copies[1]), copies[1].merged(copies[0])
    assert one.encode() == other.encode() == one.merged(other).encode()
    assert Checkpoints.decode(one.encode()).encode() == one.encode()
    everything = Snapshot(dict.fromkeys((1, 2, 3), 100))
    last = [state for _, state in one.snapshots(everything)][-1:]
    union = Snapshot()
    for _, state in mine + theirs:
        union = union.union(state)
    assert (last[0] if last else Snapshot()) == union
    assert len(one) <= MAX_CHECKPOINTS
