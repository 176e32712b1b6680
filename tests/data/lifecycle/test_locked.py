"""A locked conversation is renamed, archived and deleted without its key; it stays locked."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.errors import UsageError
from afspraak.data.ids import MANAGER
from afspraak.data.lifecycle.archiving import archive, unarchive
from afspraak.data.lifecycle.deletion import delete, erase, plan_deletion, undelete
from afspraak.data.lifecycle.renaming import rename
from afspraak.data.maintenance.lock import lock
from afspraak.data.model.edits import Answer, Write
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.session.working_copies.find_working_copies import find_working_copies
from afspraak.data.session.working_copies.working_copy import WorkingCopy
from afspraak.data.storage.encryption.seal import is_sealed
from afspraak.data.system.files.memory_folders import memory_folders

from ...support.conversations.erased import begun, roots, traces
from ...support.conversations.lock_keys import Key, key, own_key_file


@pytest.fixture
def jan(tmp_path: Path) -> Key:
    return key(tmp_path / "keys", "jan")


@pytest.fixture
def locked(tmp_path: Path, jan: Key) -> Path:
    path = begun(tmp_path / "nb")
    with closing(Session.open(path)) as session:
        item = session.conversation.checklist[0].id
        session.apply(Write(0, 0, "zqnoteqzqz "))
        session.apply(Answer(item, MANAGER, "zqprivateqzqz", private=True))
    jan.only()
    lock(path, [jan.public])
    return path


def test_it_moves_without_its_key(locked: Path, jan: Key) -> None:
    folder = locked.parent
    own_key_file().unlink()
    path = rename(folder, locked, "other")
    path = unarchive(folder, archive(folder, path))
    path = undelete(folder, delete(plan_deletion(folder, path)))
    assert is_sealed(path)
    assert traces(["zqnoteqzqz", "zqprivateqzqz"], roots(folder)) == []
    assert [each.locked for each in Notebook(folder).summaries()] == [True]
    jan.only()
    with closing(Session.open(path)) as session:
        assert session.notes.text.startswith("zqnoteqzqz ")
        assert set(session.private_answers().values()) == {"zqprivateqzqz"}


def test_what_the_editor_left_in_memory_goes_along_and_is_erased(locked: Path) -> None:
    folder = locked.parent
    try:
        copy = WorkingCopy.create(locked, "what was there", MANAGER)
    except UsageError:
        pytest.skip("nothing is kept in memory here")
    copy.release()
    (made,) = memory_folders(locked)
    path = rename(folder, locked, "other")
    assert memory_folders(locked) == []
    assert [found.base for found in find_working_copies(path)] == ["what was there"]
    deletion = delete(plan_deletion(folder, path))
    assert erase(folder, [deletion]) == []
    assert not made.parent.exists()
    assert deletion.path is None
