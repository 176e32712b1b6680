"""Copies are brought together with their conversation, put away, and nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.maintenance.bring_together import bring_together, copies_of
from afspraak.data.maintenance.check import check_file
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Answer, Change, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.people import conversation_files_in
from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import journal_folder, private_path

from ...support.conversations.copies import done, file_names
from ...support.conversations.journals import abandoned_journal

SYNCTHING = "anna.sync-conflict-20260101-120000-ABCDEFG.json"
NEXTCLOUD = "anna (conflicted copy 2026-01-01 120000).json"


@pytest.fixture
def anna(tmp_path: Path) -> Path:
    beginning = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    session = Session.create(tmp_path / "nb" / "anna.json", beginning, me=MANAGER)
    session.apply(AddAgreement(Agreement(RowId("a1"), text="A course", order="V")))
    session.close()
    session.path.with_name("anna.json~").unlink(missing_ok=True)
    return session.path


def _together(path: Path) -> list[str]:
    results = bring_together(path, copies_of(path))
    return [line for result in results for line in result.lines(catalogue("en"))]


@pytest.mark.parametrize("name", [SYNCTHING, NEXTCLOUD])
def test_a_copy_is_taken_in_and_removed(anna: Path, name: str) -> None:
    copy = anna.with_name(name)
    shutil.copy(anna, copy)
    done(copy, Write(0, 0, "typed on the laptop\n"))
    done(anna, Write(0, 0, "typed here\n"))
    told = "\n".join(_together(anna))
    assert "lines added to the notes (1)" in told and "was removed" in told
    text = Session.open_read_only(anna).notes.text
    assert "typed on the laptop" in text and "typed here" in text
    assert file_names(anna.parent) == ["anna.json", "anna.json~"]
    assert copies_of(anna) == []


def test_a_copy_with_another_value_is_kept(anna: Path) -> None:
    copy = anna.with_name(SYNCTHING)
    shutil.copy(anna, copy)
    done(copy, Change("agreement", RowId("a1"), {"text": "Another course"}))
    done(anna, Change("agreement", RowId("a1"), {"text": "The same course"}))
    copy.chmod(0o644)
    told = "\n".join(_together(anna))
    assert "still in anna.json.merged" in told
    kept = anna.with_name("anna.json.merged")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert b"Another course" in kept.read_bytes()
    assert copies_of(anna) == []
    report = "\n".join(check_file(anna).lines(catalogue("en")))
    assert str(kept) in report
    (files,) = conversation_files_in(anna.parent)
    assert kept in files.files, "an erasure finds it"


def test_several_copies_and_their_private_files(anna: Path) -> None:
    done(anna, Answer(RowId("goals"), MANAGER, "mine", private=True))
    for number, name in enumerate((SYNCTHING, NEXTCLOUD)):
        copy = anna.with_name(name)
        shutil.copy(anna, copy)
        done(copy, Write(0, 0, f"line {number}\n"))
    private = anna.with_name("anna.private.sync-conflict-20260101-120000-ABCDEFG.json")
    shutil.copy(private_path(anna), private)
    session = Session.open_read_only(anna)
    assert copies_of(anna) == sorted(
        [anna.with_name(SYNCTHING), anna.with_name(NEXTCLOUD), private]
    )
    elsewhere = anna.parent.with_name("laptop") / "anna.json"
    elsewhere.parent.mkdir()
    shutil.copy(anna, elsewhere)
    shutil.copy(private_path(anna), private_path(elsewhere))
    done(elsewhere, Answer(RowId("went-well"), MANAGER, "from the laptop", private=True))
    shutil.copy(private_path(elsewhere), private)
    _together(anna)
    session = Session.open_read_only(anna)
    assert {"mine", "from the laptop"} <= set(session.private_answers().values())
    assert "line 0" in session.notes.text and "line 1" in session.notes.text
    assert copies_of(anna) == []
    assert not private.exists()


def test_a_damaged_copy_stays_and_the_reason_is_told(anna: Path) -> None:
    copy = anna.with_name(SYNCTHING)
    copy.write_text("{", "utf-8")
    before = anna.read_bytes()
    (line,) = _together(anna)
    assert f"{SYNCTHING} stays" in line
    assert copy.exists()
    assert anna.read_bytes() == before
    report = check_file(copy)
    assert report.fault is not None


def test_a_copy_that_is_open_stays(anna: Path) -> None:
    copy = anna.with_name(SYNCTHING)
    shutil.copy(anna, copy)
    session = Session.open(copy)
    (line,) = _together(anna)
    assert "open in another window" in line
    assert copy.exists()
    session.close()
    _together(anna)
    assert not copy.exists()


def test_the_journal_of_a_copy_is_taken_in(anna: Path) -> None:
    copy, elsewhere = anna.with_name(SYNCTHING), anna.parent.with_name("elsewhere.json")
    for target in (copy, elsewhere):
        shutil.copy(anna, target)
    done(elsewhere, Write(0, 0, "only in its journal\n"))
    known = Session.open_read_only(copy).sync.state_vector
    update = Session.open_read_only(elsewhere).sync.update_since(known)
    abandoned_journal(journal_folder(copy), 7, [update])
    _together(anna)
    assert "only in its journal" in Session.open_read_only(anna).notes.text
    assert file_names(anna.parent) == ["anna.json", "anna.json~"]


def test_the_preparation_of_somebody_else_beside_a_copy_is_never_removed(anna: Path) -> None:
    copy = anna.with_name(SYNCTHING)
    shutil.copy(anna, copy)
    theirs = Session.open(copy)
    theirs.set_partner(EMPLOYEE)
    theirs.apply(Answer(RowId("goals"), EMPLOYEE, "Anna's alone", private=True))
    theirs.close()
    (line,) = _together(anna)[-1:]
    assert "stays" in line
    assert b"Anna's alone" in private_path(copy).read_bytes()
    assert copy.exists()
