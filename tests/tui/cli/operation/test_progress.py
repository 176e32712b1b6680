"""Progress of a command that takes long: one line on a terminal, which is gone afterwards."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from afspraak.data.exchange import import_file
from afspraak.tui.cli.commands import reading_progress
from afspraak.tui.cli.main import main

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _notebook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture) -> None:
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.chdir(tmp_path)
    for name in ("Anna", "Bas", "Carla"):
        assert main(["new", name, "--no-open", "--my-name", "Jan Bakker"]) == 0
    capsys.readouterr()


def _slow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on standard error counts as a terminal, and everything takes long."""
    monkeypatch.setattr(os, "isatty", lambda descriptor: True)
    monkeypatch.setattr(reading_progress, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(reading_progress, "BETWEEN_SECONDS", 0.0)


def _shown(text: str) -> str:
    """What is left of a line on a terminal after carriage returns."""
    line = ""
    for part in text.split("\r"):
        line = part + line[len(part) :]
    return line.strip()


def test_check_counts_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    assert main(["check"]) == 0
    quiet = capsys.readouterr()
    assert quiet.err == ""
    _slow_terminal(monkeypatch)
    assert main(["check"]) == 0
    told = capsys.readouterr()
    assert told.out == quiet.out
    for done in range(3):
        assert f"\rChecking: {done} of 3" in told.err
    assert _shown(told.err) == ""


def test_what_is_done_at_once_shows_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    _slow_terminal(monkeypatch)
    monkeypatch.setattr(reading_progress, "QUIET_SECONDS", 600.0)
    assert main(["check"]) == 0
    assert main(["export", "anna", "-o", "anna.md"]) == 0
    assert main(["import", "anna.md", "--no-open"]) == 0
    assert capsys.readouterr().err == ""


def test_an_import_says_what_it_reads(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    assert main(["export", "anna", "-o", "anna.md"]) == 0
    _slow_terminal(monkeypatch)
    read = import_file.read_import_file

    def slowly(path: Path) -> object:
        for thread in threading.enumerate():
            if isinstance(thread, threading.Timer):
                thread.join()
        return read(path)

    monkeypatch.setattr(import_file, "read_import_file", slowly)
    assert main(["import", "anna.md", "--no-open"]) == 0
    told = capsys.readouterr().err
    assert "Reading anna.md …" in told
    assert _shown(told) == ""
