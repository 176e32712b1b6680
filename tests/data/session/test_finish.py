"""Finishing a session saves its edits and merges saves of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.data.storage.saving.status import Saving

from ...support.conversations.copies import done, files


def test_finish_saves_both_files_while_the_session_stays_open(path: Path) -> None:
    session = Session.open(path)
    session.apply(Write(0, 0, "mine. "))
    done(path, Write(0, 0, "of the other. "))
    session.finish()
    assert {"mine. ", "of the other. "} == {
        words
        for words in ("mine. ", "of the other. ")
        if words in Session.open_read_only(path).notes.text
    }
    session.apply(Write(0, 0, "more. "))
    session.close()
    assert Session.open_read_only(path).notes.text.startswith("more. ")


def test_finish_without_changes_writes_nothing(path: Path) -> None:
    session = Session.open(path)
    before = path.stat().st_mtime_ns, files(path.parent)
    session.finish()
    assert (path.stat().st_mtime_ns, files(path.parent)) == before
    session.close()


def test_finish_in_a_folder_that_is_gone_reports_that_nothing_is_saved(path: Path) -> None:
    session = Session.open(path)
    session.apply(Write(0, 0, "mine. "))
    moved = path.parent.rename(path.parent.with_name("moved"))
    path.parent.write_text("in the way", encoding="utf-8")
    with pytest.raises(StorageError):
        session.finish()
    assert session.save_status.state is Saving.FAILED
    path.parent.unlink()
    moved.rename(path.parent)
    session.close()
    assert Session.open_read_only(path).notes.text.startswith("mine. ")
