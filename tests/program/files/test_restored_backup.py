"""A backup that was put back is reported on the desk, and so is the return of the newer file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session

from ...support.conversations.backups import restored_backup
from ...support.conversations.copies import done
from ...support.conversations.strangers import begun_with
from ...support.terminal.terminal import Terminal


@pytest.mark.parametrize(
    ("language", "waits", "arrived"),
    [
        ("en", "A later change waits for a newer file", "What waited for a newer file is in"),
        ("nl", "Iets wacht op een nieuwer bestand", "Wat op een nieuwer bestand wachtte"),
    ],
)
def test_what_waits_for_a_newer_file_is_reported_and_applied_when_that_returns(
    start: Callable[..., Terminal], tmp_path: Path, language: str, waits: str, arrived: str
) -> None:
    path, newer = restored_backup(tmp_path)
    terminal = start("--lang", language, "open", "anna").wait(waits)
    shutil.copy(newer, path)
    terminal.do("checklist.tick")  # a save finds the newer file
    terminal.wait(arrived).wait("tod-unsaved-ay")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    session = Session.open_read_only(path)
    assert sorted(session.notes.text.split()) == ["tod-unsaved-ay", "yesterday"]
    assert not session.replicas.waiting_journals


@pytest.mark.parametrize(
    ("language", "brief", "full"),
    [
        ("en", "An older copy was put back; this window keeps", "--replace"),
        ("nl", "Een oudere kopie is teruggezet; dit venster", "--replace"),
    ],
)
def test_an_older_copy_that_is_put_back_under_an_open_window_is_reported(
    start: Callable[..., Terminal], tmp_path: Path, language: str, brief: str, full: str
) -> None:
    path, backup = begun_with(tmp_path / "nb" / "anna.json", "yesterday"), tmp_path / "backup"
    shutil.copy(path, backup)
    done(path, Write(0, 0, "today\n"))
    terminal = start("--lang", language, "open", "anna").wait("today")
    shutil.copy(backup, path)
    terminal.wait(brief)
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert f"afspraak merge {path.stem}" in terminal.raw.decode() and full in terminal.raw.decode()
    assert Session.open_read_only(path).notes.text.startswith("today\nyesterday")
