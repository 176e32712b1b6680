"""The conversation file as a TinyDB: opened, queried and saved through TinyDB alone."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import tinydb
from tinydb import where

from afspraak.data.errors import StorageError
from afspraak.data.ids import MANAGER, RowId
from afspraak.data.maintenance.save_copy import write_copy
from afspraak.data.model.conversation import Agreement, NoteLine
from afspraak.data.model.edits import AddAgreement, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.summary import read_conversation, read_summary
from afspraak.data.session.session import Session
from afspraak.data.storage import json_storage
from afspraak.data.storage.database import ConversationDatabase
from afspraak.data.storage.json_storage import ChangedOnDisk
from afspraak.data.storage.tables import to_tables
from afspraak.data.system.files.atomic_files import previous_copy, write_atomically
from afspraak.data.system.files.file_identity import FileIdentity

from ...checkout import ROOT

README = ROOT / "README.md"
TABLES = ["header", "partners", "checklist", "agreements", "progress", "approvals", "notes"]


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the written files, in order."""
    names: list[str] = []

    def counted(path: Path, data: bytes, *, keep_previous: bool = False) -> FileIdentity:
        names.append(path.name)
        return write_atomically(path, data, keep_previous=keep_previous)

    monkeypatch.setattr(json_storage, "write_atomically", counted)
    return names


def present(folder: Path) -> dict[str, bytes | None]:
    found = folder.rglob("*")
    return {
        str(one.relative_to(folder)): one.read_bytes() if one.is_file() else None for one in found
    }


def test_a_save_of_very_many_rows_is_one_write(tmp_path: Path, writes: list[str]) -> None:
    path = tmp_path / "many.json"
    begun = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    many = (Agreement(RowId(f"a{n}"), text=f"Course {n}", order=f"{n:04}") for n in range(1199))
    session = Session.create(path, replace(begun, agreements=tuple(many)), me=MANAGER)
    writes.clear()
    session.apply(AddAgreement(Agreement(RowId("z"), order="z"), {"text": "Course 1199"}))
    session.save()
    assert writes == [path.name]
    session.close()
    with tinydb.TinyDB(path) as database:
        rows = database.table("agreements").all()
    assert [row.doc_id for row in rows] == list(range(1, 1201))
    assert rows[-1]["text"] == "Course 1199"


def test_very_many_changes_of_a_database_are_one_write(path: Path, writes: list[str]) -> None:
    database = ConversationDatabase(path)
    before = path.read_bytes()
    for number in range(1100):
        database.table("agreements").insert({"id": f"a{number}"})
    assert writes == []
    assert path.read_bytes() == before
    database.save()
    assert writes == [path.name]
    assert previous_copy(path).read_bytes() == before
    assert len(ConversationDatabase(path).table("agreements")) == 1100


def test_the_layout_is_numbered_rows_in_readable_json(path: Path) -> None:
    session = Session.open(path)
    session.apply(Write(0, 0, "één 😀\n"))
    session.apply(AddAgreement(Agreement(RowId("a2"), order="b"), {"text": "Second"}))
    session.apply(AddAgreement(Agreement(RowId("a1"), order="a"), {"text": "First"}))
    session.save()
    rows = to_tables(session.fields, session.notes.note_lines())
    assert list(rows) == TABLES
    saved = path.read_text(encoding="utf-8")
    sync = json.loads(saved)["_sync"]
    assert list(sync) == ["1"]
    assert list(sync["1"])[:3] == ["format", "digest", "document"]
    numbered = {
        name: {str(number): row for number, row in enumerate(rows[name], 1)} for name in TABLES
    }
    text = json.dumps({**numbered, "_sync": sync}, indent=2, ensure_ascii=False)
    assert saved == f"{text}\n"
    assert [row["text"] for row in numbered["agreements"].values()] == ["First", "Second"]
    session.close()


def test_a_database_serves_nothing_stale(path: Path) -> None:
    mine, theirs = ConversationDatabase(path), ConversationDatabase(path)
    bo = where("name") == "Bo"
    assert theirs.table("people").search(bo) == []
    mine.table("people").insert({"name": "Anna"})
    mine.table("people").insert({"name": "Bo"})
    mine.save()
    assert theirs.reload()
    assert theirs.table("people").search(bo) == [{"name": "Bo"}]
    assert theirs.table("people").insert({"name": "Cem"}) == 3
    theirs.save()
    assert mine.table("people").insert({"name": "Dee"}) == 4
    mine.save()
    assert [row["name"] for row in theirs.table("people")] == ["Anna", "Bo", "Cem", "Dee"]


