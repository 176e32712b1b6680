"""`afspraak demo` in a terminal: made-up conversations, of which nothing is left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ....support.terminal.terminal import Terminal


@pytest.mark.parametrize(("language", "note"), [("en", "no `runbook`"), ("nl", "`draaiboek`.")])
def test_the_demo_shows_a_talk_and_leaves_nothing(
    start: Callable[..., Terminal], tmp_path: Path, language: str, note: str
) -> None:
    room = tmp_path / "temporary"
    room.mkdir(mode=0o700)
    terminal = start("--lang", language, "demo", environment={"TMPDIR": str(room)})
    for name in ("Anna de Vries", "Bram Hendriks", "Hanna Kok"):
        terminal.wait(name)
    (folder,) = room.glob("afspraak-demo-*")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.rglob("*"))
    terminal.do("notebook.open")
    terminal.wait(note)
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert not any(room.iterdir())
    assert not (tmp_path / "nb").exists()


def test_nothing_that_is_written_in_the_demo_stays(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    room, home = tmp_path / "temporary", tmp_path / "home"
    places = {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "STATE", "CACHE", "DATA")}
    for folder in (room, home):
        folder.mkdir(mode=0o700)
    environment = {"TMPDIR": str(room), "HOME": str(home), "AFSPRAAK_HINTS": "1", **places}
    terminal = start("demo", environment=environment)
    terminal.wait("Anna de Vries")
    (demo,) = room.glob("afspraak-demo-*")
    terminal.do("notebook.invite")
    terminal.wait("sheet").wait(lambda _: bool(list(demo.glob("*.prepare.md"))))
    terminal.press("enter")
    terminal.write_minutes("notebook.export")
    terminal.wait(lambda _: bool(set(demo.glob("*.md")) - set(demo.glob("*.prepare.md"))))
    terminal.do("app.command_palette")
    terminal.type("colour")
    terminal.wait("colours").press("enter")
    terminal.wait("ansi-light").press("down", "enter")
    terminal.wait(lambda _: (demo / "demo.toml").exists())
    terminal.do("notebook.open")
    terminal.wait("1 Checklist")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert {path.name for path in tmp_path.iterdir()} <= {"temporary", "home"}
    assert not any(room.iterdir())
    assert not [path for path in home.rglob("*") if path.is_file()]
