"""Calling another machine from the desk, which suspends and returns."""

from __future__ import annotations

from collections.abc import Callable

from ...support.terminal.terminal import Terminal, begun


def test_the_screen_returns_if_nobody_answers_ssh(start: Callable[..., Terminal]) -> None:
    terminal = begun(start, environment={"AFSPRAAK_SSH": "false"})
    terminal.do("desk.share")
    terminal.wait("Share this conversation").type("box:nobody")
    terminal.do("form.accept")
    terminal.wait("the line to box dropped").press("enter")
    terminal.wait_gone("dropped").do("desk.pane.notes")
    terminal.type("and on we go")
    terminal.wait("│and on we go")
