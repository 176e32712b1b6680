"""Helpers for tests with an external editor that a test wrote."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from .terminal import PATIENCE, Terminal, begun, tables

Start = Callable[..., Terminal]
SLUG = "anna-de-vries-planning-2027"
SAVES = r"""sed -i 's/^## Looking back$/&\nfrom outside/' "$1"
"""
OFFER = "Your editor left text"
TAKEN = "What you saved in"


def opened(start: Start, environment: dict[str, str], *, fresh: bool = False) -> Terminal:
    """The desk of a new conversation with this editor, and its notes in the editor."""
    terminal = begun(start, environment=environment, fresh=fresh)
    terminal.do("desk.pane.notes", "desk.edit_outside")
    return terminal


def again(start: Start, environment: dict[str, str] | None = None) -> Terminal:
    """The desk of that conversation, opened again."""
    return start("open", "anna", environment=environment or {}).wait("Looking back")


def left(terminal: Terminal) -> None:
    """Quit, and check that nothing is left."""
    terminal.do("app.leave")
    assert terminal.ended() == 0


def notes(folder: Path) -> list[str]:
    """The lines of the saved notes."""
    lines = tables(folder)["notes"]["1"]["lines"]
    assert isinstance(lines, list)
    return lines


def conversation(folder: Path) -> Path:
    return folder / "nb" / f"{SLUG}.json"


def until(happened: Callable[[], object], terminal: Terminal | None = None) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, terminal.text if terminal else "it never happened"
        if terminal is None:
            time.sleep(0.01)
        else:
            terminal.read(0.02)
