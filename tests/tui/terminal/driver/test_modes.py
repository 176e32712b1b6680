"""Terminal modes: what was changed is undone, and nothing else."""

from __future__ import annotations

import pytest

from afspraak.tui.terminal.driver.modes import TerminalModes

RESET = "\x1b\\\x1b[m"


@pytest.mark.parametrize(
    ("sent", "undone"),
    [
        ("", ""),
        ("text \x1b[31m", ""),
        ("\x1b[?2004h", "\x1b[?2004l"),
        ("\x1b[?2004h\x1b[?2004l", ""),
        ("\x1b[?25l", "\x1b[?25h"),
        ("\x1b[?7l", "\x1b[?7h"),
        ("\x1b[?1000h\x1b[?2004h", "\x1b[?2004l\x1b[?1000l"),
        ("\x1b[>1u", "\x1b[<u"),
        ("\x1b[>1u\x1b[>1u\x1b[>1u", "\x1b[<3u"),
        ("\x1b[>1u\x1b[>1u\x1b[<u", "\x1b[<u"),
        ("\x1b[>1u\x1b[?2004h", "\x1b[<u\x1b[?2004l"),
    ],
)
def test_exactly_the_changes_are_undone(sent: str, undone: str) -> None:
    modes = TerminalModes()
    assert modes.track(sent) == sent
    assert modes.undo(24) == (RESET + undone if undone else "")
    assert modes.undo(24) == (RESET + undone if undone else ""), "it may not have been sent"


def test_the_main_screen_comes_last_and_then_the_cursor() -> None:
    modes = TerminalModes()
    modes.track("\x1b[?1049h\x1b[?25l\x1b[?2004h")
    undone = modes.undo(24)
    assert undone.endswith("\x1b[?2004l\x1b[?1049l\x1b[?25h")
    assert undone.removeprefix(RESET).removesuffix("\x1b[?2004l\x1b[?1049l\x1b[?25h"), "erased"


@pytest.mark.parametrize(
    ("sent", "passed_on"),
    [
        ("\x1b[?2004l", ""),
        ("\x1b[?1049l", ""),
        ("\x1b[?7h\x1b[?25h", ""),
        ("a\x1b[<ub", "ab"),
        ("\x1b[<5u", ""),
        ("\x1b[>1u\x1b[<5u", "\x1b[>1u\x1b[<u"),
        ("\x1b[>1u\x1b[>1u\x1b[<5u", "\x1b[>1u\x1b[>1u\x1b[<2u"),
        ("\x1b[?2004h\x1b[?2004l\x1b[?2004l", "\x1b[?2004h\x1b[?2004l"),
        ("\x1b[?2004h\x1b[?2004h", "\x1b[?2004h\x1b[?2004h"),
    ],
)
def test_changes_that_were_never_made_are_not_undone(sent: str, passed_on: str) -> None:
    modes = TerminalModes()
    assert modes.track(sent) == passed_on
