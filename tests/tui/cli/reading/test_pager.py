"""Long output on a terminal is shown with $PAGER; short output and pipes are not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ....support.terminal.terminal import Terminal

Start = Callable[..., Terminal]


@pytest.fixture
def pager(tmp_path: Path) -> Path:
    """A program that says that it shows pages, and ends at a key."""
    program = tmp_path / "pager with blank"
    program.write_text("#!/bin/sh\nhead -n 3\ncat >/dev/null\necho PAGED\n")
    program.chmod(0o700)
    return program


def test_long_output_goes_to_the_pager(start: Start, pager: Path) -> None:
    terminal = start("help", environment={"PAGER": f"'{pager}' --option"})
    terminal.wait("NAME").wait("PAGED")
    assert terminal.ended() == 0
    assert "OPTIONS" not in terminal.text


def test_short_output_does_not(start: Start, pager: Path) -> None:
    terminal = start("help", "tick", environment={"PAGER": f"'{pager}'"})
    terminal.wait("Open it again.")
    assert terminal.ended() == 0
    assert "PAGED" not in terminal.text


@pytest.mark.parametrize("value", ["", "cat", "no-such-program-anywhere", "'"])
def test_without_a_pager_everything_is_printed(start: Start, value: str) -> None:
    terminal = start("help", environment={"PAGER": value})
    terminal.wait("SEE ALSO")
    assert terminal.ended() == 0


def test_a_dumb_terminal_has_no_pages(start: Start, pager: Path) -> None:
    terminal = start("help", environment={"PAGER": f"'{pager}'", "TERM": "dumb"})
    terminal.wait("SEE ALSO")
    assert terminal.ended() == 0
    assert "PAGED" not in terminal.text


def test_the_exit_status_is_that_of_the_command(start: Start, pager: Path) -> None:
    assert start("search", "nothing", environment={"PAGER": f"'{pager}'"}).ended() == 1


def test_less_shows_pages_and_ctrl_c_does_not_end_it(start: Start) -> None:
    if shutil.which("less") is None:
        pytest.skip("less is not installed")
    terminal = start("help", environment={"PAGER": "less"})
    terminal.wait("DESCRIPTION")
    terminal.type(" ")
    terminal.wait("“next friday”")
    terminal.type("\x03")

    def at_the_end(seen: Terminal) -> bool:
        seen.type("G")  # less drops what was typed before it took notice of Ctrl+C
        return "SEE ALSO" in seen.text

    terminal.wait(at_the_end).type("q")
    assert terminal.ended() == 0
