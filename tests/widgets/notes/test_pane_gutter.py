"""The gutter beside the notes: whose a line is, and what is new."""

from __future__ import annotations

from textual.widgets.text_area import Selection

from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY
from afspraak.data.text.splice import Splice
from afspraak.widgets.presence.remote_carets import RemoteCaret

from ...support.screens.widget_holder import Writing, screen_lines, screen_text

LONG = "".join(f"line {number}\n" for number in range(100))


async def test_a_change_of_author_alone_changes_only_the_gutter() -> None:
    app = Writing(("one\ntwo", MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        app.pane.body.move_cursor((0, 2))
        app.change(Splice(0, 3, "one", EMPLOYEE))
        await pilot.pause()
        assert screen_lines(app)[1:3] == ["AV┃ one", "JB│ two"]
        assert app.pane.body.selection == Selection.cursor((0, 2))


async def test_the_gutter_follows_typing_wrapping_scrolling_and_resizing() -> None:
    app = Writing(("one\n", EMPLOYEE), (LONG, MANAGER))
    async with app.run_test(size=(19, 7)) as pilot:
        await pilot.press("down", *"a long line for a pane like this ", "enter")
        app.pane.action_last()
        await pilot.pause()
        assert [line[:8] for line in screen_lines(app)[1:]] == [
            *("JB│ line", *["  │ line"] * 3, "", ""),
        ]
        app.pane.action_first()
        await pilot.pause()
        assert [line[:3] for line in screen_lines(app)[1:6]] == ["AV┃", "JB│", *["  │"] * 3]
        await pilot.resize_terminal(60, 7)
        assert [line[:3] for line in screen_lines(app)[1:4]] == ["AV┃", "JB│", "  │"]


async def test_headings_and_empty_lines_are_nobodys_in_the_gutter() -> None:
    text = "  \nfour\n```\n# five"
    app = Writing(("# one\ntwo\n\nthree\n", EMPLOYEE), (text, MANAGER))
    async with app.run_test(size=(20, 9)) as pilot:
        await pilot.pause()
        seen = ["    # one", "AV┃ two", "", "  ┃ three", "", "JB│ four", "  │ ```", "  │ # five"]
        assert screen_lines(app)[1:] == seen


async def test_the_gutter_marks_new_lines_at_its_bar_without_extra_width() -> None:
    app = Writing(("one\n", EMPLOYEE), (f"{LONG}\n", MANAGER), ("\nlast", NOBODY))
    async with app.run_test(size=(19, 13)) as pilot:
        await pilot.pause()
        before = screen_lines(app)
        new = {0, 2, 4}
        app.pane.mark_unread(new.__contains__)
        await pilot.pause()
        after = screen_lines(app)
        assert [a[:2] + a[3:] for a in after] == [b[:2] + b[3:] for b in before]
        begun = [y for y, line in enumerate(after[1:]) if line[2] == "•"]
        assert begun == [0, 2, 4]
        assert "AV• one" in after[1]
        app.pane.show_remote_carets([RemoteCaret("AV", 0)])
        await pilot.pause()
        assert screen_lines(app)[1] == after[1].replace("•", "»"), "still unread under a caret"
        new.discard(0)
        await pilot.press("x", "backspace")
        await pilot.pause()
        assert "AV> one" in screen_text(app)
        assert app.pane.in_view(0) and not app.pane.in_view(len(app.notes))
