"""The read marker, and the unread changes after it."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE, RowId
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Change, Tick, Write
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.session.private_fields import store_private_fields
from afspraak.data.session.session import Session
from afspraak.data.storage.saving.tracker import SaveTracker
from afspraak.data.storage.siblings import private_path
from afspraak.data.sync.merge_file import merge

from ...support.conversations.clocks import fixed_clock
from ...support.conversations.copies import copied, done, words


@pytest.fixture
def pair(path: Path) -> tuple[Path, Path]:
    """Jan's conversation, shared and seen, and Anna's."""
    theirs = path.parent.parent / "hers" / "jan.json"
    session = Session.open(path, clock=fixed_clock)
    session.apply(Write(0, len(session.notes), "one\ntwo\nthree\n"))
    session.sync.set_remote_address(LocalFolder(str(path.parent)))
    replica = Replica()
    replica.apply(session.sync.update_since(Replica().state_vector))
    other = Session.from_replica(theirs, replica)
    other.me = other.writer = EMPLOYEE
    other.save()
    other.close()
    session.read_marker.mark_read()
    session.close()
    return path, theirs


def test_the_read_marker_keeps_its_fields_in_the_private_file(pair: tuple[Path, Path]) -> None:
    """Another version of the program, and the user's other computer, read them too."""
    mine, _ = pair
    header = json.loads(private_path(mine).read_text(encoding="utf-8"))["header"]["1"]
    looked_at = datetime(2026, 12, 3, 14, 2).astimezone(UTC)
    assert header["looked_at"] == f"{looked_at:%Y-%m-%dT%H:%M:%SZ}"
    assert base64.b64decode(header["looked"], validate=True)


def received(path: Path, source: Path) -> Session:
    """The conversation at `path`, opened, with everything of the one at `source`."""
    session = Session.open(path, clock=fixed_clock)
    session.sync.receive(
        Session.open_read_only(source).sync.update_since(session.sync.state_vector)
    )
    return session


def test_changes_of_the_other_are_unread_until_seen(
    pair: tuple[Path, Path],
) -> None:
    mine, hers = pair
    session = Session.open(mine)
    assert session.read_marker.unread_changes() is None
    assert (marker := session.read_marker.value) is not None
    assert marker.at == datetime(2026, 12, 3, 14, 2).astimezone(UTC)
    session.close()
    done(
        hers,
        Write(0, 0, "zero\n"),
        Write(len("zero\none\n"), len("two\n"), ""),
        Tick(RowId("went-well"), "done"),
        AddAgreement(Agreement(RowId("a1"), text="Runbook", order="a")),
        writer=EMPLOYEE,
    )
    session = received(mine, hers)
    news = session.read_marker.unread_changes()
    assert news is not None
    assert (news.lines, news.removed_lines) == ([0], 1)
    assert news.marked_ids == {"went-well", "a1"}
    told = news.to_diff()
    assert dict(told.notes.added) == {"employee": 1}
    assert dict(told.notes.removed) == {"manager": 1}
    assert [(row.table, row.how) for row in told.rows] == [
        ("item", "changed"),
        ("agreement", "added"),
    ]
    session.close()
    session = Session.open(mine)
    assert session.read_marker.unread_changes() is not None, "taken in is not looked at"
    session.read_marker.mark_read()
    session.close()
    assert Session.open_read_only(mine).read_marker.unread_changes() is None


def test_own_changes_are_never_unread(
    pair: tuple[Path, Path],
) -> None:
    mine, hers = pair
    done(mine, Tick(RowId("went-well"), "done"))  # a command, such as `afspraak prepared`
    assert Session.open_read_only(mine).read_marker.unread_changes() is None
    killed = Session.open(mine)
    killed.apply(Tick(RowId("cooperation"), "done"))
    killed.apply(Write(0, 4, "killed\n"))
    # Never closed: what its journal holds was seen.
    session = Session.open(mine)
    assert session.replicas.recovered
    assert session.read_marker.unread_changes() is None
    session.close()
    done(hers, Tick(RowId("goals"), "done"), writer=EMPLOYEE)
    session = received(mine, hers)
    news = session.read_marker.unread_changes()
    assert news is not None and news.marked_ids == {"goals"} and not news.lines
    session.close()


BY_HAND = "A question written in an editor"


def edited_by_hand(path: Path) -> None:
    """Change an item in the tables of a file, and remove a line of the notes, as in an editor."""
    tables = json.loads(path.read_text(encoding="utf-8"))
    next(iter(tables["checklist"].values()))["text"] = BY_HAND
    notes = tables["notes"]
    del notes[max(notes, key=int)]
    path.write_text(json.dumps(tables), encoding="utf-8")


