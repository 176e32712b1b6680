"""A complete copy in another folder includes private preparation and can be merged back."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.ids import MANAGER, RowId
from afspraak.data.maintenance import save_copy
from afspraak.data.maintenance.lock import lock
from afspraak.data.maintenance.save_copy import write_copy
from afspraak.data.model.edits import Answer, Draft, Write
from afspraak.data.session.session import Session
from afspraak.data.storage.encryption.seal import is_sealed
from afspraak.data.storage.siblings import private_path
from afspraak.data.sync.merge_file import merge
from afspraak.data.system.files.atomic_files import write_new_file

from ...support.conversations.copies import content, done, files
from ...support.conversations.lock_keys import Key

PRIVATE = "Xylofoon"


@pytest.fixture
def away(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder / "copy.json"


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    """A session with content in both files, which are not saved yet."""
    session = Session.open(path)
    session.apply(Write(0, 0, "Zwaluwstaart"))
    session.apply(Answer(item(session), MANAGER, PRIVATE, private=True))
    session.apply(Draft(MANAGER, "Only with the course"))
    yield session
    session.close()


def item(session: Session) -> RowId:
    return session.conversation.checklist[0].id


def test_a_saved_copy_has_a_separate_private_file(session: Session, away: Path) -> None:
    before = os.umask(0)
    try:
        write_copy(session, away)
    finally:
        os.umask(before)
    assert set(files(away.parent)) == {"copy.json", "copy.private.json"}
    for file in away.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert PRIVATE.encode() not in away.read_bytes()
    assert content(away) == (
        dict(session.fields),
        [(line.text, line.by) for line in session.notes.note_lines()],
    )
    there = Session.open_read_only(away)
    assert there.private_answers() == {item(session): PRIVATE}
    assert there.draft(MANAGER) == "Only with the course"


def test_merging_a_saved_copy_restores_private_preparation(
    path: Path, session: Session, away: Path
) -> None:
    session.save()
    saved = files(path.parent)
    more = f"{PRIVATE} more"
    session.apply(Answer(item(session), MANAGER, more, private=True))
    write_copy(session, away)
    session.close()
    for name in ("anna.json", "anna.private.json"):  # as if its own place had taken no more
        (path.parent / name).write_bytes(saved[name])
    other = session.conversation.checklist[1].id
    done(away, Answer(other, MANAGER, "new", private=True))
    done(path, Answer(session.conversation.checklist[2].id, MANAGER, "here", private=True))
    merge(path, away)
    told = Session.open_read_only(path).private_answers()
    assert sorted(told.values()) == sorted([more, "new", "here"])
    assert told[other] == "new"


def test_a_copy_without_private_preparation_is_one_file(path: Path, away: Path) -> None:
    session = Session.open(path)
    write_copy(session, away)
    session.close()
    assert set(files(away.parent)) == {"copy.json"}


def test_a_failed_private_copy_leaves_no_files(
    session: Session, away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(name: str, data: bytes, folder: int) -> None:
        write_new_file(name, data[:5] if "private" in name else data, folder)
        if "private" in name:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(save_copy, "write_new_file", full)
    with pytest.raises(StorageError, match="the disk is full"):
        write_copy(session, away)
    assert files(away.parent) == {}


@pytest.mark.parametrize("taken", ["copy.json", "copy.private.json"])
def test_saving_a_copy_overwrites_no_file(session: Session, away: Path, taken: str) -> None:
    (away.parent / taken).write_text("mine")
    with pytest.raises(StorageError, match="is there already"):
        write_copy(session, away)
    assert files(away.parent) == {taken: b"mine"}


def test_the_copy_of_a_locked_conversation_is_locked(
    full: Path, jan: Key, anna: Key, away: Path
) -> None:
    jan.only()
    lock(full, [jan.public, anna.public])
    session = Session.open(full)
    session.apply(Write(0, 0, "Zwaluwstaart once more\n"))
    write_copy(session, away)
    session.close()
    assert is_sealed(away)
    assert is_sealed(private_path(away))
    assert Session.open_read_only(away).private_answers() == session.private_answers() != {}
    anna.only()
    with pytest.raises(StorageError, match="none of your keys"):
        Session.open_read_only(private_path(away))
    private_path(away).unlink()
    assert "once more" in Session.open_read_only(away).notes.text
