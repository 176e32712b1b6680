"""Two simultaneous programs on one conversation both save their edits."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.session.session import Session

from ..support.terminal.terminal import Terminal, begun

SLUG = "anna-de-vries-planning-2027"


@pytest.mark.parametrize("killed", [False, True], ids=["both leave", "one is killed"])
def test_text_of_both_programs_is_saved(
    start: Callable[..., Terminal], tmp_path: Path, killed: bool
) -> None:
    chance = random.Random(killed)
    first = begun(start)
    second = start("open", "anna").wait("Looking back")
    words: list[str] = []
    for terminal in (first, second):
        terminal.do("desk.pane.notes")
    for number in range(6):
        terminal = chance.choice((first, second))
        words.append(f"word{number}")
        terminal.type(f"{words[-1]} ")
        terminal.wait(words[-1])
        if chance.random() < 0.5:
            terminal.do("desk.save")
            terminal.wait("Saved.")
    if killed:
        first.kill()
    else:
        first.do("app.leave")
        assert first.ended() == 0
    second.do("desk.save")
    second.wait("Saved.")
    assert "NOT SAVED" not in second.text
    second.do("app.leave")
    assert second.ended() == 0
    text = Session.open_read_only(tmp_path / "nb" / f"{SLUG}.json").notes.text
    assert [word for word in words if word not in text] == []
    third = start("open", "anna").wait("Looking back")
    for word in words:
        third.wait(word)
    third.do("app.leave")
    assert third.ended() == 0
    left = {path.name for path in (tmp_path / "nb").iterdir()}
    assert left == {f"{SLUG}.json", f"{SLUG}.json~"}
