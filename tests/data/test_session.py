"""The session: one path down, one notice up, and nothing lost on the way to disk."""

from __future__ import annotations

import json
import stat
import time
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest

from ...data.beginning import Beginning, begin
from ...data.changes import Changes
from ...data.conversation import Agreement
from ...data.edits import (
    AddAgreement,
    Answer,
    Arrange,
    Change,
    Delete,
    Tick,
    Write,
)
from ...data.errors import StoreError
from ...data.keeping import BUSY_SECONDS, Kept, Schedule
from ...data.notebook import Notebook
from ...data.notes import Splice
from ...data.order import place
from ...data.replica import Replica
from ...data.session import Notice, Session, private_path
from ...data.store.file import ConversationFile
from ...data.store.journal import Journal, read_journals
from ...data.store.keeper import Keeper, journal_folder
from ...data.store.storage import DamagedFile


def _clock() -> datetime:
    return datetime(2026, 12, 3, 14, 2)  # noqa: DTZ001 - a wall clock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "notebook" / "anna.json"
    conversation = begin(Beginning("manager", "Jan Bakker", "Anna de Vries", language="nl"))
    Session.begin(path, conversation, me="manager", clock=_clock).close()
    return path


def _let_go(session: Session) -> None:
    """What the system does for a process that was killed: its files are closed, nothing else."""
    journal = session._shared._journal
    assert journal is not None
    journal.close(remove=False)


def _item(session: Session, number: int = 0) -> str:
    return session.conversation.checklist[number].id


def test_what_was_done_is_there_at_the_next_opening(path: Path) -> None:
    session = Session.open(path, clock=_clock)
    item = _item(session)
    session.do(Tick(item, "done"))
    session.do(Write(0, 0, "Ë 😀 e\u0301 中文 שלום\r\nregel twee\u2028regel drie"))
    session.do(AddAgreement(Agreement("a1", order="V"), {"text": "Draaiboek", "owner": "Anna"}))
    session.do(Answer(item, "manager", "Gedeeld\nantwoord"))
    session.close()

    again = Session.open(path, clock=_clock)
    assert again.conversation.item(item).state == "done"  # type: ignore[union-attr]
    assert again.conversation.item(item).remarks == {"manager": "Gedeeld\nantwoord"}  # type: ignore[union-attr]
    assert again.notes.lines[:3] == [
        "Ë 😀 e\u0301 中文 שלום",
        "regel twee",
        "regel drie## Terugblik",
    ]
    assert again.notes.author(0) == "manager"
    assert [a.text for a in again.conversation.agreements] == ["Draaiboek"]
    assert again.recovered == 0


def test_a_killed_session_loses_nothing_that_was_told(path: Path) -> None:
    session = Session.open(path)
    for number, letter in enumerate("niets gaat verloren"):
        session.do(Write(number, 0, letter, boundary=False))
    session.do(Tick(_item(session), "parked"))
    _let_go(session)

    again = Session.open(path)
    assert again.notes.lines[0].startswith("niets gaat verloren")
    assert again.conversation.checklist[0].state == "parked"
    assert again.recovered == 20
    again.close()
    assert not journal_folder(path).exists()
    assert Session.open(path).recovered == 0


def test_two_sessions_on_one_file_both_keep_their_work(path: Path) -> None:
    first, second = Session.open(path), Session.open(path)
    first.do(Write(0, 0, "van de een. "))
    second.do(Write(0, 0, "van de ander. "))
    first.do(Tick(_item(first, 0), "done"))
    second.do(Tick(_item(second, 1), "done"))
    first.close()
    second.close()
    final = Session.open(path)
    assert "van de een. " in final.notes.text
    assert "van de ander. " in final.notes.text
    assert [i.state for i in final.conversation.checklist[:2]] == ["done", "done"]


def test_undo_is_one_history_over_all_panes_and_both_files(path: Path) -> None:
    session = Session.open(path)
    item = _item(session)
    session.do(Write(0, 0, "tekst"))
    session.do(Tick(item, "done"))
    session.do(Answer(item, "manager", "alleen voor mij", private=True))
    session.do(AddAgreement(Agreement("a1", order="V"), {"text": "Afspraak"}))
    session.do(Delete("agreement", "a1"))

    assert session.undo()
    assert [a.text for a in session.conversation.agreements] == ["Afspraak"]
    assert session.undo()
    assert session.conversation.agreements == ()
    assert session.private_answers() == {item: "alleen voor mij"}
    assert session.undo()
    assert session.private_answers() == {}
    assert session.undo()
    assert session.conversation.item(item).state == "open"  # type: ignore[union-attr]
    assert session.undo()
    assert not session.notes.text.startswith("tekst")
    assert not session.undo()
    for _ in range(5):
        assert session.redo()
    assert not session.redo()
    assert session.notes.text.startswith("tekst")
    assert session.private_answers() == {item: "alleen voor mij"}
    assert session.conversation.agreements == ()


