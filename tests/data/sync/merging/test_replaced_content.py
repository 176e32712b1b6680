"""Going back to an earlier copy: an edit that the other partner and the history get too."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.conversation import Agreement, Approval
from afspraak.data.model.edits import (
    AddAgreement,
    Answer,
    Approve,
    Change,
    Delete,
    Tick,
    Write,
)
from afspraak.data.model.last_change import last_change
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import private_path
from afspraak.data.sync.handshake import apply_updates
from afspraak.data.sync.merge_file import merge
from afspraak.data.sync.remote import CarriedUpdate
from afspraak.data.sync.sync_client import SyncClient
from afspraak.tui.cli.main import main

from ....support.conversations.copies import content, done, mirror, words
from ....support.conversations.strangers import begun_with, notes_text
from ....support.servers.remotes import new_remotes


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A conversation with a first agreement."""
    path = begun_with(tmp_path / "nb" / "anna.json", "yesterday\nby both")
    done(path, AddAgreement(Agreement(RowId("first"), text="Keep this")))
    return path


@pytest.fixture
def backup(path: Path, tmp_path: Path) -> Path:
    """A backup of it, after which both wrote, added, removed and changed."""
    mirror(path.parent, tmp_path / "backup")
    first, second = Session.open_read_only(path).conversation.checklist[:2]
    done(
        path,
        Write(0, len("yesterday"), "today"),
        AddAgreement(Agreement(RowId("later"), text="Drop this")),
        Change("agreement", RowId("first"), {"text": "Another text"}),
        Tick(first.id, "done"),
        Delete("item", second.id),
        Answer(first.id, MANAGER, "A private thought", private=True),
    )
    done(path, Write(0, 0, "Of Anna\n"), writer=EMPLOYEE)
    return tmp_path / "backup" / "anna.json"


def readable(path: Path) -> tuple[object, ...]:
    """What a person reads in it, without what only counts up."""
    conversation = Session.open_read_only(path).full_conversation()
    header = replace(conversation.header, changed={}, highest={})
    return conversation.checklist, conversation.agreements, header, conversation.notes


def test_the_content_of_the_backup_is_the_content_again(path: Path, backup: Path) -> None:
    before = readable(path)
    report = words(merge(path, backup, dry_run=True, replace=True))
    assert "would be as in" in report and "Drop this" in report
    assert readable(path) == before, "a dry run changes nothing"
    later = private_path(path).read_bytes()
    report = words(merge(path, backup, replace=True))
    assert readable(path) == readable(backup) != before
    assert private_path(path).read_bytes() == later, "private preparation stays"
    assert "It is as in" in report and "Drop this" in report
    assert "(open)" in report, "a tick that goes is named by what it is now"
    assert not merge(path, backup, replace=True).has_changes


def test_neither_the_last_change_nor_the_highest_label_goes_back(
    path: Path, tmp_path: Path
) -> None:
    years_ago = datetime(2020, 12, 3, 10, 30, tzinfo=UTC)
    with closing(Session.open(path, clock=lambda: years_ago)) as session:
        session.apply(Write(0, 0, "then\n"))
    mirror(path.parent, tmp_path / "backup")
    done(path, AddAgreement(Agreement(RowId("later"), text="Drop this")))
    before = Session.open_read_only(path).conversation
    merge(path, tmp_path / "backup" / "anna.json", replace=True)
    after = Session.open_read_only(path).conversation
    assert len(after.agreements) < len(before.agreements)
    assert last_change(after) >= last_change(before)
    assert after.header.highest == before.header.highest


def test_it_is_in_the_history_and_can_be_taken_back(path: Path, backup: Path) -> None:
    before = readable(path)
    merge(path, backup, replace=True)
    history = Session.open_read_only(path).history()
    texts = ["\n".join(line.text for line in history.notes_at(n)) for n in range(len(history))]
    assert texts[-1].startswith("yesterday\n")
    assert texts[-2].startswith("Of Anna\ntoday\n"), "kept though it is of the same minute"
    merge(path, Path(f"{path}~"), replace=True)
    assert readable(path) == before


def test_a_plain_merge_of_the_backup_still_changes_nothing(path: Path, backup: Path) -> None:
    before = content(path)
    assert not merge(path, backup).has_changes
    assert content(path) == before


