"""The mouse, through a real terminal that reports it in SGR mode."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from ...support.terminal.terminal import Terminal, begun

Start = Callable[..., Terminal]

_MODES = re.compile(rb"\x1b\[\?(?:9|100[0-35-7]|101[56])[hl]")
"""The setting of any mode in which a terminal reports the mouse."""


def test_a_click_on_a_box_ticks_it_and_moves_the_cursor(start: Start) -> None:
    terminal = begun(start)
    terminal.click("[ ] Goals", 1)
    terminal.wait(lambda seen: any(">[x] Goals" in line for line in seen.lines))
    terminal.click("[x] Goals", 2)
    terminal.wait(lambda seen: any(">[ ] Goals" in line for line in seen.lines))


def test_a_click_on_the_words_of_a_row_moves_the_cursor_alone(start: Start) -> None:
    terminal = begun(start)
    terminal.click("Goals", 2)
    terminal.wait(lambda seen: any(">[ ] Goals" in line for line in seen.lines))
    assert "[x]" not in terminal.text


def test_a_click_on_a_key_in_the_footer_does_that_key(start: Start) -> None:
    terminal = begun(start)
    terminal.click("Space ")
    terminal.wait("[x]")
    terminal.do("list.cursor_down")  # the hint gives way to the keys
    terminal.click("F1 all keys", 5)  # on the words of the key
    terminal.wait("write your answer")
    terminal.click("Esc")
    terminal.wait_gone("write your answer")
    terminal.click("Tab pane")
    terminal.type("Runbook")
    terminal.wait("Runbook").click("^G")
    terminal.wait("A new agreement").click("^S")
    terminal.wait("R1 noted")


def test_a_double_click_opens(start: Start) -> None:
    terminal = begun(start)
    terminal.click("Goals", 2, times=2)
    terminal.wait("Your answer").press("escape")
    terminal.wait_gone("Your answer")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    terminal = start().wait("Anna de Vries")
    terminal.click("Anna de Vries", times=2)
    terminal.wait("1 Checklist")


def test_letters_go_where_a_click_before_them_points(start: Start) -> None:
    terminal = begun(start)
    terminal.click("2 Notes")
    terminal.type("first ")
    terminal.wait("first ")
    terminal.click("3 Agreements")
    terminal.type("a")
    terminal.wait("A new agreement")


def test_the_wheel_scrolls_what_it_is_over(start: Start) -> None:
    terminal = begun(start)
    terminal.do("checklist.tick")
    terminal.wait("[x]")  # the wheel counts only once the desk stands
    assert "How was this talk?" not in terminal.text
    for _ in range(40):
        terminal.wheel(5, 5)
    terminal.wait("How was this talk?").wait_gone("[x] What went well")
    for _ in range(40):
        terminal.wheel(5, 5, up=True)
    terminal.wait("[x] What went well")


@pytest.mark.parametrize("listens", [True, False])
def test_without_the_mouse_no_mode_of_it_is_ever_set(start: Start, listens: bool) -> None:
    terminal = begun(start) if listens else _begun_without(start)
    terminal.do("checklist.tick")
    terminal.wait("[x]")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert bool(_MODES.search(terminal.raw)) is listens


def _begun_without(start: Start) -> Terminal:
    return start("--no-mouse", "new", "Anna de Vries", "--my-name", "Jan").wait("Looking back")
