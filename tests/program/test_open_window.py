"""An open window follows its files: a second window, hand edits, a syncer, and a removed file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.model.edits import Answer, Write
from afspraak.data.session.session import Session

from ..checkout import IMPORT_ROOT
from ..support.programs import forked
from ..support.terminal.terminal import Terminal, begun

SLUG = "anna-de-vries-planning-2027"
Start = Callable[..., Terminal]


def _file(folder: Path) -> Path:
    return folder / "nb" / f"{SLUG}.json"


def _two_windows(start: Start) -> tuple[Terminal, Terminal]:
    first = begun(start)
    first.do("desk.pane.notes")
    return first, start("open", "anna").wait("Looking back")


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(IMPORT_ROOT)}
    return forked.run(["--notebook", str(folder / "nb"), *words], environment, folder)


def test_a_second_window_follows_the_first_both_ways(start: Start, tmp_path: Path) -> None:
    first, second = _two_windows(start)
    first.type("words from the first ")
    second.wait("words from the first").wait("Brought up to date")
    second.do("desk.pane.notes")
    second.type("and from the second ")
    first.wait("and from the second")
    for window in (second, first):
        window.do("app.leave")
        assert window.ended() == 0
    text = Session.open_read_only(_file(tmp_path)).notes.text
    assert text.count("words from the first") == text.count("and from the second") == 1
    assert not list((tmp_path / "nb").glob("*.log")), "nothing is left in a journal"


def test_two_idle_windows_write_nothing(start: Start, tmp_path: Path) -> None:
    first, second = _two_windows(start)
    first.type("a word ")
    second.wait("Brought up to date")
    second.wait_gone("Brought up to date")
    first.wait("saved ")
    while first.has_output(0.0):
        first.read(0.0)
    path = _file(tmp_path)
    before, sent = path.stat(), (first.sent, second.sent)
    for _ in range(60):
        first.read(0.05)
        second.read(0.05)
    assert os.path.samestat(before, path.stat())
    assert (first.sent, second.sent) == sent


def test_a_hand_edit_appears_and_the_caret_stays(start: Start, tmp_path: Path) -> None:
    window = begun(start)
    window.do("desk.pane.notes")
    window.type("here I type ")
    window.wait("here I type").wait("saved ")
    path = _file(tmp_path)
    window.wait(lambda _: "here I type" in path.read_text("utf-8"))
    tables = json.loads(path.read_text("utf-8"))
    tables["notes"]["1"]["lines"].append("a line by hand")
    tables["agreements"] = {"1": {"id": "hand", "text": "Agreed by hand", "due": "2027-03-31"}}
    path.write_text(json.dumps(tables), "utf-8")
    window.wait("Brought up to date").wait("Agreed by hand")
    window.type("and go on")
    window.wait("here I type and go on")
    window.wait(lambda _: "here I type and go on" in path.read_text("utf-8"))
    assert "a line by hand" in Session.open_read_only(path).notes.text


def test_a_file_replaced_by_a_syncer_appears(start: Start, tmp_path: Path) -> None:
    window = begun(start)
    path = _file(tmp_path)
    elsewhere = tmp_path / "laptop" / path.name
    elsewhere.parent.mkdir()
    shutil.copy(path, elsewhere)
    with_changes = Session.open(elsewhere)
    with_changes.apply(Write(0, 0, "typed on the laptop\n"))
    with_changes.close()
    temporary = path.with_name(f".syncthing.{path.name}.tmp")
    shutil.copy(elsewhere, temporary)
    temporary.rename(path)
    window.wait("typed on the laptop")


def test_private_answers_of_a_second_window_appear(start: Start, tmp_path: Path) -> None:
    window = begun(start)
    path = _file(tmp_path)
    other = Session.open(path)
    item = other.conversation.checklist[0]
    other.apply(Answer(item.id, other.require_partner(), "hush", private=True))
    other.close()
    window.wait("Brought up to date")
    window.do("list.hide_private")
    window.wait("hush")


@pytest.mark.parametrize("again", [True, False])
def test_a_removed_file_is_told_and_leaving_asks(start: Start, tmp_path: Path, again: bool) -> None:
    window = begun(start)
    path = _file(tmp_path)
    window.do("desk.pane.notes")
    window.wait(lambda _: path.exists())
    for file in path.parent.glob(f"{SLUG}.json*"):
        file.unlink()
    window.wait("NOT SAVED").wait("the file is gone")
    window.type("typed after that ")
    window.wait("typed after that")
    window.do("app.leave")
    window.wait("Save it again")
    assert not path.exists()
    window.press("enter") if again else window.press("tab", "enter")
    if again:
        window.wait("afspraak ·").wait("planning 2027")
    else:
        window.wait("its file is gone").wait("--restore")
        assert not path.exists()
        listed = _run(tmp_path, "list")
        assert listed.returncode == 3
        assert f"{SLUG}  !  its file is gone" in listed.stdout
        assert _run(tmp_path, "check", SLUG, "--restore").returncode == 0
    assert "typed after that" in Session.open_read_only(path).notes.text


def test_the_notebook_brings_back_what_was_left_without_a_file(
    start: Start, tmp_path: Path
) -> None:
    window = begun(start)
    path = _file(tmp_path)
    window.do("desk.pane.notes")
    window.wait(lambda _: path.exists())
    for file in path.parent.glob(f"{SLUG}.json*"):
        file.unlink()
    window.wait("NOT SAVED")
    window.type("typed after that ")
    window.wait("typed after that")
    window.do("app.leave")
    window.wait("Save it again").press("tab", "enter")
    window.wait("--restore").press("enter")
    window.wait_gone("--restore").wait("its file is gone")
    window.do("notebook.open")
    window.wait("Its journal still has all of it").do("confirm.yes")
    window.wait("It is back").press("enter")
    window.wait("Looking back").wait("typed after that")
    window.do("app.leave")
    assert window.ended() == 0
    listed = _run(tmp_path, "list")
    assert (listed.returncode, "0/23" in listed.stdout) == (0, True)
    assert not list(path.parent.glob("*.log"))


def test_a_file_that_returns_is_saved_by_itself(start: Start, tmp_path: Path) -> None:
    window = begun(start)
    path = _file(tmp_path)
    window.do("desk.pane.notes")
    moved = path.with_name("elsewhere")
    path.rename(moved)
    window.wait("NOT SAVED")
    window.type("typed meanwhile ")
    moved.rename(path)
    window.wait_gone("NOT SAVED")
    window.wait(lambda _: "typed meanwhile" in path.read_text("utf-8"))


def test_a_moved_folder_is_told(start: Start, tmp_path: Path) -> None:
    window = begun(start)
    (tmp_path / "nb").rename(tmp_path / "away")
    window.wait("NOT SAVED")
    (tmp_path / "away").rename(tmp_path / "nb")
    window.wait_gone("NOT SAVED")


def test_the_rows_of_the_notebook_follow(start: Start, tmp_path: Path) -> None:
    first = begun(start)
    notebook = start().wait("0/23")
    first.press("space")
    notebook.wait("1/23")
    _file(tmp_path).unlink()
    notebook.wait("none yet")
