"""Files of another conversation are moved aside only if nobody uses them, and replace nothing."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.ids import MANAGER
from afspraak.data.model.edits import Answer, Write
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.storage.json_storage import ChangedOnDisk
from afspraak.data.storage.saving.status import Saving
from afspraak.data.storage.siblings import journal_folder, private_path
from afspraak.data.storage.unrelated.separation import move_document_aside
from afspraak.data.system.files.atomic_files import temporary_name
from afspraak.data.system.files.file_identity import file_identity

from ....support.conversations.copies import done, file_names, files
from ....support.conversations.strangers import (
    ALONE,
    OURS,
    THEIRS,
    begun_with,
    notes_text,
    type_and_be_killed,
)


def _no_links(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, "no links here")


def test_a_file_that_another_program_uses_is_not_moved_aside(
    tmp_path: Path, stranger: Path
) -> None:
    ours = begun_with(tmp_path / "nb" / "anna.json", OURS)
    session = Session.open(ours)
    ours.with_name("anna.json~").unlink()
    shutil.copy(stranger, ours)
    guest = Session.open(ours)  # nothing beside it tells that ours is open
    guest.apply(Write(0, 0, "theirs "))
    session.apply(Write(0, 0, "ours "))
    before = ours.read_bytes()
    with pytest.raises(StorageError, match="than the one that is open there in a program"):
        session.save()
    assert session.save_status.state is Saving.FAILED
    assert ours.read_bytes() == before
    assert Notebook(ours.parent).slugs() == ["anna"]
    guest.close()
    session.save()
    session.close()
    assert notes_text(ours) == f"ours {OURS}\n"
    assert notes_text(ours.with_name("anna-2.json")) == f"theirs {THEIRS}\n"


def test_a_file_that_was_changed_since_it_was_read_is_not_moved_aside(
    ours: Path, stranger: Path
) -> None:
    read, other = file_identity(ours), Session.open_read_only(stranger).replicas.shared.replica
    shutil.copy(stranger, ours)
    before = files(ours.parent)
    with pytest.raises(ChangedOnDisk):
        move_document_aside(ours, read, other)
    assert files(ours.parent) == before


@pytest.mark.parametrize("left", ["", "half of"])
def test_a_temporary_file_of_a_killed_move_is_replaced(
    ours: Path, stranger: Path, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    """Without hard links a file is copied first, and a kill may leave a part of the copy."""
    session = Session.open(ours)
    shutil.copy(stranger, ours)
    kept = ours.with_name("anna-2.json")
    kept.with_name(temporary_name(kept.name)).write_text(left)
    monkeypatch.setattr(os, "link", _no_links)
    session.apply(Write(0, 0, "on "))
    session.close()
    assert kept.read_bytes() == stranger.read_bytes()
    assert notes_text(ours) == f"on {OURS}\n"
    assert not [file.name for file in ours.parent.iterdir() if file.name.startswith(".")]


def test_another_error_than_a_missing_link_stops_the_move(
    ours: Path, stranger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    shutil.copy(stranger, ours)
    before = files(ours.parent)
    monkeypatch.setattr(os, "link", full)
    with pytest.raises(StorageError, match="full"):
        Session.open(ours)
    monkeypatch.undo()
    assert files(ours.parent) == before
    Session.open(ours).close()
    assert notes_text(ours) == f"{THEIRS}\n"
    assert notes_text(ours.with_name("anna-2.json")) == f"{OURS}\n"


def test_a_previous_copy_that_the_moved_conversation_contains_is_removed(
    ours: Path, stranger: Path
) -> None:
    session = Session.open(ours)
    shutil.copy(stranger, ours)
    session.close()
    theirs = ours.with_name("anna-2.json")
    shutil.copy(theirs, ours.with_name("anna.json~"))
    before = theirs.read_bytes()
    Session.open(ours).close()
    assert not ours.with_name("anna.json~").exists()
    assert theirs.read_bytes() == before
    assert Notebook(ours.parent).slugs() == ["anna", "anna-2"]


def test_a_previous_copy_with_other_text_is_kept_under_a_free_name(
    ours: Path, stranger: Path
) -> None:
    session = Session.open(ours)
    shutil.copy(stranger, ours)
    session.close()
    done(stranger, Write(0, 0, "later "))
    shutil.copy(stranger, ours.with_name("anna.json~"))
    Session.open(ours).close()
    assert notes_text(ours) == f"{OURS}\n"
    assert notes_text(ours.with_name("anna-2.json")) == f"{THEIRS}\n"
    assert notes_text(ours.with_name("anna-2-2.json")) == f"later {THEIRS}\n"


def test_moved_private_files_and_journals_are_found_by_their_conversation(
    ours: Path, stranger: Path
) -> None:
    """All of a conversation gets one name, and its file is found there by its history."""
    session = Session.open(ours)
    item = session.conversation.checklist[1].id
    session.close()
    done(ours, Answer(item, MANAGER, f"{ALONE} too", private=True))
    shutil.copy(private_path(ours), f"{private_path(ours)}~")
    type_and_be_killed(ours, "and more")
    moved = ours.with_name("anna-2.json")
    ours.rename(moved)
    shutil.copy(stranger, ours)
    Session.open(ours).close()
    assert file_names(ours.parent) == [
        "anna-2.json", "anna-2.log", "anna-2.private.json", "anna-2.private.json~", "anna.json",
    ]  # fmt: skip
    with closing(Session.open(moved)) as found:
        assert found.notes.text == f"{OURS}\nand more"
        assert set(found.private_answers().values()) == {ALONE, f"{ALONE} too"}
    assert not journal_folder(ours).exists() and not private_path(ours).exists()


def test_moved_files_are_private(ours: Path, stranger: Path) -> None:
    type_and_be_killed(ours, "and more")
    for file in ours.parent.rglob("*"):
        if file.is_file():
            file.chmod(0o644)
    shutil.copy(stranger, ours)
    ours.chmod(0o600)
    Session.open(ours).close()
    moved = [file for file in ours.parent.rglob("*") if "anna-2" in str(file)]
    assert len(moved) >= 3
    assert all(file.stat().st_mode & 0o077 == 0 for file in moved)
