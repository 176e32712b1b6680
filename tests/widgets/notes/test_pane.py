"""The notes pane: one path for edits, a stable caret and view, and the author gutter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from textual import events
from textual.geometry import Region
from textual.widgets.text_area import Selection

from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId
from afspraak.data.model.edits import Write
from afspraak.data.text.splice import Splice
from afspraak.widgets.drawing.title_rule import Title
from afspraak.widgets.messages import (
    AgreementFormRequested,
    PasteTruncated,
    RedoRequested,
    UndoRequested,
)
from afspraak.widgets.notes.editor import PASTE_LIMIT, NotesEditor
from afspraak.widgets.notes.pane import NotesPane

from ...support.screens.widget_holder import Writing, screen_lines, screen_text, strips, styles_at


def writing(*runs: tuple[str, PartnerId]) -> Writing:
    return Writing(*runs, now=datetime(2026, 12, 3, 10, 7, tzinfo=UTC))


LONG = "".join(f"line {number}\n" for number in range(100))


async def test_the_notes_pane_is_drawn() -> None:
    app = writing(
        ("## Looking back\nPortal went live early.\n", MANAGER),
        ("Handover was hard: there was no runbook.\n\n", EMPLOYEE),
    )
    async with app.run_test(size=(33, 8)) as pilot:
        await pilot.pause()
        assert screen_lines(app) == [
            "━ 2 Notes ━━━━━━━━━ JB 2 · AV 1 ━",
            "    ## Looking back",
            "JB│ Portal went live early.",
            "AV┃ Handover was hard: there",
            "  ┃ was no runbook.",
            "",
            "",
            "",
        ]
        assert styles_at(app, " 2 Notes ") == ["reverse"]
        assert "bold" in styles_at(app, "Looking back")
        assert "bold" not in styles_at(app, "Portal")
        app.pane.show_title(Title())  # the initials in the gutter are meant, not those above
        await pilot.pause()
        assert "bold" in styles_at(app, "AV") and "bold" not in styles_at(app, "JB")


async def test_a_word_is_one_undo_step_and_spaces_and_jumps_start_another() -> None:
    app = writing()
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press(*"ab", "space", *"cd", "enter", "e", "left", "f", "backspace", "delete")
        assert app.writes == [
            Write(0, 0, "a", True),
            Write(1, 0, "b", False),
            Write(2, 0, " ", True),
            Write(3, 0, "c", False),
            Write(4, 0, "d", False),
            Write(5, 0, "\n", True),
            Write(6, 0, "e", False),
            Write(6, 0, "f", True),
            Write(6, 1, "", True),
            Write(6, 1, "", False),
        ]
        assert app.pane.text == app.notes.text == "ab cd\n"


async def test_leaving_the_pane_starts_a_new_undo_step() -> None:
    app = writing()
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("a")
        app.set_focus(None)
        await pilot.pause()
        app.pane.focus()
        await pilot.press("b")
        assert [write.boundary for write in app.writes] == [True, True]


async def test_positions_are_code_points() -> None:
    app = writing(("ë😀漢\n👩‍👩‍👧x", EMPLOYEE))
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("down", "end", "y")
        assert app.writes == [Write(len("ë😀漢\n👩‍👩‍👧x"), 0, "y", True)]
        assert app.pane.text == app.notes.text


async def test_every_change_of_the_text_goes_through_edit() -> None:
    app = writing(("one two\nthree\nfour", MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("ctrl+w", "delete", "ctrl+k", "end", "ctrl+u", "f7", "ctrl+x", "ctrl+v")
        app.pane.action_last()
        await pilot.press("ctrl+shift+k", "f6", "x", "alt+delete")
        app.pane.body.clear()
        app.pane.body.insert("new\ntext")
        app.pane.body.replace(" old ", (0, 3), (1, 0))
        await pilot.pause()
        assert app.pane.text == app.notes.text == "new old text"
        assert app.writes[-1] == Write(3, 1, " old ", True)


async def test_a_paste_is_cleaned_and_a_truncation_reported() -> None:
    app = writing()
    async with app.run_test(size=(40, 8)) as pilot:
        app.post_message(events.Paste("a\r\nb\x1b[2J\u2028c\x0bd"))
        await pilot.pause()
        assert app.notes.text == app.pane.text == "a\nb␛[2J\nc\nd"
        app.post_message(events.Paste("x\n" * PASTE_LIMIT))
        await pilot.pause()
        told = [message for message in app.told if isinstance(message, PasteTruncated)]
        assert [(one.kept, one.dropped) for one in told] == [(PASTE_LIMIT, PASTE_LIMIT)]
        assert len(app.notes) == PASTE_LIMIT + 11
        assert app.pane.text == app.notes.text


async def test_hostile_text_is_shown_as_text() -> None:
    app = writing(("[/] [x] [@click=app.quit]y[/]\n\x1b]52;c;aGk=\x07", EMPLOYEE))
    async with app.run_test(size=(60, 8)):
        seen = screen_text(app)
        assert "AV┃ [/] [x] [@click=app.quit]y[/]" in seen
        assert "  ┃ ␛]52;c;aGk=␇" in seen
        assert "\x1b" not in seen and "\x07" not in seen


async def test_undo_and_redo_are_requested_from_the_session() -> None:
    app = writing()
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("a", "ctrl+z", "ctrl+y")
        wishes = [type(message) for message in app.told]
        assert wishes == [UndoRequested, RedoRequested]
        assert app.pane.text == "a"


async def test_remote_edits_move_neither_caret_nor_view() -> None:
    app = writing((LONG, MANAGER))
    async with app.run_test(size=(40, 10)) as pilot:
        app.pane.body.move_cursor((50, 3))
        app.pane.body.scroll_to(y=20, animate=False, force=True)
        await pilot.pause()
        before = screen_lines(app)[1:]
        assert "line 20" in before[0]
        app.change(Splice(0, 0, "news\nand more\n", EMPLOYEE))
        app.change(Splice(len(app.notes), 0, "at the end", EMPLOYEE))
        await pilot.pause()
        assert screen_lines(app)[1:] == before
        assert app.pane.body.selection == Selection.cursor((52, 3))
        app.change(*(Splice(0, 0, f"{n}\n", EMPLOYEE) for n in range(20)))
        await pilot.pause()
        assert screen_lines(app)[1:] == before
        assert app.pane.body.selection == Selection.cursor((72, 3))
        assert app.pane.text == app.notes.text


async def test_a_selection_survives_remote_edits() -> None:
    app = writing(("one two three", MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        editor = app.pane.body
        editor.selection = Selection((0, 4), (0, 7))
        app.change(Splice(0, 3, "first\n", EMPLOYEE), Splice(10, 0, "!", EMPLOYEE))
        await pilot.pause()
        assert app.pane.text == "first\n two! three" == app.notes.text
        assert editor.selected_text == "two"


async def test_undo_moves_the_caret_to_the_change() -> None:
    app = writing((LONG, MANAGER))
    async with app.run_test(size=(40, 10)) as pilot:
        app.change(Splice(len(app.notes), 0, "back again", MANAGER), follow=True)
        await pilot.pause()
        assert "back again" in screen_text(app)
        await pilot.press("!")
        assert app.notes.text.endswith("back again!")


async def test_the_title_counts_lines_out_of_view() -> None:
    app = writing((LONG, MANAGER))
    async with app.run_test(size=(40, 9)) as pilot:
        await pilot.pause()
        assert screen_lines(app)[0].endswith(" ↓93 ━")
        await pilot.resize_terminal(40, 22)
        await pilot.pause()
        assert screen_lines(app)[0].endswith(" ↓80 ━")
        await pilot.resize_terminal(40, 9)
        while app.pane.body.size.height > 9:
            await pilot.pause()
        app.pane.body.move_cursor(app.pane.body.document.end)
        await pilot.pause()
        assert screen_lines(app)[0].endswith(" ↑95 ━")


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("- [ ] Runbook by Anna", "Runbook by Anna"),
        ("  2. Course", "Course"),
        ("> * quoted [x]", "quoted [x]"),
        ("## A heading", "A heading"),
        ("2026 plan - draft", "2026 plan - draft"),
        ("", ""),
    ],
)
async def test_a_line_becomes_an_agreement_without_its_list_mark(text: str, draft: str) -> None:
    app = writing((text, MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        app.pane.action_agree()
        await pilot.pause()
        message = app.told[0]
        assert isinstance(message, AgreementFormRequested)
        assert (message.agreement_id, message.draft) == (None, draft)
        assert app.pane.text == text


async def test_a_selection_becomes_an_agreement() -> None:
    app = writing(("- one two\n- three four", MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        app.pane.body.selection = Selection((1, 7), (0, 6))
        app.pane.action_agree()
        await pilot.pause()
        message = app.told[0]
        assert isinstance(message, AgreementFormRequested) and message.draft == "two three"


async def test_the_time_is_inserted_at_the_caret() -> None:
    app = writing(("one", MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        app.pane.action_stamp()
        await pilot.press("x")
        assert app.notes.text == "10:07 xone"


SECTIONS = "## One\nfirst\n\n## Two\n\n\n## Three"


@pytest.mark.parametrize(
    ("text", "title", "after"),
    [
        ("", "New", "## New\n|"),
        ("words", "New", "words\n\n## New\n|"),
        ("words\n", "New [x]", "words\n\n## New [x]\n|"),
        ("words\n\n", "New", "words\n\n## New\n|"),
        (SECTIONS, "One", "## One\nfirst\n|\n\n## Two\n\n\n## Three"),
        (SECTIONS, "two", "## One\nfirst\n\n## Two\n|\n\n## Three"),
        (SECTIONS, "Three", SECTIONS + "\n|"),
        ("## One\ntext\n", "One", "## One\ntext\n|"),
    ],
)
async def test_going_to_a_section_leaves_room_to_write(text: str, title: str, after: str) -> None:
    app = writing((text, MANAGER))
    async with app.run_test(size=(40, 12)) as pilot:
        app.pane.go_to_section(title)
        await pilot.press("|")
        assert app.notes.text == app.pane.text == after


async def test_search_wraps_in_both_directions_and_selects() -> None:
    app = writing(("A port. No port\nairPort (xx", MANAGER))
    async with app.run_test(size=(40, 8)):
        pane, editor = app.pane, app.pane.body
        spans = []
        assert pane.find("port")
        spans.append(editor.selection)
        for action in (*[pane.action_find_next] * 3, pane.action_find_previous):
            action()
            spans.append(editor.selection)
        first, second = Selection((0, 2), (0, 6)), Selection((0, 11), (0, 15))
        third = Selection((1, 3), (1, 7))
        assert spans == [first, second, third, first, third]
        assert pane.find("(") and editor.selected_text == "("
        assert pane.find("x") and pane.find("x") and pane.find("x", forward=False)
        assert editor.selection == Selection((1, 9), (1, 10)), "a match that ends at the selection"
        assert not pane.find("nowhere") and not pane.find("")


async def test_loading_resets_the_editor() -> None:
    app = writing(("one", MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("x")
        app.notes.splice(Splice(0, 4, "other\ntext", EMPLOYEE))
        app.pane.load(app.notes)
        await pilot.pause()
        assert "AV┃ other" in screen_text(app) and "one" not in screen_text(app)
        await pilot.press("y")
        assert app.pane.text == app.notes.text == "yother\ntext"


async def test_an_editor_out_of_step_resyncs() -> None:
    app = writing(("one\ntwo", MANAGER))
    async with app.run_test(size=(40, 8)):
        app.notes.splice(Splice(0, 0, "never told ", EMPLOYEE))
        app.change(Splice(len(app.notes), 0, "!", EMPLOYEE))
        assert app.pane.text == app.notes.text


class Watched(NotesEditor):
    """Records the rows that are to be repainted."""

    painted: list[int]

    def refresh(self, *regions: Region, **kwargs: bool) -> Watched:
        if hasattr(self, "painted"):
            self.painted += [y for region in regions for y in range(region.y, region.bottom)]
            self.painted += [] if regions else [-1]
        super().refresh(*regions, **kwargs)
        return self


async def test_typing_repaints_only_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{NotesPane.__module__}.NotesEditor", Watched)
    app = writing((LONG, MANAGER))
    editor = app.pane.body
    assert isinstance(editor, Watched)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("down", "down")
        editor.painted = []
        await pilot.press("x")
        assert set(editor.painted) == {2}
        editor.painted = []
        await pilot.press("down")
        assert set(editor.painted) == {2, 3}
        editor.painted = []
        app.change(Splice(0, 0, "y", EMPLOYEE))
        assert set(editor.painted) == {0}


async def test_partial_repaints_equal_a_full_repaint() -> None:
    app = writing((LONG, MANAGER))
    async with app.run_test(size=(24, 10)) as pilot:
        keys = [*"some words that wrap ", "enter", "up", "shift+down", "x", "pagedown", "delete"]
        for key in [*keys, "backspace", "ctrl+k", "ctrl+shift+k", "pageup", "f6", "down"]:
            await pilot.press(key)
            app.change(Splice(min(30, len(app.notes)), 2, "new ☂\nwords", EMPLOYEE))
            await pilot.pause()
            seen = [list(strip) for strip in strips(app)]
            for widget in app.screen.walk_children():
                widget.refresh()
            await pilot.pause()
            assert [list(strip) for strip in strips(app)] == seen
            assert app.pane.text == app.notes.text


@pytest.mark.parametrize("size", [(18, 4), (18, 24), (200, 5)])
async def test_every_size_is_drawn(size: tuple[int, int]) -> None:
    app = writing(("Portal went live", MANAGER))
    async with app.run_test(size=size):
        lines = screen_lines(app)
        assert lines[0].startswith("━ 2 Notes ━") and len(lines[0]) == size[0]
        assert lines[1].startswith("JB│ Portal")
