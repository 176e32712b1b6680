"""A foreign conversation replaces an open or closed one: the messages for the user."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER
from afspraak.data.model.edits import Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main

from ..support.terminal.terminal import Terminal, begun

SLUG = "anna-de-vries-planning-2027"


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    path = tmp_path / "elsewhere" / "other.json"
    session = Session.create(
        path, build_conversation(NewConversation("manager", "Kim", "Anna")), me=MANAGER
    )
    session.apply(Write(0, 0, "Querulant\n"))
    session.close()
    return path


def test_a_foreign_file_is_reported_on_the_desk_and_after_it(
    start: Callable[..., Terminal], tmp_path: Path, stranger: Path
) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.notes")
    terminal.type("Zwaluwstaart ")
    terminal.wait("Zwaluwstaart")
    path = tmp_path / "nb" / f"{SLUG}.json"
    shutil.copy(stranger, path)
    terminal.do("desk.save")
    terminal.wait(f"is kept as {SLUG}-2")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert f"{SLUG}-2.json" in terminal.unbroken, "in full, on the shell"
    kept = path.with_name(f"{SLUG}-2.json")
    assert "Querulant" not in Session.open_read_only(path).notes.text
    assert Session.open_read_only(kept).notes.lines[0] == "Querulant"


def test_a_foreign_file_is_reported_on_opening(
    start: Callable[..., Terminal], tmp_path: Path, stranger: Path
) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.notes")
    terminal.type("Zwaluwstaart ")
    terminal.wait("Zwaluwstaart")
    terminal.kill()
    path = tmp_path / "nb" / f"{SLUG}.json"
    shutil.copy(stranger, path)
    again = start("open", str(path)).wait("Please note")
    again.press("enter")
    again.wait("Querulant")
    assert "Zwaluwstaart" not in again.text
    again.do("app.leave")
    assert again.ended() == 0


def test_a_foreign_file_is_reported_on_the_command_line(
    tmp_path: Path,
    stranger: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    main(["new", "Anna de Vries", "--no-open", "--my-name", "Jan Bakker", "--lang", "en"])
    (path,) = (tmp_path / "nb").glob("*.json")
    session = Session.open(path)
    session.apply(Write(0, 0, "Zwaluwstaart\n"))
    session.save()
    session.apply(Write(0, 0, "x"))
    session.close()
    shutil.copy(stranger, path)
    capsys.readouterr()
    assert main(["check", path.stem]) == 3
    assert "belongs to another conversation" in capsys.readouterr().out
    assert main(["approve", path.stem]) == 0
    assert f"{path.stem}-2.json" in capsys.readouterr().err
    assert main(["check"]) == 0
    assert (
        "Zwaluwstaart" in Session.open_read_only(path.with_name(f"{path.stem}-2.json")).notes.text
    )
