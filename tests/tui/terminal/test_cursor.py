"""The terminal cursor in every text input, as an emulator sees it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.cells import cell_len

from ...support.terminal.terminal import Terminal, begun


def at_end_of(words: str) -> Callable[[Terminal], bool]:
    """Whether the cursor is directly after these words (wide characters count double)."""

    def look(terminal: Terminal) -> bool:
        cursor = terminal.screen.cursor
        row = terminal.screen.buffer[cursor.y]
        before = "".join(row[x].data for x in range(cursor.x))
        return before.endswith(words)

    return look


def test_the_cursor_follows_typing_in_the_notes(start: Callable[..., Terminal]) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.notes")
    terminal.type("中 and 😀")
    terminal.wait(at_end_of("中 and 😀"))
    terminal.press("left", "left")
    terminal.wait(at_end_of("中 and"))
    terminal.press("home")
    terminal.wait(at_end_of("JB│ "))
    terminal.press("end", "enter")
    terminal.type("word " * 12 + "end")
    terminal.wait(at_end_of("word end"))  # on the second row of a wrapped line
    terminal.resize(100, 30)
    terminal.wait(at_end_of("word end"))
    terminal.press("down", *["enter"] * 30, "x")
    terminal.wait(at_end_of("│ x"))  # scrolled
    terminal.do("desk.pane.checklist", "desk.pane.notes")
    terminal.type("y")
    terminal.wait(at_end_of("│ xy"))


def test_the_cursor_follows_typing_in_other_inputs(start: Callable[..., Terminal]) -> None:
    terminal = begun(start)
    terminal.do("list.search")
    terminal.type("port 中")
    terminal.wait(at_end_of("port 中")).press("left")
    terminal.wait(at_end_of("port "))
    terminal.press("escape")
    terminal.do("app.command_palette")
    terminal.type("hel")
    terminal.wait(at_end_of("hel")).press("left")
    terminal.wait(at_end_of("he"))
    terminal.press("escape")
    terminal.do("desk.pane.agreements", "list.add")
    terminal.type("A course 中")
    terminal.wait(at_end_of("A course 中"))
    terminal.press("tab", "tab")
    terminal.wait(lambda seen: not at_end_of("A course 中")(seen))
    terminal.press("shift+tab", "shift+tab", "end")
    terminal.wait(at_end_of("A course 中"))


def test_the_terminal_cursor_is_shown_only_in_inputs(start: Callable[..., Terminal]) -> None:
    terminal = begun(start)
    terminal.wait(lambda seen: seen.screen.cursor.hidden)
    terminal.do("desk.pane.notes")
    terminal.wait(lambda seen: not seen.screen.cursor.hidden)
    terminal.do("app.command_palette")
    terminal.type("hel")
    terminal.wait(at_end_of("hel"))
    assert not terminal.screen.cursor.hidden
    terminal.press("escape")
    terminal.do("app.help")
    terminal.wait(lambda seen: seen.screen.cursor.hidden)


def test_the_hidden_cursor_stands_on_the_selected_row(start: Callable[..., Terminal]) -> None:
    terminal = begun(start)

    def moved_from(row: int) -> Callable[[Terminal], bool]:
        return lambda seen: seen.screen.cursor.y != row

    def on_selected_row(seen: Terminal) -> bool:
        return seen.screen.display[seen.screen.cursor.y].startswith(">")

    for key in ("down", "down", "down", "up", "down"):
        before = terminal.screen.cursor.y
        terminal.press(key)
        terminal.wait(moved_from(before))
        terminal.wait(on_selected_row)
    assert terminal.screen.cursor.hidden


@pytest.mark.parametrize("wide", ["日本語", "😀😀"])
def test_the_caret_on_a_wide_character_leaves_it_whole(
    start: Callable[..., Terminal], wide: str
) -> None:
    terminal = begun(start)
    terminal.do("desk.pane.notes")
    terminal.type(f"{wide} end")
    at_the_end = terminal.wait(f"{wide} end").screen.cursor.x
    for _ in range(len(f"{wide} end")):
        before = terminal.screen.cursor.x
        terminal.press("left")
        terminal.wait(lambda now, before=before: now.screen.cursor.x < before)  # type: ignore[misc]
        assert f"{wide} end" in terminal.text
    assert terminal.screen.cursor.x == at_the_end - cell_len(f"{wide} end")