def unread_in(path: Path) -> object:
    return Session.open_read_only(path).read_marker.unread_changes()


def test_a_change_by_hand_is_ones_own(pair: tuple[Path, Path]) -> None:
    mine, _ = pair
    edited_by_hand(mine)
    assert unread_in(mine) is None
    Session.open(mine).close()
    assert BY_HAND in mine.read_text(encoding="utf-8")
    assert unread_in(mine) is None, "nor when it was taken over"


def test_a_copy_edited_by_hand_and_brought_together_is_ones_own(pair: tuple[Path, Path]) -> None:
    mine, hers = pair
    copy = copied(mine, to="anna (1).json")
    edited_by_hand(copy)
    merge(mine, copy)
    assert BY_HAND in mine.read_text(encoding="utf-8")
    assert unread_in(mine) is None
    done(hers, Tick(RowId("goals"), "done"), writer=EMPLOYEE)
    merge(mine, hers)
    news = Session.open_read_only(mine).read_marker.unread_changes()
    assert news is not None and news.marked_ids == {"goals"}


def test_content_that_this_user_put_back_is_ones_own(pair: tuple[Path, Path]) -> None:
    mine, _ = pair
    earlier = copied(mine, to="../earlier.json")
    session = Session.open(mine)
    session.apply(AddAgreement(Agreement(RowId("a1"), text="Runbook", order="a")))
    session.apply(Write(0, 4, ""))
    session.read_marker.mark_read()
    session.close()
    merge(mine, earlier, replace=True)
    assert not Session.open_read_only(mine).conversation.agreements
    assert unread_in(mine) is None


def test_without_a_share_nothing_that_is_brought_is_the_others(pair: tuple[Path, Path]) -> None:
    mine, _ = pair
    session = Session.open(mine)
    session.sync.set_remote_address(None)
    session.close()
    copy = copied(mine, to="anna (1).json")
    private_path(copy).unlink()
    done(copy, Tick(RowId("went-well"), "done"))
    merge(mine, copy)
    assert unread_in(mine) is None


def test_own_changes_on_another_machine_are_not_unread(pair: tuple[Path, Path]) -> None:
    mine, _ = pair
    # The notes by their author, and all of it where the private file comes along.
    laptop = copied(mine, to="../laptop.json")
    private_path(laptop).unlink()
    done(laptop, Write(0, 0, "on the way\n"))
    merge(mine, laptop)
    news = Session.open_read_only(mine).read_marker.unread_changes()
    assert news is None
    laptop = copied(mine, to="../laptop.json")
    away = Session.open(laptop)
    away.apply(Tick(RowId("went-well"), "done"))
    away.read_marker.mark_read()
    away.close()
    done(mine, Tick(RowId("goals"), "done"))
    told = words(merge(mine, laptop))
    assert "looked" not in told
    assert Session.open_read_only(mine).read_marker.unread_changes() is None


def test_no_read_marker_without_another_writer(path: Path) -> None:
    session = Session.open(path)
    session.apply(Write(0, 0, "mine"))
    session.read_marker.mark_read()
    session.close()
    assert not private_path(path).exists()
    assert Session.open_read_only(path).read_marker.value is None
    assert Session.open_read_only(path).read_marker.unread_changes() is None


def test_the_read_marker_is_private(pair: tuple[Path, Path]) -> None:
    mine, _ = pair
    assert "looked" not in mine.read_text(encoding="utf-8")
    session = Session.open(mine)
    assert not session.undo(), "remembering is no step"
    assert not any("looked" in key for key in session.fields)


@pytest.mark.parametrize(
    "values",
    [
        {"looked": "no base 64"},
        {"looked": base64.b64encode(b"\xff\xff").decode()},
        {"looked": ""},
        {"looked_at": "yesterday"},
        {"looked_at": "2026-12-03T14:02:00"},
        {"looked": base64.b64encode(b"\x00\x01\x07\x7f").decode()},
    ],
)
def test_an_invalid_read_marker_gives_no_unread_changes(
    pair: tuple[Path, Path], values: dict[str, str]
) -> None:
    mine, hers = pair
    session = Session.open(mine)
    fields = Change("header", values=values).fields()
    tracker = SaveTracker((), datetime.now, lambda _: None)
    store_private_fields(session.replicas, tracker, fields)
    session.close()
    done(hers, Tick(RowId("goals"), "done"), writer=EMPLOYEE)
    session = received(mine, hers)
    assert session.read_marker.unread_changes() is None
    session.read_marker.mark_read()
    session.close()
    assert (told := Session.open_read_only(mine)).read_marker.value is not None
    assert told.read_marker.unread_changes() is None
