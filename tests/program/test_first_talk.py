"""From an empty notebook to the first minutes: what it takes, in keys beside the text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..support.logins import call_oneself
from ..support.terminal.terminal import Terminal

MOST_KEYS = 40
"""The most keys beside the text that a newcomer should need."""


class Newcomer:
    """Somebody at a terminal, who counts keys."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.keys = 0

    def press(self, *names: str) -> None:
        """Press keys."""
        self.keys += len(names)
        self.terminal.press(*names)

    def do(self, *bindings: str) -> None:
        """Press the keys of bindings."""
        self.keys += len(bindings)
        self.terminal.do(*bindings)


def test_the_first_minutes_take_few_keys(start: Callable[..., Terminal], tmp_path: Path) -> None:
    call_oneself("Jan Bakker")
    terminal = start().wait("Once a year you look ahead together")
    newcomer = Newcomer(terminal)
    newcomer.do("notebook.begin")
    terminal.wait("A new conversation")
    terminal.type("Anna de Vries")
    newcomer.do("form.accept")
    terminal.wait("1 Checklist").wait("Anna de Vries · planning")
    newcomer.do("checklist.tick", "desk.pane.notes")
    terminal.type("Runbook before the end of March")
    newcomer.do("notes.agree")
    terminal.wait("Concrete")
    newcomer.do("form.accept")
    terminal.wait("R1 noted").wait("1 open")
    newcomer.do("desk.export")
    terminal.wait("Which minutes?")
    newcomer.press("enter")
    terminal.wait("Minutes: ")
    newcomer.do("app.leave")
    assert terminal.ended() == 0
    (minutes,) = tmp_path.glob("*.md")
    assert "Runbook before the end of March" in minutes.read_text("utf-8")
    assert newcomer.keys <= MOST_KEYS