def test_what_is_private_stays_in_its_own_file(path: Path) -> None:
    session = Session.open(path)
    secret = "dit blijft van mij"
    session.do(Answer(_item(session), "manager", secret, private=True))
    session.close()
    assert secret not in path.read_text(encoding="utf-8")
    own = private_path(path)
    assert secret in own.read_text(encoding="utf-8")
    assert stat.S_IMODE(own.stat().st_mode) == 0o600
    assert Session.open(path).private_answers() == {_item(session): secret}
    assert Notebook(path.parent).paths() == [path]
    assert all(
        secret not in remark
        for item in session.complete().checklist
        for remark in item.remarks.values()
    )


def test_listeners_hear_each_change_once_and_what_is_safe(path: Path) -> None:
    session = Session.open(path, clock=_clock)
    heard: list[Notice] = []
    stop = session.subscribe(heard.append)
    session.do(Write(0, 0, "x"))
    changes = [notice for notice in heard if isinstance(notice, Changes)]
    assert [tuple(splice) for splice in changes[0].splices] == [(0, 0, "x", "manager")]
    assert changes[0].written
    assert [notice for notice in heard if isinstance(notice, Kept)] == [Kept(_clock())]
    stop()
    session.do(Write(0, 0, "y"))
    assert len([notice for notice in heard if isinstance(notice, Changes)]) == 1


def test_an_edit_by_hand_merges_with_what_was_not_saved(path: Path) -> None:
    session = Session.open(path)
    session.do(Write(0, 0, "uit de sessie\n"))
    tables = json.loads(path.read_text(encoding="utf-8"))
    tables["notes"]["1"]["lines"].append("met de hand")
    first = tables["checklist"]["1"]
    first["state"] = "done"
    gone = tables["checklist"].pop("3")
    tables["agreements"]["1"] = {"id": "hand", "text": "Met de hand", "due": "2027-03-31"}
    path.write_text(json.dumps(tables), encoding="utf-8")
    session.save()

    for opened in (session, Session.open(path)):
        assert "uit de sessie" in opened.notes.text
        assert "met de hand" in opened.notes.text
        assert opened.conversation.item(first["id"]).state == "done"  # type: ignore[union-attr]
        assert opened.conversation.item(gone["id"]) is None
        assert [a.text for a in opened.conversation.agreements] == ["Met de hand"]


def test_tables_alone_are_enough_and_two_rebuilds_are_one(path: Path) -> None:
    session = Session.open(path)
    session.do(Write(0, 0, "eerste regel\n"))
    session.do(Tick(_item(session), "done"))
    session.close()
    tables = json.loads(path.read_text(encoding="utf-8"))
    del tables["_sync"]
    twin = path.with_name("twin.json")
    for target in (path, twin):
        target.write_text(json.dumps(tables), encoding="utf-8")
    one, other = Session.open(path), Session.open(twin)
    one.receive(other._shared.replica.document())
    assert one.notes.text.count("eerste regel") == 1
    assert one.notes.author(0) == "manager"
    assert one.conversation.checklist[0].state == "done"


def test_text_from_elsewhere_is_made_harmless(path: Path) -> None:
    tables = json.loads(path.read_text(encoding="utf-8"))
    tables["header"]["1"]["title"] = "titel\x1b]52;c;aGVsbG8=\x07"
    tables["notes"]["1"]["lines"][0] = "a\x1b[2Jb\u202ec\rd"
    path.write_text(json.dumps(tables), encoding="utf-8")
    session = Session.open(path)
    told = session.notes.text + session.conversation.header.title
    assert not any(bad in told for bad in "\x1b\x07\u202e\r")
    assert session.notes.lines[:2] == ["a␛[2Jb\ufffdc", "d"]


@pytest.mark.parametrize(
    ("table", "attribute", "value", "word"),
    [
        ("checklist", "state", "klaar", "open, done, parked"),
        ("header", "date", "3 december", "2026-12-31"),
        ("header", "minutes", "lang", "whole number"),
        ("partners", "name", 7, "quotes"),
        ("partners", "id", "", "id"),
    ],
)
def test_a_wrong_value_by_hand_names_place_and_reason(
    path: Path, table: str, attribute: str, value: object, word: str
) -> None:
    tables = json.loads(path.read_text(encoding="utf-8"))
    tables[table]["1"][attribute] = value
    text = json.dumps(tables)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DamagedFile) as caught:
        Session.open(path)
    assert table in str(caught.value)
    assert word in str(caught.value)
    assert path.name in str(caught.value)
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ('{"_sync": {"1": {"format": 99}}, "header": {"1": {}}}', "newer"),
        ('{"header": {"1": {}}, "_sync": {"1": {"document": "!"}}}', "damaged"),
        ('{"header": {"1": {}}, "_sync": {"1": {"document": "Z2FyYmFnZQ=="}}}', "damaged"),
        ('{"_default": {"1": {"name": "something else"}}}', "not a conversation"),
        ('{"header": {"1"', "line 1"),
        ("", "empty"),
    ],
)
def test_a_file_that_is_not_right_is_told_and_left_alone(
    path: Path, content: str, word: str
) -> None:
    Session.open(path).close()
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DamagedFile) as caught:
        Session.open(path)
    assert word in str(caught.value)
    assert path.read_text(encoding="utf-8") == content


