"""Checkpoints: recorded with saves, few, small, and harmless at any position."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.snapshot import Snapshot, encode_snapshot
from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId, RowId
from afspraak.data.model.conversation import NoteLine
from afspraak.data.model.edits import Answer, Tick, Write
from afspraak.data.model.fields import FieldKey
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.session.steps.history import NotesHistory, initials
from afspraak.data.storage.checkpoints import MAX_CHECKPOINTS, Checkpoints
from afspraak.data.storage.conversation_file import ConversationFile
from afspraak.data.storage.database import ConversationDatabase
from afspraak.data.storage.json_storage import DurableStorage
from afspraak.data.storage.siblings import private_path
from afspraak.data.storage.tables import json_digest, readable_tables


class Clock:
    """A wall clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 12, 3, 14, 0)  # noqa: DTZ001 - a wall clock

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: int) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(tmp_path: Path, clock: Clock) -> Session:
    beginning = NewConversation("manager", "Jan Bakker", "Anna de Vries", language="en")
    path = tmp_path / "nb" / "anna.json"
    return Session.create(path, build_conversation(beginning), me=MANAGER, clock=clock)


def _write(session: Session, text: str, start: int | None = None, gone: int = 0) -> None:
    session.apply(Write(len(session.notes) if start is None else start, gone, text))


def _sync(session: Session) -> dict[str, Any]:
    return json.loads(session.path.read_text("utf-8"))["_sync"]["1"]  # type: ignore[no-any-return]


def _texts(history: NotesHistory) -> list[str]:
    return ["\n".join(line.text for line in history.notes_at(n)) for n in range(len(history))]


def test_a_save_records_a_checkpoint_that_shows_the_notes_of_then(
    session: Session, clock: Clock
) -> None:
    start = session.notes.text
    _write(session, "first line\n")
    clock.pass_by(minutes=5)
    session.save()
    session.writer = EMPLOYEE
    _write(session, "second")
    clock.pass_by(minutes=5)
    session.save()
    first = session.notes.text.index("first line")
    _write(session, "", first, len("first line\n"))
    history = session.history()
    assert _texts(history)[1:] == [
        f"{start}first line\n",
        f"{start}first line\nsecond",
        f"{start}second",
    ]
    assert [history.time_at(n) for n in range(4)] == [
        *(datetime(2026, 12, 3, 14, minute).astimezone(UTC) for minute in (0, 5, 10)),
        None,
    ]
    told = [[(c.added, c.line) for c in history.changes_at(n)] for n in range(1, 4)]
    jan, anna = NoteLine("first line", MANAGER), NoteLine("second", EMPLOYEE)
    assert told == [[(True, jan)], [(True, anna)], [(False, jan)]]
    assert initials(history.changes_at(2), session.conversation) == ["AV"]
    clock.pass_by(minutes=5)
    session.close()
    reopened = Session.open(session.path, clock=clock).history()
    assert _texts(reopened) == _texts(history)
    assert reopened.time_at(3) is not None, "now was saved at closing"


def test_one_checkpoint_per_minute_and_none_without_changed_notes(
    session: Session, clock: Clock
) -> None:
    clock.pass_by(minutes=1)
    for letter in "abc":
        _write(session, letter)
        clock.pass_by(seconds=10)
        session.save()
    before = _sync(session)["moments"]
    assert len(before) == 2
    clock.pass_by(minutes=9)
    item = session.conversation.checklist[0]
    session.apply(Tick(item.id, "done"))
    session.save()
    assert _sync(session)["moments"] == before
    assert _texts(session.history())[-1].endswith("abc")


def test_a_private_file_has_no_checkpoints(session: Session, clock: Clock) -> None:
    item = session.conversation.checklist[0].id
    session.apply(Answer(item, MANAGER, "for me alone", private=True))
    session.close()
    assert "moments" not in private_path(session.path).read_text("utf-8")


def test_checkpoints_are_thinned_with_age_and_stay_small(session: Session, clock: Clock) -> None:
    for number in range(3 * MAX_CHECKPOINTS):
        _write(session, f"line {number}\n")
        _write(session, "", 0, 1)
        clock.pass_by(minutes=1)
        session.save()
    moments = _sync(session)["moments"]
    assert len(moments) == MAX_CHECKPOINTS
    assert sum(len(text) for text in moments.values()) / MAX_CHECKPOINTS < 60
    times = [datetime.fromisoformat(at).timestamp() for at in moments]
    assert times == sorted(times)
    gaps = [later - at for at, later in pairwise(times)]
    assert max(gaps[-10:]) <= 60 < min(gaps[:10])
    history = session.history()
    for place in range(len(history)):
        at = history.time_at(place)
        assert at is not None
        line = round((at - history.time_at(0)).total_seconds()) // 60 - 1  # type: ignore[operator]
        assert place == 0 or history.notes_at(place)[-2].text.endswith(f"line {line}")


