"""The conversation file: readable, editable by hand, and refused with a clear message."""

from __future__ import annotations

import json
import stat
import time
from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import RowId
from afspraak.data.maintenance.check import check_file
from afspraak.data.maintenance.repair import restore
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Change, Reorder, Tick, Write
from afspraak.data.model.fractional_index import keys_to_insert
from afspraak.data.session.session import Session
from afspraak.data.storage.changes_on_disk import RemovedFile
from afspraak.data.storage.json_storage import DamagedFile
from afspraak.data.storage.loader import NewerFile
from afspraak.data.storage.saving.status import Saving
from afspraak.data.system.files.atomic_files import previous_copy


def test_a_manual_change_merges_with_unsaved_edits(path: Path) -> None:
    session = Session.open(path)
    session.apply(Write(0, 0, "uit de sessie\n"))
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


def test_a_document_is_rebuilt_from_tables_identically_each_time(path: Path) -> None:
    session = Session.open(path)
    session.apply(Write(0, 0, "eerste regel\n"))
    session.apply(Tick(session.conversation.checklist[0].id, "done"))
    session.close()
    tables = json.loads(path.read_text(encoding="utf-8"))
    del tables["_sync"]
    twin = path.with_name("twin.json")
    for target in (path, twin):
        target.write_text(json.dumps(tables), encoding="utf-8")
    one, other = Session.open(path), Session.open(twin)
    one.sync.receive(other.sync.update_since(Replica().state_vector))
    assert one.notes.text.count("eerste regel") == 1
    assert one.notes.author(0) == "manager"
    assert one.conversation.checklist[0].state == "done"


def test_text_from_a_file_is_cleaned(path: Path) -> None:
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
def test_a_wrong_value_in_a_file_names_location_and_reason(
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
        ('{"header": {"1": {}}, "_sync": {"1": {"document": "!"}}}', "damaged"),
        ('{"header": {"1": {}}, "_sync": {"1": {"document": "Z2FyYmFnZQ=="}}}', "damaged"),
        ('{"_default": {"1": {"name": "something else"}}}', "not a conversation"),
        ('{"header": {"1"', "line 1"),
        ("", "empty"),
    ],
)
def test_an_invalid_file_is_reported_and_not_changed(path: Path, content: str, word: str) -> None:
    Session.open(path).close()
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DamagedFile) as caught:
        Session.open(path)
    assert word in str(caught.value)
    assert path.read_text(encoding="utf-8") == content


def test_a_file_of_a_newer_version_is_not_replaced_by_its_previous_copy(path: Path) -> None:
    session = Session.open(path)
    session.apply(Write(0, 0, "eerst. "))
    session.close()
    assert path.with_name(path.name + "~").exists()
    content = '{"_sync": {"1": {"format": 99}}, "header": {"1": {}}}'
    path.write_text(content, encoding="utf-8")
    for try_it in (Session.open, restore):
        with pytest.raises(NewerFile, match=r"anna\.json was written by a newer afspraak"):
            try_it(path)
    assert check_file(path).previous is None
    assert path.read_text(encoding="utf-8") == content


def test_the_previous_copy_is_restored_on_request(path: Path) -> None:
    session = Session.open(path)
    session.apply(Write(0, 0, "bewaard. "))
    session.save()
    session.apply(Write(0, 0, "later. "))
    session.close()
    path.write_text("{", encoding="utf-8")
    assert check_file(path).previous is not None
    restore(path)
    assert "bewaard. " in Session.open(path).notes.text
    assert path.with_name(path.name + ".damaged").read_text(encoding="utf-8") == "{"


def test_a_deleted_file_is_written_again_only_on_request(path: Path) -> None:
    session = Session.open(path)
    session.apply(Write(0, 0, "nog hier. "))
    path.unlink()
    with pytest.raises(RemovedFile):
        session.save()
    assert not path.exists()
    assert session.save_status.state == Saving.FAILED
    job = session.autosave.next_job(time.monotonic() + 60)
    assert job is not None
    assert not job.saves, "only the journal is flushed"
    session.autosave.complete_job(job)
    session.autosave.recreate()
    assert "nog hier." in Session.open(path).notes.text


def test_the_journal_of_a_deleted_file_holds_the_whole_conversation(path: Path) -> None:
    session = Session.open(path)
    before = session.notes.text
    path.unlink()
    previous_copy(path).unlink(missing_ok=True)
    session.apply(Write(0, 0, "nog hier. "))
    with pytest.raises(RemovedFile):
        session.close()
    restore(path)
    assert Session.open(path).notes.text == f"nog hier. {before}"


def test_stock_tinydb_reads_the_tables(path: Path) -> None:
    import tinydb

    session = Session.open(path)
    session.apply(AddAgreement(Agreement(RowId("a1"), order="V"), {"text": "Draaiboek"}))
    session.close()
    with tinydb.TinyDB(path) as database:
        assert [row["text"] for row in database.table("agreements").all()] == ["Draaiboek"]
        assert database.table("notes").get(doc_id=1)["lines"][0] == "## Terugblik"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_moving_changes_the_order_and_repairs_handmade_orders(path: Path) -> None:
    session = Session.open(path)
    for number in range(3):
        session.apply(
            AddAgreement(Agreement(RowId(f"a{number}"), order="same"), {"text": str(number)})
        )
    rows = [(a.id, a.order) for a in session.conversation.agreements if a.id != "a2"]
    session.apply(Reorder("agreement", keys_to_insert(RowId("a2"), 1, rows)))
    assert [a.id for a in session.conversation.agreements] == ["a0", "a2", "a1"]
    session.apply(Change("agreement", RowId("a2"), {"due": "2027-03-31"}))
    assert str(session.conversation.agreement(RowId("a2")).due) == "2027-03-31"  # type: ignore[union-attr]
