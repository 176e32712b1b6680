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