def test_checkpoints_of_another_document_are_ignored(session: Session, clock: Clock) -> None:
    clock.pass_by(minutes=1)
    _write(session, "héé")
    session.save()
    session.close()
    good = _sync(session)["moments"]
    storage = DurableStorage(session.path)
    tables = storage.read()
    assert tables is not None
    row = tables["_sync"]["1"]
    client = session.sync.client
    elsewhere = base64.b64encode(encode_snapshot(Snapshot({12345: 9, client: 10**6}))).decode()
    row["moments"] = {
        "": "", "yesterday": "AAA=", "2026-12-03T14:00:30": "AAA=", "2026-12-03T13:01:07Z": "!",
        "0001-01-01T00:00:00Z": "AAA=", "2026-12-01T13:00:00Z": elsewhere,
        "2026-12-02T13:00:00Z": base64.b64encode(b"\x80" * 5000).decode(),
        "2026-12-02T14:00:00Z": 7, **good,
    }  # fmt: skip
    storage.write(tables)
    readable = readable_tables(ConversationDatabase(session.path))
    assert row["digest"] == json_digest(readable), "moments are no part of it"
    reopened = Session.open(session.path, clock=clock)
    assert _texts(reopened.history()) == _texts(session.history())
    for letter in "yz":
        clock.pass_by(minutes=1)
        _write(reopened, letter)
        reopened.save()
    texts = _texts(session.history())
    assert _texts(reopened.history()) == [*texts, f"{texts[-1]}y", f"{texts[-1]}yz"]
    assert elsewhere not in _sync(reopened)["moments"].values(), "saving let go of it"
    reopened.close()
    storage = DurableStorage(session.path)
    tables = storage.read()
    assert tables is not None
    row = tables["_sync"]["1"]
    nonsense: tuple[Any, ...] = (None, [], "x", {"a": {}}, 5)
    for told in nonsense:
        row["moments"] = told
        storage.write(tables)
        assert _texts(Session.open_read_only(session.path).history()) == [reopened.notes.text]


def test_a_checkpoint_at_any_position_is_read_without_output_on_stderr(
    capfd: pytest.CaptureFixture[str],
) -> None:
    replica = Replica(7)
    for place, letter in enumerate("a😀bé"):
        replica.edit([], {FieldKey("item", RowId("a"), "state"): place})
        replica.apply(b"\x00\x00")
        _type(replica, place, letter)
    clock = 0
    for clock in range(30):
        for gone in ({}, {7: ((1, 99),)}, {5: ((0, 3),)}):
            moments = Checkpoints()
            at = datetime(2026, 12, 3, 14, 0, tzinfo=UTC)
            moments.add(at, encode_snapshot(Snapshot({7: clock} if clock else {}, gone)))
            history = NotesHistory(replica, moments)
            assert history.notes_at(len(history) - 1) == (NoteLine("a😀bé", PartnerId("m")),)
            history.changes_at(0)
    assert capfd.readouterr() == ("", "")


def _type(replica: Replica, place: int, letter: str) -> None:
    from afspraak.data.text.splice import Splice

    replica.edit([Splice(place, 0, letter, PartnerId("m"))], boundary=False)


def test_merged_copies_have_the_checkpoints_of_both(session: Session, clock: Clock) -> None:
    session.close()
    one = Session.open(session.path, clock=clock)
    other = Session.open(session.path, clock=clock)
    clock.pass_by(minutes=3)
    _write(one, "one")
    one.save()
    clock.pass_by(minutes=3)
    _write(other, "other\n", 0)
    other.save()  # takes in what the file holds by now
    history = other.history()
    start = session.notes.text
    assert _texts(history) == [start, f"{start}one", f"other\n{start}one"]


def test_without_checkpoints_or_with_pending_updates_the_history_is_only_now(
    session: Session, tmp_path: Path
) -> None:
    replica, early = Replica(3), Replica(4)
    updates = [early.edit([], {FieldKey("item", RowId("a"), "state"): n})[1] for n in range(2)]
    _type(replica, 0, "x")
    moments = Checkpoints()
    moments.add(datetime(2026, 12, 3, tzinfo=UTC), encode_snapshot(Snapshot({3: 1})))
    replica.apply(updates[1])
    assert not replica.is_complete
    assert _texts(NotesHistory(replica, Checkpoints())) == ["x"]
    assert _texts(NotesHistory(replica, moments))[-1] == "x"
    file = ConversationFile(session.path)
    file.load()
    assert len(file.checkpoints) == 1