def test_rows_of_a_failed_save_are_not_returned(path: Path) -> None:
    mine, theirs = ConversationDatabase(path), ConversationDatabase(path)
    before = mine.tables()
    mine.replace({"header": [{"title": "mine"}]})
    theirs.replace({"header": [{"title": "theirs"}], "notes": []})
    with pytest.raises(ChangedOnDisk):
        theirs.save()  # it never read the file
    assert theirs.tables() == before
    mine.save()
    assert theirs.reload()
    assert theirs.tables() == {"header"}


def test_a_manually_added_and_removed_row_leaves_a_valid_file(path: Path) -> None:
    with tinydb.TinyDB(path) as database:
        database.insert({"scribble": 1})
        database.truncate()
    session = Session.open(path)
    assert session.conversation.item(RowId("went-well")) is not None
    session.close()
    assert "_default" not in json.loads(path.read_text(encoding="utf-8"))


def test_the_readme_shows_how_to_query_a_conversation(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    session = Session.open(path)
    for number, owner in enumerate(("Anna", "Jan", "Anna")):
        agreement = Agreement(RowId(f"a{number}"), order=f"{number}")
        told = {"text": f"Course {number}", "owner": owner, "due": f"2027-03-0{number + 1}"}
        session.apply(AddAgreement(agreement, told))
    session.close()
    before = present(path.parent)
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert re.search(r'TinyDB\("anna\.json"', example)
    monkeypatch.chdir(path.parent)
    exec(example, {})
    title = read_conversation(path).header.title
    assert capsys.readouterr().out.splitlines() == [
        "1 2027-03-01 Course 0",
        "3 2027-03-03 Course 2",
        title,
    ]
    assert title
    assert present(path.parent) == before


class Refused(Exception):
    """An exception of a library."""


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Refused("not today")

    monkeypatch.setattr(tinydb.TinyDB, "__init__", refuse)


def test_a_failing_tinydb_loses_nothing(path: Path, request: pytest.FixtureRequest) -> None:
    session = Session.open(path)
    session.apply(Write(0, 0, "only in the journal"))
    before = present(path.parent)
    conversation = session.conversation
    request.getfixturevalue("refusing")
    new = path.parent / "new" / "new.json"
    for act in (
        lambda: Session.open(path),
        lambda: Session.open_read_only(path),
        lambda: read_summary(path),
        lambda: read_conversation(path),
        lambda: Session.create(new, conversation, me=MANAGER),
        lambda: write_copy(session, path.with_name("elsewhere.json")),
    ):
        with pytest.raises(
            StorageError, match=r"\.json cannot be opened: TinyDB.*not today"
        ) as told:
            act()
        assert "Nothing was changed" in str(told.value)
        assert isinstance(told.value.__cause__, Refused)
    assert present(path.parent) == before


def test_the_journal_is_applied_after_tinydb_recovers(path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        Session.open(path).apply(Write(0, 0, "typed before it failed. "))
        patch.setattr(tinydb.TinyDB, "__init__", lambda *_, **__: 1 / 0)
        with pytest.raises(StorageError, match="TinyDB"):
            Session.open(path)
    assert "typed before it failed. " in Session.open(path).notes.text


def test_documents_are_read_by_number_not_by_position(path: Path) -> None:
    conversation = read_conversation(path)
    tables = to_tables({}, [NoteLine("x")])
    assert tables["header"] == [{}]
    with tinydb.TinyDB(path) as database:
        row = database.table("notes").get(doc_id=1)
        assert row is not None
        database.table("notes").truncate()
        database.table("notes").insert(tinydb.table.Document({"lines": ["not it"]}, doc_id=7))
        database.table("notes").insert(tinydb.table.Document(row, doc_id=1))
        items = database.table("checklist")
        last = items.all()[-1]
        items.remove(doc_ids=[1])
        items.insert(tinydb.table.Document({**last, "id": "added", "order": "0"}, doc_id=99))
    read = read_conversation(path)
    assert read.notes == conversation.notes
    assert read.checklist[0].id == "added"
    assert len(read.checklist) == len(conversation.checklist)
    assert read.header.date is None or isinstance(read.header.date, date)
