"""Markdown in the notes: what a user sees of it, and how little is painted for a typed letter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.text.line_markup import fence_after
from afspraak.data.text.splice import Splice
from afspraak.widgets.drawing.roles import Role
from afspraak.widgets.notes.editor import NotesEditor
from afspraak.widgets.notes.markdown_styles import MarkdownStyles
from afspraak.widgets.notes.pane import NotesPane

from ...support.counting import calls
from ...support.screens.editors import PaintCounter
from ...support.screens.widget_holder import Writing, strips

LINES = st.lists(st.sampled_from(["a", "```", "```py", "````", "~~~", "# b", ""]), max_size=12)


@given(LINES)
def test_the_fence_above_each_line_is_that_of_reading_from_the_top(lines: list[str]) -> None:
    styles = MarkdownStyles()
    styles.read(lines)
    fence = ""
    for row, line in enumerate(lines):
        assert styles.fence_before(row) == fence
        fence = fence_after(line, fence)


def test_a_line_that_may_begin_a_fence_is_known_by_its_place() -> None:
    styles = MarkdownStyles()
    styles.read(["a", "```", "b", "```"])
    assert [styles.has_fence(row, row) for row in range(4)] == [False, True, False, True]
    assert styles.has_fence(0, 3) and not styles.has_fence(2, 2)
    assert [span.role for span in styles.spans(2, "b", (0, 1))] == [Role.MD_CODE]


def look(app: Writing, y: int, words: str) -> tuple[bool, bool, bool]:
    """Whether the words in a line of the screen are bold, italic or underlined."""
    for segment in strips(app)[y]:
        if words in segment.text and segment.style is not None:
            style = segment.style
            return bool(style.bold), bool(style.italic), bool(style.underline)
    raise AssertionError(strips(app)[y].text)


PLAIN, BOLD, ITALIC, LINK = (
    (False, False, False), (True, False, False), (False, True, False), (False, False, True),
)  # fmt: skip


async def test_markdown_is_styled_where_it_stands() -> None:
    text = "## Head\none **bold** and *italic*\n[wiki](w/12)\n```\n**code**\n```\n**after**"
    app = Writing((text, MANAGER))
    async with app.run_test(size=(40, 10)) as pilot:
        app.set_focus(None)
        await pilot.pause()
        assert look(app, 1, "Head") == BOLD
        assert look(app, 2, "bold") == BOLD and look(app, 2, "italic") == ITALIC
        assert look(app, 2, "one") == PLAIN
        assert look(app, 3, "wiki") == LINK and look(app, 3, "w/12") == PLAIN
        assert look(app, 5, "code") == PLAIN, "no mark counts in a fence"
        assert look(app, 7, "after") == BOLD


async def test_a_fence_of_the_other_changes_the_lines_below_it() -> None:
    app = Writing(("**one**\n**two**", MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        app.set_focus(None)
        await pilot.pause()
        assert look(app, 2, "two") == BOLD
        app.change(Splice(0, 0, "```\n", EMPLOYEE))
        await pilot.pause()
        assert look(app, 3, "two") == PLAIN
        app.change(Splice(0, 4, "", EMPLOYEE))
        await pilot.pause()
        assert look(app, 2, "two") == BOLD


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The painted rows of the notes."""
    monkeypatch.setattr(f"{NotesPane.__module__}.NotesEditor", PaintCounter)
    PaintCounter.rows.clear()
    yield PaintCounter.rows
    PaintCounter.rows.clear()


async def test_a_fence_that_is_typed_repaints_the_lines_below_when_the_caret_leaves_it(
    rows: list[int],
) -> None:
    app = Writing(("first\n\n**bold**\n**more**", MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("down")
        await pilot.pause()
        rows.clear()
        await pilot.press("`", "`", "`")
        await pilot.pause()
        assert set(rows) == {1}, "while it is typed, its line alone"
        await pilot.press("up")
        await pilot.pause()
        assert {2, 3} <= set(rows)
        assert look(app, 3, "bold") == PLAIN and look(app, 4, "more") == PLAIN


async def test_marks_that_close_repaint_their_line_alone(rows: list[int]) -> None:
    app = Writing(("**bold*\nbelow", MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("end")
        await pilot.pause()
        assert look(app, 1, "bold") != BOLD
        rows.clear()
        await pilot.press("*")
        await pilot.pause()
        assert set(rows) == {0}
        assert look(app, 1, "bold") == BOLD


async def test_a_stretch_over_several_rows_is_styled_in_each_of_them() -> None:
    app = Writing(("one **two three four five six** seven", MANAGER))
    async with app.run_test(size=(16, 10)) as pilot:
        app.set_focus(None)
        await pilot.pause()
        found = {word: row for row in range(10) for word in strips(app)[row].text.split()}
        assert found["**two"] < found["three"] < found["six**"]
        for word in ("three", "five"):
            assert look(app, found[word], word) == BOLD
        assert look(app, found["one"], "one") == look(app, found["seven"], "seven") == PLAIN


@pytest.mark.parametrize("part", ["*", "*a ", "|", "_", "`"])
async def test_a_long_line_of_marks_is_drawn_in_as_few_steps_as_one_of_words(part: str) -> None:
    async def cost(line: str) -> int:
        app = Writing((line, MANAGER))
        async with app.run_test(size=(60, 40)) as pilot:
            await pilot.pause()
            editor = app.query_one(NotesEditor)
            return calls(lambda: [editor.render_line(row) for row in range(15)])

    assert await cost((part * 1000)[:1000]) < 2 * await cost(("words " * 1000)[:1000])