def test_lines_of_the_history_are_clean() -> None:
    replica = Replica(7)
    _type(replica, 0, "\x1b]52;c;x\x07\u202e\x85b")
    (line,) = NotesHistory(replica, Checkpoints()).notes_at(0)
    assert line.text == "␛]52;c;x␇\ufffd b"


def test_a_wrong_clock_affects_only_its_own_checkpoints(session: Session, clock: Clock) -> None:
    start = session.notes.text
    clock.pass_by(minutes=5)
    _write(session, "a")
    session.save()
    clock.pass_by(days=900)
    _write(session, "b")
    session.save()
    clock.pass_by(days=-900)
    for letter in "cd":
        clock.pass_by(minutes=5)
        _write(session, letter)
        session.save()
    history = session.history()
    assert _texts(history) == [f"{start}{text}" for text in ("", "a", "ab", "abc", "abcd")]
    times = [history.time_at(n) for n in (0, 1, 3, 4)]
    assert times == [datetime(2026, 12, 3, 14, minute).astimezone(UTC) for minute in (0, 5, 10, 15)]
    assert [history.has_odd_time(n) for n in range(5)] == [False, False, True, False, False]


@pytest.mark.parametrize("days", [-365, -1, 1, 365])
def test_a_session_with_a_wrong_clock_keeps_the_history_in_its_order(
    session: Session, clock: Clock, days: int
) -> None:
    start = session.notes.text
    texts = [start]
    for letter in "abc":
        clock.pass_by(minutes=5)
        _write(session, letter)
        session.save()
        texts.append(session.notes.text)
    session.close()
    clock.pass_by(days=days)
    wrong = Session.open(session.path, clock=clock)
    for letter in "wx":
        clock.pass_by(minutes=5)
        _write(wrong, letter)
        wrong.save()
        texts.append(wrong.notes.text)
    assert _texts(wrong.history()) == texts, "while the clock is still wrong, too"
    wrong.close()
    clock.pass_by(days=-days)
    right = Session.open(session.path, clock=clock)
    for letter in "yz":
        clock.pass_by(minutes=5)
        _write(right, letter)
        right.save()
        texts.append(right.notes.text)
    right.close()
    history = Session.open_read_only(session.path).history()
    assert _texts(history) == texts
    odd = [history.has_odd_time(n) for n in range(len(texts))]
    assert odd == [False] * 4 + [True] * 2 + [False] * 2


def test_merged_checkpoints_are_in_the_order_of_the_document_whatever_their_times() -> None:
    replica, times, states = Replica(7), (500, 600, 100, 700, 50), []
    for place, at in enumerate(times):
        _type(replica, place, "abcde"[place])
        states.append((datetime.fromtimestamp(1_700_000_000 + at * 60, UTC), replica.snapshot))
    whole, early, late = Checkpoints(), Checkpoints(), Checkpoints()
    for number, (time, snapshot) in enumerate(states):
        for copy, is_in in ((whole, True), (early, number < 3), (late, number != 1)):
            if is_in:
                copy.add(time, snapshot)
    for merged in (early.merged(late), late.merged(early), late.merged(whole), whole.merged(early)):
        history = NotesHistory(replica, merged)
        assert _texts(history) == ["a", "ab", "abc", "abcd", "abcde"]
        read = Checkpoints.decode(merged.encode())
        assert _texts(NotesHistory(replica, read)) == _texts(history)
        assert merged.merged(whole).encode() == merged.encode()


def test_a_full_history_with_wrong_clocks_keeps_its_first_and_last(
    session: Session, clock: Clock
) -> None:
    for number in range(MAX_CHECKPOINTS + 20):
        _write(session, f"line {number}\n")
        jump = -400 if number % 7 == 3 else 0
        clock.pass_by(days=jump)
        session.save()
        clock.pass_by(days=-jump, minutes=1)
    history = session.history()
    assert len(history) == MAX_CHECKPOINTS
    assert _texts(history)[0].endswith("line 0\n")
    assert [text.count("\n") for text in _texts(history)] == sorted(
        text.count("\n") for text in _texts(history)
    )
    assert _texts(history)[-1] == session.notes.text
