"""Locking removes working copies of external editors, unless text would be lost with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from afspraak.data.errors import UsageError
from afspraak.data.ids import MANAGER
from afspraak.data.maintenance import lock as locking
from afspraak.data.maintenance.lock import lock, unlock, unlocked_beside
from afspraak.data.model.edits import Answer, Write
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.session.session import Session
from afspraak.data.session.working_copies.find_working_copies import find_disk_copies
from afspraak.data.session.working_copies.working_copy import WorkingCopy
from afspraak.data.storage.encryption.seal import is_sealed
from afspraak.data.storage.siblings import journal_folder
from afspraak.data.system.files.folder_lock import lock_folder

from ...support.conversations.copies import files
from ...support.conversations.lock_keys import Key


def left_copy(path: Path) -> WorkingCopy:
    """A working copy of the notes that no program uses any more."""
    copy = WorkingCopy.create(path, Session.open_read_only(path).notes.text, MANAGER)
    copy.release()
    return copy


def test_an_unchanged_working_copy_is_removed(full: Path, jan: Key) -> None:
    jan.only()
    copies = [left_copy(full), left_copy(full)]
    lock(full, [jan.public])
    assert is_sealed(full)
    assert not any(copy.folder.exists() for copy in copies)
    assert not journal_folder(full).exists(), "the removed copies were its only content"


def test_a_changed_working_copy_is_named_and_nothing_is_locked(full: Path, jan: Key) -> None:
    jan.only()
    unchanged, changed = left_copy(full), left_copy(full)
    changed.notes.write_text("Zwaluwstaart in the editor\n", encoding="utf-8")
    before = files(full.parent)
    with pytest.raises(UsageError) as error:
        lock(full, [jan.public])
    assert str(changed.folder) in str(error.value) and "anna" in str(error.value)
    assert files(full.parent) == before
    assert unchanged.folder.exists()
    assert {copy.folder for copy in find_disk_copies(full)} == {unchanged.folder, changed.folder}


def test_a_working_copy_with_another_file_of_the_user_stops_locking(full: Path, jan: Key) -> None:
    jan.only()
    copy = left_copy(full)
    (copy.folder / "letter.txt").write_text("Zwaluwstaart in a letter\n", encoding="utf-8")
    with pytest.raises(UsageError) as error:
        lock(full, [jan.public])
    assert str(copy.folder) in str(error.value)
    assert not is_sealed(full) and (copy.folder / "letter.txt").exists()


def test_a_working_copy_in_use_stops_locking(full: Path, jan: Key) -> None:
    jan.only()
    copy = left_copy(full)
    assert copy.acquire()
    with pytest.raises(UsageError, match="anna is open somewhere"):
        lock(full, [jan.public])
    assert not is_sealed(full) and copy.notes.exists()
    copy.release()
    lock(full, [jan.public])
    assert is_sealed(full) and not copy.folder.exists()


def test_unlocking_keeps_a_working_copy_and_locking_reports_it(full: Path, jan: Key) -> None:
    jan.only()
    copy = left_copy(full)
    text = copy.notes.read_bytes()
    aside = full.parent.parent / "aside"
    copy.folder.rename(aside)
    lock(full, [jan.public])
    journal_folder(full).mkdir()
    aside.rename(copy.folder)
    assert set(unlocked_beside(full)) == {copy.notes, copy.folder / "base.json"}
    unlock(full)
    assert copy.notes.read_bytes() == text


def test_a_conversation_with_private_edits_in_another_session_is_not_locked(
    full: Path, jan: Key
) -> None:
    """Only the private file has a journal then."""
    jan.only()
    with closing(Session.open(full)) as session:
        item = session.conversation.checklist[1].id
        session.apply(Answer(item, MANAGER, "Xylofoon", private=True))
        with pytest.raises(UsageError, match="anna is open somewhere"):
            lock(full, [jan.public])
    assert not is_sealed(full)


def test_a_session_that_begins_during_locking_stops_it(
    full: Path, jan: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    jan.only()
    begun: list[Session] = []

    @contextmanager
    def late(folder: Path) -> Iterator[int]:
        begun.append(Session.open(full))
        begun[-1].apply(Write(0, 0, "typed meanwhile "))
        with lock_folder(folder) as descriptor:
            yield descriptor

    monkeypatch.setattr(locking, "lock_folder", late)
    with pytest.raises(UsageError, match="anna is open somewhere"):
        lock(full, [jan.public])
    assert not is_sealed(full)
    (session,) = begun
    session.close()
    assert Session.open_read_only(full).notes.text.startswith("typed meanwhile ")


def test_locking_a_shared_conversation_reports_what_stays_readable(full: Path, jan: Key) -> None:
    jan.only()
    assert "is not encrypted there" not in "".join(map(str, lock(full, [jan.public]).lines()))
    unlock(full)
    with closing(Session.open(full)) as session:
        session.sync.set_remote_address(LocalFolder(str(full.parent)))
    assert "is not encrypted there" in "".join(map(str, lock(full, [jan.public]).lines()))
