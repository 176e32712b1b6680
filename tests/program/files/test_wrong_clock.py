"""A program whose clock is a year behind: nothing of the history is lost, and it says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main

from ...support.conversations.copies import done
from ...support.conversations.strangers import begun_with
from ...support.terminal.terminal import Terminal

LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))


@pytest.mark.skipif(not LIBRARIES, reason="needs faketime")
@pytest.mark.parametrize(("language", "mark"), [("en", "(clock?)"), ("nl", "(klok?)")])
def test_a_session_with_its_clock_a_year_behind_wipes_nothing(
    start: Callable[..., Terminal],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    language: str,
    mark: str,
) -> None:
    path = begun_with(tmp_path / "nb" / "anna.json", "right")
    behind = {
        "LD_PRELOAD": str(LIBRARIES[0]),
        "FAKETIME": "-365d",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    terminal = start("--lang", language, "open", "anna", environment=behind).wait("right")
    terminal.press("f3", "W", "a", "s")
    terminal.wait("Was").do("app.leave")
    assert terminal.ended() == 0
    history = Session.open_read_only(path).history()
    last = len(history) - 1
    assert [history.has_odd_time(n) for n in range(last + 1)] == [False] * last + [True]
    before = "\n".join(line.text for line in history.notes_at(last - 1))
    assert "right" in before and "Was" not in before

    assert main(["--notebook", str(path.parent), "--lang", language, "log", "anna"]) == 0
    assert mark in capsys.readouterr().out.splitlines()[-1]
    done(path, Write(0, 0, "later\n"))
    screen = start("--lang", language, "open", "anna").wait("later")
    screen.press("f6")
    screen.wait("+ later").press("left")
    screen.wait(mark)
