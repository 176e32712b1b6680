"""A filter of the notebook ends with Esc, also from the list."""

from __future__ import annotations

from collections.abc import Callable

from ....support.terminal.terminal import Terminal


def test_esc_shows_all_conversations_again(start: Callable[..., Terminal]) -> None:
    for name in ("Anna de Vries", "Sam Okafor"):
        assert start("new", name, "--json").ended() == 0
    terminal = start().wait("Sam Okafor").wait("Anna de Vries")
    terminal.do("notebook.filter")
    terminal.type("zzz")
    terminal.press("enter")
    terminal.wait("Esc shows all again").wait_gone("Sam Okafor")
    terminal.press("escape")
    terminal.wait("Sam Okafor").wait("Anna de Vries").wait_gone("Search:")
