"""Missing folders and impossible paths give a clear message, never a crash."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ..checkout import IMPORT_ROOT
from ..support.terminal.terminal import Terminal, begun

SLUG = "anna-de-vries-planning-2027"


def _begin(folder: Path) -> None:
    _run(folder, "new", "Anna de Vries", "--date", "2026-12-03", "--no-open")


def _run(folder: Path, *words: str, at: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command with the notebook in `folder`; `at` is a working folder, removed first."""
    command = [sys.executable, "-m", "afspraak", "--notebook", str(folder / "nb"), *words]
    environment = os.environ | {"PYTHONPATH": str(IMPORT_ROOT), "PYTHONSAFEPATH": "1"}
    if at is not None:
        at.mkdir()
        command = ["sh", "-c", 'rmdir "$PWD" && exec "$@"', "sh", *command]
    done = subprocess.run(
        command, cwd=at or folder, env=environment, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert "went wrong inside" not in done.stderr, done.stderr
    return done


@pytest.mark.parametrize(
    "words",
    [
        ("export", "anna"),
        ("export", "anna", "-o", "x.md"),
        ("sign", "anna", "--key", "key"),
        ("invite", "anna"),
        ("--notebook", "nb", "list"),
        ("--notebook", "nb", "search", "a"),
        ("about", "Anna", "-o", "x.md"),
        ("merge", "anna", "x.json"),
        ("import", "x.md"),
        ("lock", "anna", "--to", "key.pub"),
    ],
    ids=" ".join,
)
def test_a_command_in_a_deleted_folder_reports_it(tmp_path: Path, words: tuple[str, ...]) -> None:
    _begin(tmp_path)
    done = _run(tmp_path, *words, at=tmp_path / "gone")
    assert done.returncode in (2, 3)
    assert done.stderr.startswith("afspraak: ")


def test_commands_that_need_no_folder_work_in_a_deleted_one(tmp_path: Path) -> None:
    _begin(tmp_path)
    for words in (("list",), ("check",), ("export", "anna", "-o", str(tmp_path / "x.md"))):
        assert _run(tmp_path, *words, at=tmp_path / "gone").returncode == 0
    assert (tmp_path / "x.md").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("open", f"{'a' * 300}.json"),
        ("export", f"{'a' * 300}.json"),
        ("export", "anna", "-o", "~nobody-here/x.md"),
        ("merge", "anna", "~nobody-here/x.json"),
        ("--notebook", "~nobody-here/nb", "list"),
        ("check", "~nobody-here/x.json"),
    ],
    ids=lambda words: words[-1][:20],
)
def test_an_impossible_path_is_reported(tmp_path: Path, words: tuple[str, ...]) -> None:
    _begin(tmp_path)
    done = _run(tmp_path, *words)
    assert done.returncode in (2, 3)
    assert done.stderr.startswith("afspraak: ")


def test_exporting_into_a_deleted_folder_is_reported_on_the_screen(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    first = begun(start)
    first.do("app.leave")
    assert first.ended() == 0
    folder = tmp_path / "gone"
    folder.mkdir()
    program = ("sh", "-c", f'cd "{folder}" && rmdir "{folder}" && exec "$@"', "sh")
    terminal = start(
        "open",
        "anna",
        program=(*program, sys.executable, "-m", "afspraak"),
        environment={"PYTHONSAFEPATH": "1"},
    )
    terminal.wait("Looking back")
    terminal.write_minutes("desk.export")
    terminal.wait("is gone. Go to another (cd), or give a whole path.")
    terminal.do("list.leave")
    terminal.wait("afspraak ·")
    terminal.write_minutes("notebook.export")
    terminal.wait("is gone. Go to another (cd), or give a whole path.")
    terminal.do("app.leave")
    assert terminal.ended() == 0
