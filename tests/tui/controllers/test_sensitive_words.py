"""A hint where somebody writes about health."""

from __future__ import annotations

from collections.abc import Callable

from ...support.terminal.terminal import Terminal, begun


def test_a_word_about_health_gives_one_hint_and_is_accepted(
    start: Callable[..., Terminal],
) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.notes")
    terminal.type("She was sic")
    terminal.wait("She was sic")
    terminal.type("k ")
    terminal.wait("“sick”: health is better left out")
    terminal.type("and sick again, depressed")
    terminal.wait("depressed")
    terminal.type(".")
    terminal.wait("“depressed”:").wait("She was sick and sick again, depressed.")
    terminal.do("desk.pane.agreements", "list.add")
    terminal.wait("A new agreement").type("Call the psychiatrist")
    terminal.do("form.accept")
    terminal.wait("R1 Call the").wait("“psychiatrist”:")
