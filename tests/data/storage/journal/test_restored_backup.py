"""Yesterday's file comes back over today's: what builds on the newer file waits, and is kept."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.maintenance.check import check_file
from afspraak.data.maintenance.repair import restore
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import journal_folder
from afspraak.data.sync.handshake import apply_updates
from afspraak.data.sync.merge_file import merge
from afspraak.data.sync.remote import CarriedUpdate
from afspraak.tui.cli.main import main

from ....support.conversations.backups import restored_backup
from ....support.conversations.copies import done, files
from ....support.conversations.strangers import notes_text, type_and_be_killed

ALL = ["restored", "tod-unsaved-ay", "yesterday"]


def journals(path: Path) -> list[str]:
    return sorted(file.name for file in journal_folder(path).glob("*.afl"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A conversation of which yesterday's file came back, with a journal of today beside it."""
    return restored_backup(tmp_path).path


def test_sessions_leave_no_journal_each_while_one_waits(path: Path) -> None:
    waiting = journals(path)
    assert len(waiting) == 1
    for number in range(3):
        done(path, Write(0, 0, f"opening {number}\n"))
        assert journals(path) == waiting
    assert notes_text(path).startswith("opening 2\nopening 1\nopening 0\nyesterday")
    before = files(path.parent)
    Session.open(path).close()
    assert files(path.parent) == before, "an opening that changes nothing writes nothing"


def test_what_waits_is_applied_when_the_newer_file_is_merged(path: Path, tmp_path: Path) -> None:
    done(path, Write(0, 0, "restored\n"))
    merge(path, tmp_path / "newer.json")
    assert sorted(notes_text(path).split()) == ALL
    Session.open(path).close()
    assert not journals(path) and check_file(path).is_intact


def test_what_waits_is_applied_when_the_newer_file_returns(path: Path, tmp_path: Path) -> None:
    with closing(Session.open(path)) as session:
        assert session.replicas.waiting_journals
        session.apply(Write(0, 0, "restored\n"))
        shutil.copy(tmp_path / "newer.json", path)
        session.save()
        assert sorted(session.notes.text.split()) == ALL
        assert not session.replicas.waiting_journals
    assert not journals(path)
    assert sorted(notes_text(path).split()) == ALL


@pytest.mark.parametrize("is_own", [False, True], ids=["the other", "this user"])
def test_what_waits_is_applied_when_the_share_brings_the_rest(
    path: Path, tmp_path: Path, is_own: bool
) -> None:
    newer = Session.open_read_only(tmp_path / "newer.json").sync
    with closing(Session.open(path)) as session:
        session.apply(Write(0, 0, "restored\n"))
        update = newer.update_since(session.sync.state_vector)
        apply_updates(session.sync, [CarriedUpdate(update, is_own)])
        assert sorted(session.notes.text.split()) == ALL
    assert not journals(path) and check_file(path).is_intact
    assert sorted(notes_text(path).split()) == ALL


def test_check_says_that_it_waits_and_what_helps(path: Path) -> None:
    report = check_file(path)
    assert not report.is_intact
    for language, words in (("en", "waits for a newer file"), ("nl", "wacht op een nieuwer")):
        text = "\n".join(report.lines(catalogue(language)))
        assert words in text and "afspraak merge anna" in text, text


def test_the_user_can_go_on_without_it(path: Path) -> None:
    text = catalogue("en")(restore(path))
    (kept,) = journal_folder(path).glob("*.damaged")
    assert str(kept) in text
    assert not journals(path) and check_file(path).is_intact
    done(path, Write(0, 0, "without it\n"))
    assert kept.exists() and notes_text(path).startswith("without it\nyesterday")


def test_only_the_part_that_can_be_applied_of_several_journals_is_removed(path: Path) -> None:
    type_and_be_killed(path, "of another session\n")
    assert len(journals(path)) == 2
    Session.open(path).close()
    assert len(journals(path)) == 1
    assert "of another session" in notes_text(path)


def test_the_command_line_says_so_in_both_languages(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--notebook", str(path.parent), "--lang", "nl", "check", "anna"]) == 3
    assert "afspraak check anna --restore" in capsys.readouterr().out
