"""Unread changes are exactly the other partner's changes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.snapshot import Snapshot, decode_snapshot
from afspraak.data.crdt.time_travel import DocumentHistory, keys_set_since
from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, PartnerId, RowId
from afspraak.data.model.changes import Changes
from afspraak.data.model.conversation import NoteLine
from afspraak.data.model.fields import FieldKey, Fields
from afspraak.data.model.notes import Notes
from afspraak.data.session.unread import UnreadChanges
from afspraak.data.text.splice import Splice

from ..support.amount import tries

ME, OTHER = MANAGER, EMPLOYEE

STEP = st.tuples(
    st.sampled_from(["write", "write", "type", "break", "delete", "field", "undo", "meet"]),
    st.integers(0, 40),
    st.integers(1, 5),
)
STEPS = st.lists(STEP, max_size=12)


def _letters() -> Iterator[str]:
    """Unique letters of three and four bytes; the latter count as two in UTF-16."""
    for number in count():
        yield chr(0x4E00 + number)
        yield chr(0x20000 + number)


class Pair:
    """Two replicas in which no two letters are equal, so that each has a known origin."""

    def __init__(self) -> None:
        self.replicas = {ME: Replica(1), OTHER: Replica(2)}
        self._waiting: dict[PartnerId, list[bytes]] = {ME: [], OTHER: []}
        self._letters = _letters()

    def do(self, by: PartnerId, kind: str, place: int, length: int) -> None:
        replica = self.replicas[by]
        start = min(place, len(replica.notes))
        new = "".join(next(self._letters) for _ in range(length))
        match kind:
            case "write":
                self._send(by, replica.edit([Splice(start, 0, new, by)]))
            case "type":  # letter by letter, as the library joins them into one run
                for number, letter in enumerate(new):
                    splice = Splice(start + number, 0, letter, by)
                    self._send(by, replica.edit([splice], boundary=not number))
            case "break":
                self._send(by, replica.edit([Splice(start, 0, f"\n{new}\n", by)]))
            case "delete":
                gone = min(length, len(replica.notes) - start)
                self._send(by, replica.edit([Splice(start, gone, "")]))
            case "field":
                key = FieldKey("item", RowId(str(place % 4)), "state")
                fields = {key: "done" if length % 2 else "parked"}
                self._send(by, replica.edit((), fields))
            case "undo":
                self._send(by, replica.undo())
            case "meet":
                self.meet(by)

    def meet(self, by: PartnerId) -> None:
        """One replica applies the updates of the other so far."""
        waiting = self._waiting[by]
        self._waiting[by] = []
        for update in waiting:
            self.replicas[by].apply(update)

    def _send(self, by: PartnerId, done: tuple[Changes, bytes]) -> None:
        if done[1]:
            self._waiting[OTHER if by == ME else ME].append(done[1])


def _lines(replica: Replica) -> list[str]:
    return [line.text for line in replica.notes.note_lines()]


@settings(max_examples=tries(200), deadline=None)
@given(
    turns=st.lists(st.tuples(st.sampled_from([ME, OTHER]), STEPS), max_size=4),
    after=STEPS,
)
def test_opening_reports_the_others_changed_lines_and_rows(
    turns: list[tuple[PartnerId, list[tuple[str, int, int]]]], after: list[tuple[str, int, int]]
) -> None:
    pair = Pair()
    for by, steps in turns:
        for step in steps:
            pair.do(by, *step)
    mine = pair.replicas[ME]
    state = decode_snapshot(mine.snapshot)
    before, fields = _lines(mine), dict(mine.fields)
    for step in after:
        pair.do(OTHER, *step)
    pair.meet(ME)
    # By nobody in what follows: who wrote a letter at the seam of two may be told wrong by then.
    news = UnreadChanges.since(mine, state, PartnerId("nobody"))
    now = _lines(mine)
    worded = {number for number, line in enumerate(now) if line}
    assert set(news.lines) & worded == {n for n in worded if now[n] not in before}
    told = news.to_diff().notes
    every = len(news.lines) - told.changed
    gone = len(before) + every - len(now)  # the empty ones too
    assert news.removed_lines <= gone <= news.removed_lines + before.count("")
    changed = {
        key for key in fields.keys() | mine.fields.keys() if fields.get(key) != mine.fields.get(key)
    }
    assert {f"item/{row.id}/state" for row in news.rows} == changed
    assert bool(news) == bool(news.lines or news.removed_lines or changed)
    # Nothing is new to who has seen it, and what is new is the same for who opens it elsewhere.
    assert not UnreadChanges.since(mine, decode_snapshot(mine.snapshot), PartnerId("nobody"))
    again = Replica(9)
    again.apply(mine.document())
    elsewhere = UnreadChanges.since(again, state, PartnerId("nobody"))
    assert (elsewhere.lines, elsewhere.rows) == (news.lines, news.rows)


@settings(max_examples=tries(100), deadline=None)
@given(turns=st.lists(st.tuples(st.sampled_from([ME, OTHER]), STEPS), max_size=5))
def test_the_history_is_unchanged_and_ends_at_now(
    turns: list[tuple[PartnerId, list[tuple[str, int, int]]]],
) -> None:
    pair = Pair()
    mine = pair.replicas[ME]
    seen: list[tuple[Snapshot, list[NoteLine], Fields]] = []
    for by, steps in turns:
        for step in steps:
            pair.do(by, *step)
            seen.append(
                (decode_snapshot(mine.snapshot), list(mine.notes.note_lines()), dict(mine.fields))
            )
    pair.meet(ME)
    past = DocumentHistory(mine)
    for state, lines, fields in seen:
        then, gaps = past.diff_since(state)
        assert [line.text for line in then] == [line.text for line in lines]
        assert past.fields_at(state) == fields
        keys_set_since(mine, state.clocks_by_client)
        notes = Notes([("\n".join(line.text for line in then), NOBODY)])
        for gap in gaps:
            came = "".join(text for text, _ in gap.inserted)
            notes.splice(Splice(gap.start, gap.deleted, came))
        assert notes.text == mine.notes.text


LINE_STEP = st.tuples(
    st.sampled_from([ME, OTHER]),
    st.sampled_from(["line above", "line below", "append", "front", "cut", "remove line"]),
    st.integers(0, 9),
)


@settings(max_examples=tries(200), deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=4), st.lists(LINE_STEP, max_size=25))
def test_unread_marks_move_with_edits_of_both(
    begun: list[bool], steps: list[tuple[PartnerId, str, int]]
) -> None:
    letters = _letters()  # no two lines are the same
    lines = [[next(letters) * 3, ""] for _ in begun]  # each with how it was touched
    notes = Notes([("\n".join(content for content, _ in lines), ME)])
    news = UnreadChanges(notes.note_lines(), {}, ME)
    removed = 0
    for by, what, where in steps:
        number = where % len(lines)
        content, how = lines[number]
        start, end = notes.position(number, 0), notes.position(number, len(content))
        others = by == OTHER
        touched = (how or "changed") if others else how
        new = next(letters)
        match what:
            case "line above":
                splice = Splice(start, 0, f"{new}\n", by)
                lines.insert(number, [new, "added" if others else ""])
            case "line below":
                splice = Splice(end, 0, f"\n{new}", by)
                lines.insert(number + 1, [new, "added" if others else ""])
            case "append" | "front":
                at = end if what == "append" else start
                splice = Splice(at, 0, "x", by)
                lines[number] = [content + "x" if at == end else "x" + content, touched]
            case "cut" if len(content) > 1:  # of two empty lines nobody can tell which is which
                splice = Splice(start, 1, "", by)
                lines[number] = [content[1:], touched]
            case "cut":
                continue
            case _ if len(lines) == 1:
                continue
            case _:
                last = number == len(lines) - 1
                splice = Splice(start - last, len(content) + 1, "", by)
                del lines[number]
                removed += bool(others and content and how != "added")
        notes.splice(splice)
        news.follow(Changes([splice]), {}, others=others)
        assert [line.text for line in notes.note_lines()] == [content for content, _ in lines]
        assert news.lines == [n for n, (_, how) in enumerate(lines) if how]
        assert [news.is_unread(n) for n in range(len(lines))] == [bool(how) for _, how in lines]
        assert news.removed_lines == removed
    news.mark_all_read()
    assert not news and not news.lines and not news.to_diff()