Shared = tuple[Path, Path, Callable[[], None]]


@pytest.fixture
def shared(path: Path, tmp_path: Path) -> Shared:
    """Jan's conversation and Anna's, which they share, and how to synchronise both."""
    anna = tmp_path / "anna" / "anna.json"
    anna.parent.mkdir(mode=0o700)
    shutil.copy(path, anna)
    for file, me in ((path, MANAGER), (anna, EMPLOYEE)):
        with closing(Session.open(file)) as session:
            session.set_partner(me)
            session.sync.set_remote_address(LocalFolder(str(tmp_path / "shared")))

    def synchronise() -> None:
        with closing(Session.open(path)) as one, closing(Session.open(anna)) as other:
            for _ in range(2):  # the second time takes what was put back
                for source, target in ((one.sync, other.sync), (other.sync, one.sync)):
                    update = source.update_since(target.state_vector)
                    apply_updates(target, [CarriedUpdate(update, is_own=False)])

    return path, anna, synchronise


def test_in_a_share_the_other_gets_it_and_keeps_what_they_said(
    shared: Shared, tmp_path: Path
) -> None:
    jan, anna, synchronise = shared
    synchronise()
    mirror(jan.parent, tmp_path / "backup")
    item = Session.open_read_only(jan).conversation.checklist[0].id
    done(jan, Write(0, len("yesterday"), "today"))
    done(anna, Answer(item, EMPLOYEE, "Anna's own words"), writer=EMPLOYEE)
    agreed = Approval(EMPLOYEE, "0" * 64, "2026-12-03T10:00:00Z", "agreed", own=True)
    done(anna, Approve(agreed), Write(0, 0, "Of Anna\n"), writer=EMPLOYEE)
    synchronise()
    assert notes_text(jan).startswith("Of Anna\ntoday")
    mirror(tmp_path / "backup", jan.parent)
    synchronise()
    assert notes_text(jan).startswith("Of Anna\ntoday"), "the share brings it all back"

    report = words(merge(jan, tmp_path / "backup" / "anna.json", replace=True))
    assert "The other partner gets this as your edit" in report
    assert "Anna's own words" in str(Session.open_read_only(jan).conversation), "not put back later"
    synchronise()
    for path in (jan, anna):
        session = Session.open_read_only(path)
        assert session.notes.text.startswith("yesterday\nby both")
        (answered,) = (row for row in session.conversation.checklist if row.id == item)
        assert answered.remarks[EMPLOYEE] == "Anna's own words"
        assert session.conversation.approvals[0].stance == "agreed"
    assert content(jan) == content(anna)
    assert not Session.open(anna).sync.refusals.messages()


def test_the_first_handshake_says_that_later_changes_of_this_user_came_back(
    path: Path, tmp_path: Path
) -> None:
    mirror(path.parent, tmp_path / "backup")
    with new_remotes("folder") as remote:

        def came_back(edit: Write | None = None) -> bool:
            with closing(Session.open(path)) as session:
                client = SyncClient(session.sync, remote(session.sync.client))
                if edit is not None:
                    session.apply(edit)
                client.sync()
                found = client.own_came_back
                client.close()
                return found

        assert not came_back(Write(0, 0, "today\n"))
        assert not came_back(), "nothing is missing here"
        mirror(tmp_path / "backup", path.parent)
        assert came_back()
        assert notes_text(path).startswith("today\n")
        assert not came_back()


@pytest.mark.parametrize(
    ("language", "said", "undo"),
    [("en", "It is as in", "To take it back"), ("nl", "Er staat weer wat in", "Terugdraaien")],
)
def test_the_command_says_what_changed_and_how_to_take_it_back(
    path: Path,
    backup: Path,
    capsys: pytest.CaptureFixture[str],
    language: str,
    said: str,
    undo: str,
) -> None:
    command = ["--notebook", str(path.parent), "--lang", language, "merge", "anna", str(backup)]
    assert main([*command, "--replace"]) == 0
    out = capsys.readouterr().out
    assert said in out and undo in out and f"{path}~' --replace" in out
    assert notes_text(path).startswith("yesterday\n")
