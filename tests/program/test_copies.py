"""The notebook brings the copies of a folder syncer together: what is told on the screen."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.ids import RowId
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Write
from afspraak.data.session.session import Session

from ..checkout import IMPORT_ROOT
from ..support.conversations.copies import done
from ..support.programs import forked
from ..support.terminal.terminal import Terminal, begun

SLUG = "anna-de-vries-planning-2027"
Start = Callable[..., Terminal]


def _with_copy(start: Start, folder: Path, name: str) -> tuple[Path, Path]:
    first = begun(start)
    first.do("app.leave")
    first.ended()
    path = folder / "nb" / f"{SLUG}.json"
    done(path, AddAgreement(Agreement(RowId("a1"), text="A course", order="V")))
    copy = path.with_name(name.format(SLUG))
    shutil.copy(path, copy)
    done(copy, Write(0, 0, "typed on the laptop\n"))
    return path, copy


@pytest.mark.parametrize(
    "name",
    ["{}.sync-conflict-20260101-120000-ABCDEFG.json", "{} (Jan's conflicted copy 2026-01-01).json"],
)
def test_enter_brings_a_copy_together(start: Start, tmp_path: Path, name: str) -> None:
    path, copy = _with_copy(start, tmp_path, name)
    window = start()
    window.wait("another copy · Enter brings them together")
    assert window.text.count("planning 2027") == 1
    window.press("enter")
    window.wait("There is another copy of this conversation").wait("Bring together")
    window.press("enter")
    window.wait("Brought together").wait("lines added to the notes (1)").wait("removed.")
    window.press("enter")
    window.wait("1 Checklist").wait("typed on the laptop")
    assert not copy.exists()
    window.do("list.leave")
    window.wait("afspraak ·").wait_gone("another copy")
    assert "typed on the laptop" in Session.open_read_only(path).notes.text


def test_the_conversation_opens_also_without(start: Start, tmp_path: Path) -> None:
    _, copy = _with_copy(start, tmp_path, "{} (1).json")
    window = start()
    window.wait("another copy · Enter brings them together")
    window.press("enter")
    window.wait("Open without")
    window.press("escape")
    window.wait_gone("Open without")
    window.press("enter")
    window.wait("Open without")
    window.press("tab", "enter")
    window.wait("1 Checklist")
    assert copy.exists()


def test_commands_count_once_and_name_what_brings_together(start: Start, tmp_path: Path) -> None:
    _, copy = _with_copy(start, tmp_path, "{} (1).json")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PYTHONPATH": str(IMPORT_ROOT)}
        return forked.run(["--notebook", str(tmp_path / "nb"), *words], environment, tmp_path)

    assert run("list").stdout.count("\n") == 1
    assert "another copy" in run("list").stdout
    assert run("agreements", "--open").stdout.count("A course") == 1
    assert f"afspraak merge {SLUG}" in run("check").stdout
    merged = run("merge", "anna")
    assert merged.returncode == 0, merged.stderr
    assert "lines added to the notes (1)" in merged.stdout and "was removed" in merged.stdout
    assert not copy.exists()
    assert run("merge", "anna").returncode == 1
