"""The actions of the notes pane: search, appreciation, undo, and what is drawn plainly."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets.text_area import Selection

from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.text.splice import Splice
from afspraak.widgets.messages import PasteTruncated
from afspraak.widgets.notes import editor as editor_module
from afspraak.widgets.notes.pane import NotesPane

from ...support.screens.widget_holder import Writing, screen_lines, strips, styles_at


@pytest.mark.parametrize(
    ("text", "column", "after", "caret"),
    [
        ("You stayed calm.", 3, "Appreciation: You stayed calm.", 17),
        ("You", 0, "Appreciation: You", 14),
        ("- You", 1, "- Appreciation: You", 1),
        ("- You", 2, "- Appreciation: You", 16),
        ("Appreciation: You", 17, "You", 3),
        ("Appreciation: You", 5, "You", 0),
        ("- waardering:You", 13, "- You", 2),
        ("- waardering:You", 1, "- You", 1),
        ("## Heading", 3, "## Heading", 3),
    ],
)
async def test_a_line_becomes_an_appreciation_around_the_caret(
    text: str, column: int, after: str, caret: int
) -> None:
    app = Writing((f"one\n{text}\nthree", MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        app.pane.body.move_cursor((1, column))
        app.pane.action_appreciate()
        await pilot.pause()
        assert app.notes.text == app.pane.text == f"one\n{after}\nthree"
        assert app.pane.body.selection == Selection.cursor((1, caret))
        assert len(app.writes) == (after != text)


async def test_the_ends_of_the_notes_are_reached_and_everything_selected() -> None:
    app = Writing(("one\ntwo", MANAGER))
    async with app.run_test(size=(40, 8)):
        pane = app.pane
        pane.action_last()
        assert pane.body.selection == Selection.cursor((1, 3))
        pane.action_first()
        assert pane.body.selection == Selection.cursor((0, 0))
        pane.action_select_all()
        assert pane.body.selected_text == "one\ntwo"


@pytest.mark.parametrize(
    ("text", "words", "start", "forward", "found"),
    [
        ("port port", "port", (0, 0), True, (0, 0)),
        ("port port", "port", (0, 1), True, (0, 5)),
        ("port port", "port", (0, 5), True, (0, 5)),
        ("port port", "port", (0, 6), True, (0, 0)),
        ("port port", "port", (0, 9), False, (0, 5)),
        ("port port", "port", (0, 8), False, (0, 0)),
        ("port port", "port", (0, 4), False, (0, 0)),
        ("port port", "port", (0, 3), False, (0, 5)),
        ("a\nport\nb\nport", "PORT", (2, 0), True, (3, 0)),
        ("a\nport\nb\nport", "PORT", (2, 0), False, (1, 0)),
        ("a\nport\nb\nport", "PORT", (0, 0), False, (3, 0)),
        ("a\nport\nb", "port", (2, 0), True, (1, 0)),
        ("a.b axb", "a.b", (0, 1), True, (0, 0)),
    ],
)
async def test_search_begins_at_the_caret_and_ends_there(
    text: str, words: str, start: tuple[int, int], forward: bool, found: tuple[int, int]
) -> None:
    app = Writing((text, MANAGER))
    async with app.run_test(size=(40, 8)):
        app.pane.body.move_cursor(start)
        assert app.pane.find(words, forward)
        row, column = found
        assert app.pane.body.selection == Selection(found, (row, column + len(words)))


@pytest.mark.parametrize("backwards", [False, True])
async def test_search_goes_on_behind_what_is_selected(*, backwards: bool) -> None:
    app = Writing(("port port port", MANAGER))
    async with app.run_test(size=(40, 8)):
        ends = ((0, 5), (0, 9))
        app.pane.body.selection = Selection(*(reversed(ends) if backwards else ends))
        assert app.pane.find("port")
        assert app.pane.body.selection == Selection((0, 10), (0, 14))
        app.pane.body.selection = Selection(*(reversed(ends) if backwards else ends))
        assert app.pane.find("port", forward=False)
        assert app.pane.body.selection == Selection((0, 0), (0, 4))
        app.pane.action_find_previous()
        assert app.pane.body.selection == Selection((0, 10), (0, 14))


async def test_down_from_a_match_stays_in_its_column() -> None:
    app = Writing(("a long port\nwords of the same length", MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        app.pane.body.move_cursor((1, 20))
        assert app.pane.find("port")
        await pilot.press("down")
        assert app.pane.body.selection == Selection.cursor((1, 11))


async def test_the_line_of_the_caret_and_brackets_are_drawn_like_the_others() -> None:
    app = Writing(("(a) one\n(b) two", MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("right", "left")
        await pilot.pause()
        cells = [
            {segment.style.bgcolor for segment in strip if segment.style and segment.text.strip()}
            for strip in strips(app)[1:3]
        ]
        assert "reverse" not in styles_at(app, "a) one") and "bold" not in styles_at(app, "a) one")
        assert cells[1] <= cells[0] and len(cells[0]) <= 2, "the caret alone differs"
        assert not app.pane.body.cursor_blink


@pytest.mark.parametrize(
    ("line", "bold"),
    [
        ("# one", True),
        ("###### one", True),
        ("####### one", False),
        ("#one", False),
        ("    # one", False),
        ("one # two", False),
    ],
)
async def test_headings_are_bold(line: str, bold: bool) -> None:
    app = Writing((f"first\n{line}", MANAGER))
    async with app.run_test(size=(40, 8)):
        assert ("bold" in styles_at(app, "one")) == bold
        assert "bold" not in styles_at(app, "irst")


async def test_tab_leaves_the_notes_as_they_are() -> None:
    app = Writing(("one", MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("tab")
        await pilot.pause()
        assert (app.pane.text, app.writes) == ("one", [])


async def test_only_a_paste_beyond_the_limit_is_truncated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editor_module, "PASTE_LIMIT", 5)
    app = Writing()
    async with app.run_test(size=(40, 8)) as pilot:
        app.post_message(events.Paste("12345"))
        await pilot.pause()
        assert app.told == []
        app.post_message(events.Paste("abcdefg"))
        await pilot.pause()
        (message,) = app.told
        assert isinstance(message, PasteTruncated)
        assert (message.kept, message.dropped) == (5, 2)
        assert app.notes.text == app.pane.text == "12345abcde"


async def test_an_edit_that_changes_nothing_is_not_written() -> None:
    app = Writing(("one two", MANAGER))
    async with app.run_test(size=(40, 8)):
        app.pane.body.replace("two", (0, 4), (0, 7))
        assert app.writes == []
        app.pane.body.replace("2", (0, 4), (0, 7))
        assert [(write.start, write.deleted, write.text) for write in app.writes] == [(4, 3, "2")]


async def test_a_line_is_in_view_from_the_first_to_the_last_row() -> None:
    app = Writing(("\n".join(f"line {n}" for n in range(40)), MANAGER))
    async with app.run_test(size=(40, 10)) as pilot:
        app.pane.body.scroll_to(y=10, animate=False, force=True)
        await pilot.pause()
        seen = [n for n in range(40) if app.pane.in_view(app.notes.position(n, 2))]
        assert seen == list(range(10, 19))
        assert screen_lines(app)[0].endswith(" ↑10 ↓21 ━")


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (40, "━ 2 Notes ━━━━━━━━━━ JB 2 · AV 40  ↓35 ━"),
        (32, "━ 2 Notes ━━ JB 2 · AV 40  ↓35 ━"),
        (31, "━ 2 Notes ━ JB 2 · AV 40  ↓35 ━"),
        (30, "━ 2 Notes ━━━━━ JB 2 · AV 40 ━"),
        (26, "━ 2 Notes ━ JB 2 · AV 40 ━"),
        (25, "━ 2 Notes ━━━━━━━━━ ↓35 ━"),
        (17, "━ 2 Notes ━ ↓35 ━"),
        (16, "━ 2 Notes ━━━━━━"),
        (11, "━ 2 Notes ━"),
        (10, "━ 2 Not… ━"),
    ],
)
async def test_the_title_keeps_its_name_before_its_numbers(width: int, seen: str) -> None:
    app = Writing(("one\ntwo\n", MANAGER), ("\n".join("x" * 40), EMPLOYEE))
    async with app.run_test(size=(width, 8)) as pilot:
        await pilot.pause()
        assert screen_lines(app)[0] == seen


async def test_the_title_of_empty_notes_counts_nothing() -> None:
    app = Writing()
    async with app.run_test(size=(40, 8)) as pilot:
        nothing = f"━ 2 Notes {'━' * 30}"
        assert screen_lines(app)[0] == nothing
        await pilot.press("x")
        await pilot.pause()
        assert screen_lines(app)[0].endswith("━ JB 1 ━")
        await pilot.press("backspace")
        await pilot.pause()
        assert screen_lines(app)[0] == nothing


@pytest.mark.parametrize("count", [1, 8, 9, 12])
async def test_many_changes_of_others_at_once_move_the_caret_with_its_text(count: int) -> None:
    app = Writing(("start middle end", MANAGER))
    async with app.run_test(size=(60, 8)):
        app.pane.body.move_cursor((0, 8))
        app.change(*(Splice(0, 0, f"{n % 10}", EMPLOYEE) for n in range(count)))
        assert app.pane.text == app.notes.text
        assert app.pane.body.selection == Selection.cursor((0, 8 + count))


async def test_the_pane_without_the_focus_is_drawn_without_a_caret() -> None:
    app = Writing(("one", MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        app.set_focus(None)
        await pilot.pause()
        assert styles_at(app, "one") == []
        assert isinstance(app.pane, NotesPane)


async def test_undo_leaves_the_caret_at_the_change_if_a_text_below_gets_its_author() -> None:
    app = Writing(("one\ntwo\nthree", MANAGER))
    async with app.run_test(size=(40, 10)) as pilot:
        app.change(Splice(4, 0, "back ", MANAGER), Splice(13, 5, "three", EMPLOYEE), follow=True)
        await pilot.pause()
        assert "AV┃ three" in screen_lines(app)
        await pilot.press("!")
        assert app.notes.text == "one\nback !two\nthree"