def test_the_previous_good_copy_comes_back_on_request(path: Path) -> None:
    from ...data.checking import check_file, restore

    session = Session.open(path)
    session.do(Write(0, 0, "bewaard. "))
    session.save()
    session.do(Write(0, 0, "later. "))
    session.close()
    path.write_text("{", encoding="utf-8")
    assert check_file(path).previous is not None
    restore(path)
    assert "bewaard. " in Session.open(path).notes.text
    assert path.with_name(path.name + ".damaged").read_text(encoding="utf-8") == "{"


def test_a_full_disk_is_told_and_nothing_is_lost(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session.open(path, clock=_clock)

    def full(*_: object) -> None:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(Journal, "append", full)
        session.do(Write(0, 0, "toch getypt"))
        assert "full" in session.kept.reason
        broken.setattr(ConversationFile, "write", full)
        with pytest.raises(StoreError):
            session.save()
    session.save()
    assert session.kept.reason == ""
    assert Session.open(path).notes.text.startswith("toch getypt")


def test_a_file_that_was_taken_away_is_written_again(path: Path) -> None:
    session = Session.open(path)
    session.do(Write(0, 0, "nog hier. "))
    path.unlink()
    session.close()
    assert "nog hier." in Session.open(path).notes.text


def test_stock_tinydb_reads_the_tables(path: Path) -> None:
    import tinydb

    session = Session.open(path)
    session.do(AddAgreement(Agreement("a1", order="V"), {"text": "Draaiboek"}))
    session.close()
    with tinydb.TinyDB(path) as database:
        assert [row["text"] for row in database.table("agreements").all()] == ["Draaiboek"]
        assert database.table("notes").get(doc_id=1)["lines"][0] == "## Terugblik"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_saving_waits_for_idle_seconds_and_never_longer_than_busy_ones(path: Path) -> None:
    session = Session.open(path)
    assert session.job(0.0) is None
    start = time.monotonic()
    session.do(Write(0, 0, "a"))
    sync = session.job(start + 1.5)
    assert sync is not None
    assert not sync.saves
    assert session.job(start + 1.6) is None, "one job at a time"
    sync.run()
    session.settle(sync)
    save = session.job(start + 2.5)
    assert save is not None
    assert save.saves
    save.run()
    session.settle(save)
    assert session.job(start + 60.0) is None
    assert Session.look(path).notes.text.startswith("a")
    assert [found.frames for found in read_journals(journal_folder(path))] == [()], (
        "the journal is cut once the file holds it"
    )


def test_while_typing_goes_on_it_saves_every_ten_seconds() -> None:
    class Changed:
        changed = True

        def prepare(self) -> None:
            return None

    schedule, saved, keeper = Schedule(), [], cast(Keeper, Changed())
    for tenths in range(301):
        now = tenths / 10
        schedule.edited(now)
        job = schedule.due([keeper], now)
        if job is not None:
            schedule.settled()
            if job.saves:
                saved.append(now)
    assert len(saved) == 2
    assert all(later - sooner >= BUSY_SECONDS for sooner, later in pairwise([0.0, *saved]))


def test_an_update_that_waits_for_another_survives_saving_and_reopening(path: Path) -> None:
    session = Session.open(path)
    elsewhere = Replica(7)
    elsewhere.apply(session._shared.replica.document())
    _, first = elsewhere.edit([Splice(0, 0, "eerst ", "employee")])
    _, second = elsewhere.edit([Splice(6, 0, "daarna ", "employee")])
    session.receive(second)
    session.do(Write(0, 0, "hier. "))
    session.save()
    session.close()
    session = Session.open(path)
    assert "daarna" not in session.notes.text
    session.receive(first)
    session.close()
    final = Session.open(path)
    assert "eerst daarna " in final.notes.text
    assert "hier. " in final.notes.text
    final.close()
    assert not journal_folder(path).exists()


def test_an_older_save_never_overwrites_a_newer_one(path: Path) -> None:
    session = Session.open(path)
    session.do(Write(0, 0, "eerst. "))
    slow = session.job(time.monotonic() + 60)
    assert slow is not None
    session.do(Write(0, 0, "daarna. "))
    session.save()
    slow.run()
    session.settle(slow)
    session.close()
    assert Session.open(path).notes.text.startswith("daarna. eerst. ")


def test_moving_changes_the_order_and_hand_made_orders_are_mended(path: Path) -> None:
    session = Session.open(path)
    for number in range(3):
        session.do(AddAgreement(Agreement(f"a{number}", order="same"), {"text": str(number)}))
    rows = [(a.id, a.order) for a in session.conversation.agreements if a.id != "a2"]
    session.do(Arrange("agreement", place("a2", 1, rows)))
    assert [a.id for a in session.conversation.agreements] == ["a0", "a2", "a1"]
    session.do(Change("agreement", "a2", {"due": "2027-03-31"}))
    assert str(session.conversation.agreement("a2").due) == "2027-03-31"  # type: ignore[union-attr]
