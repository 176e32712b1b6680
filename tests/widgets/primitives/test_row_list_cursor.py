"""The cursor of a list: pages, clicks and headings, and what is told about it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from afspraak.widgets.drawing.list_row import ListRow
from afspraak.widgets.drawing.wrapping import Line
from afspraak.widgets.primitives.row_list import RowList

from ...support.screens.row_lists import head, holder, rows
from ...support.screens.widget_holder import Holder, screen_lines, strips, styles_at


async def test_the_cursor_moves_by_one_row_in_both_directions() -> None:
    app, row_list = holder([*rows("a", "b"), head("C"), *rows("d")])
    async with app.run_test(size=(20, 6)):
        seen = []
        for action in ("cursor_down", "cursor_down", "cursor_up", "cursor_up", "cursor_up"):
            await row_list.run_action(action)
            seen.append(row_list.key)
        assert seen == ["b", "d", "b", "a", "a"]


@dataclass(frozen=True, slots=True)
class Verse(ListRow):
    """A row of two lines, however wide the list is."""

    def lines(self, width: int) -> list[Line]:
        return [((f"{self.text} one", ""),), ((f"{self.text} two", ""),)]


async def test_the_next_row_is_found_across_its_lines() -> None:
    app, row_list = holder([Verse(letter, letter) for letter in "abc"])
    async with app.run_test(size=(20, 6)):
        assert row_list.find("one") is True
        assert row_list.key == "b", "forward"
        assert row_list.find("A ONE A TWO") is True
        assert row_list.key == "a"
        assert row_list.find("onea") is False
        assert row_list.select("c") is True
        assert row_list.select("z") is False
        assert row_list.find("two", forward=False) is True
        assert row_list.key == "b"


async def test_a_search_in_an_empty_list_finds_nothing() -> None:
    app, row_list = holder([])
    async with app.run_test(size=(20, 6)):
        assert row_list.find("") is False
        assert row_list.find("a", forward=False) is False


async def test_a_row_is_found_at_its_first_line_in_view() -> None:
    app, row_list = holder(rows("a", "some more words", "c", "d"))
    async with app.run_test(size=(12, 4)) as pilot:
        await pilot.pause()

        def found() -> list[str | None]:
            at = (row_list.row_at(y) for y in range(6))
            return [row.key if row else None for row in at]

        assert found() == ["a", "some more words", None, None, "c", "d"]
        row_list.action_last()
        await pilot.pause()
        assert screen_lines(app)[0] == "     more"
        assert found() == [None, None, "c", "d", None, None]
        row_list.update_rows([])
        await pilot.pause()
        assert found() == [None] * 6


async def test_counts_of_hidden_lines_are_never_negative() -> None:
    app, row_list = holder(rows("a", "b"))
    async with app.run_test(size=(20, 4)) as pilot:
        await pilot.pause()
        assert row_list.hidden == (0, 0)
        await pilot.resize_terminal(20, 1)
        await pilot.pause()
        assert row_list.hidden == (0, 1)
        row_list.action_last()
        await pilot.pause()
        assert row_list.hidden == (1, 0)


@pytest.mark.parametrize(
    ("start", "action", "key"),
    [
        ("a", "page_down", "d"),
        ("b", "page_down", "e"),
        ("i", "page_down", "j"),
        ("j", "page_down", "j"),
        ("j", "page_up", "g"),
        ("b", "page_up", "a"),
        ("a", "page_up", "a"),
    ],
)
async def test_a_page_is_the_view_less_one_line(start: str, action: str, key: str) -> None:
    app, row_list = holder(rows(*"abcdefghij"))
    async with app.run_test(size=(20, 4)) as pilot:
        row_list.select(start)
        await pilot.pause()
        await row_list.run_action(action)
        assert row_list.key == key


async def test_a_page_lands_on_no_heading() -> None:
    app, row_list = holder([*rows("a", "b"), head("C"), head("D"), *rows("e", "f")])
    async with app.run_test(size=(20, 4)):
        row_list.action_page_down()
        assert row_list.key == "b", "the last row above the headings in reach"
        row_list.action_page_down()
        assert row_list.key == "e"
        row_list.action_page_up()
        assert row_list.key == "b"
        row_list.update_rows([*rows("a", "b", "c"), head("D"), *rows("e")])
        row_list.select("a")
        row_list.action_page_down()
        assert row_list.key == "c"
        row_list.update_rows([*rows("a"), head("B"), *rows("c", "d", "e")])
        row_list.select("e")
        row_list.action_page_up()
        assert row_list.key == "c"


async def test_a_list_of_one_line_moves_by_one_row_a_page() -> None:
    app, row_list = holder(rows("a", "b", "c"))
    async with app.run_test(size=(20, 1)) as pilot:
        for action, key in (("page_down", "b"), ("page_down", "c"), ("page_up", "b")):
            await row_list.run_action(action)
            await pilot.pause()
            assert row_list.key == key
            assert screen_lines(app) == [f">[ ] {key}"]


async def test_headings_are_neither_selected_nor_found_nor_clicked() -> None:
    app, row_list = holder([head("Top"), *rows("a"), head("Middle"), *rows("b")])
    async with app.run_test(size=(20, 8)) as pilot:
        assert not row_list.select("heading/Middle")
        assert not row_list.find("middle")
        assert row_list.key == "a"
        await pilot.click(RowList, offset=(2, 2))
        assert row_list.key == "a"
        await pilot.click(RowList, offset=(2, 6))
        assert row_list.key == "a", "below the last row"
        await pilot.click(RowList, offset=(2, 3))
        assert row_list.key == "b"


async def test_the_first_row_is_selected_by_a_click_and_a_hint_is_not() -> None:
    app, row_list = holder(rows("a", "b"))
    async with app.run_test(size=(20, 8)) as pilot:
        row_list.select("b")
        await pilot.click(RowList, offset=(2, 0))
        assert row_list.key == "a"
        row_list.update_rows([])
        row_list.set_empty_text("Nothing")
        await pilot.pause()
        await pilot.click(RowList, offset=(2, 0))
        assert row_list.key is None


async def test_a_page_key_at_the_end_brings_the_cursor_back_into_view() -> None:
    app, row_list = holder(rows(*"abcdefghij"))
    async with app.run_test(size=(20, 4)) as pilot:
        row_list.scroll_to(y=5, animate=False, force=True)
        await pilot.pause()
        assert screen_lines(app)[0] == " [ ] f"
        row_list.action_page_up()
        await pilot.pause()
        assert screen_lines(app)[0] == ">[ ] a"


async def test_the_cursor_stays_in_view_of_a_lower_list() -> None:
    app, row_list = holder(rows(*"abcdefghij"))
    async with app.run_test(size=(20, 8)) as pilot:
        row_list.select("g")
        await pilot.resize_terminal(20, 4)
        await pilot.pause()
        assert screen_lines(app) == [" [ ] d", " [ ] e", " [ ] f", ">[ ] g"]


async def test_a_click_selects_what_is_drawn_there_after_a_scroll() -> None:
    app, row_list = holder(rows(*"abcdefghij"))
    async with app.run_test(size=(20, 4)) as pilot:
        row_list.action_last()
        await pilot.pause()
        await pilot.click(RowList, offset=(2, 1))
        assert row_list.key == "h"


async def test_each_move_of_the_cursor_is_told_once() -> None:
    told: list[str | None] = []

    class Told(Holder):
        def on_row_list_highlighted(self, message: RowList.Highlighted) -> None:
            told.append(message.key)

    row_list = RowList()
    app = Told(row_list)
    async with app.run_test(size=(20, 4)) as pilot:
        for given in ("abc", "abc", "xabc", "xbc", ""):
            row_list.update_rows(rows(*given))
            await pilot.pause()
        assert told == ["a", "b", None]
        told.clear()
        row_list.update_rows(rows(*"abc"))
        row_list.action_last()
        row_list.action_last()
        row_list.action_cursor_down()
        await pilot.pause()
        assert told == ["a", "c"]


async def test_only_a_scroll_by_a_line_tells_that_the_view_changed() -> None:
    changes: list[int] = []

    class Told(Holder):
        def on_row_list_view_changed(self) -> None:
            changes.append(row_list.scroll_offset.y)

    row_list = RowList()
    app = Told(row_list)
    async with app.run_test(size=(20, 4)) as pilot:
        row_list.update_rows(rows(*"abcdefghij"))
        await pilot.pause()
        changes.clear()
        row_list.action_cursor_down()
        row_list.update_rows(rows(*"abcdefghij"))
        await pilot.pause()
        assert changes == []
        row_list.action_last()
        await pilot.pause()
        assert changes == [6]
        row_list.update_rows(rows(*"abcdefghijk"))
        await pilot.pause()
        assert changes == [6, 6], "a line more below"
        changes.clear()
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        assert changes


async def test_a_tall_row_is_shown_from_its_first_line() -> None:
    app, row_list = holder(rows("a", "long " * 20, "c"))
    async with app.run_test(size=(12, 4)) as pilot:
        row_list.action_cursor_down()
        await pilot.pause()
        assert screen_lines(app)[0] == ">[ ] long"
        row_list.action_cursor_down()
        await pilot.pause()
        assert screen_lines(app)[-1] == ">[ ] c"


async def test_headings_come_into_view_only_with_their_whole_row() -> None:
    app, row_list = holder([*rows(*"abcd"), head("One"), head("Two"), *rows("e", "f", "g")])
    async with app.run_test(size=(20, 3)) as pilot:
        row_list.action_last()
        await pilot.pause()
        row_list.select("e")
        await pilot.pause()
        assert screen_lines(app) == [" One", " Two", ">[ ] e"]
        await pilot.resize_terminal(20, 2)
        await pilot.pause()
        row_list.action_last()
        await pilot.pause()
        row_list.select("e")
        await pilot.pause()
        assert screen_lines(app) == [">[ ] e", " [ ] f"]


async def test_marks_of_rows_differ_with_and_without_the_focus() -> None:
    app, row_list = holder([replace(row, new=row.key == "b") for row in rows("a", "b", "c")])
    async with app.run_test(size=(20, 4)) as pilot:
        await pilot.pause()

        def reversed_cells(y: int) -> int:
            segments = strips(app)[y]
            return sum(len(each.text) for each in segments if each.style and each.style.reverse)

        assert [reversed_cells(y) for y in range(4)] == [20, 0, 0, 0], "the whole row"
        assert "bold" in styles_at(app, "•")
        app.set_focus(None)
        await pilot.pause()
        assert [reversed_cells(y) for y in range(4)] == [0, 0, 0, 0]
        assert screen_lines(app)[:3] == [">[ ] a", "•[ ] b", " [ ] c"]
        assert "bold" in styles_at(app, ">")
        assert "bold" not in styles_at(app, "a"), "the row is as it is without the cursor"
        row_list.focus()
        await pilot.pause()
        assert [reversed_cells(y) for y in range(4)] == [20, 0, 0, 0]
        assert "bold" in styles_at(app, "•")
