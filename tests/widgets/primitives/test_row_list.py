"""The row list: wrapping, the cursor, and repainting only changed lines."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import pytest
from textual.geometry import Region

from afspraak.widgets.drawing.list_row import ListRow
from afspraak.widgets.drawing.wrapping import Line
from afspraak.widgets.primitives.row_list import RowList

from ...support.screens.row_lists import head, holder, rows
from ...support.screens.widget_holder import Holder, screen_lines, styles_at


class Watched(RowList):
    """Records the lines that are to be repainted."""

    painted: list[int]

    def refresh(self, *regions: Region, **kwargs: bool) -> Watched:
        if regions:
            self.painted += [y for region in regions for y in range(region.y, region.bottom)]
        elif hasattr(self, "painted"):
            self.painted.append(-1)
        super().refresh(*regions, **kwargs)
        return self


async def test_a_long_row_wraps_with_a_hanging_indent() -> None:
    app, _ = holder([head("Looking back"), *rows("What can go better next year")])
    async with app.run_test(size=(20, 6)):
        assert screen_lines(app)[:4] == [
            " Looking back",
            ">[ ] What can go",
            "     better next",
            "     year",
        ]


async def test_the_cursor_skips_headings_and_stops_at_the_ends() -> None:
    app, row_list = holder([head("A"), *rows("one"), head("B"), *rows("two")])
    async with app.run_test(size=(20, 6)):
        assert row_list.key == "one"
        row_list.action_cursor_up()
        assert row_list.key == "one"
        row_list.action_cursor_down()
        assert row_list.key == "two"
        row_list.action_cursor_down()
        assert row_list.key == "two"
        row_list.action_first()
        assert row_list.key == "one"
        row_list.action_last()
        assert row_list.key == "two"


async def test_the_cursor_is_visible_without_colour() -> None:
    app, _ = holder(rows("one", "two"))
    async with app.run_test(size=(20, 6)) as pilot:
        assert screen_lines(app)[:2] == [">[ ] one", " [ ] two"]
        assert "reverse" in styles_at(app, "one")
        app.set_focus(None)
        await pilot.pause()
        assert screen_lines(app)[:2] == [">[ ] one", " [ ] two"]
        assert "reverse" not in styles_at(app, "one")


async def test_the_cursor_stays_on_its_key_or_moves_to_the_neighbour() -> None:
    app, row_list = holder(rows("a", "b", "c", "d"))
    async with app.run_test(size=(20, 6)):
        assert row_list.select("c")
        keys = []
        for now in ("new a b c d", "a b d", "a b", "", "z"):
            row_list.update_rows(rows(*now.split()))
            keys.append(row_list.key)
        assert keys == ["c", "d", "b", None, "z"]


async def test_a_heading_above_the_first_row_comes_into_view() -> None:
    app, row_list = holder([head("Top"), *rows(*"abcdefghij")])
    async with app.run_test(size=(20, 4)) as pilot:
        row_list.action_last()
        await pilot.pause()
        assert screen_lines(app)[-1] == ">[ ] j"
        assert row_list.hidden == (7, 0)
        row_list.action_first()
        await pilot.pause()
        assert screen_lines(app)[:2] == [" Top", ">[ ] a"]


async def test_page_keys_move_by_one_view() -> None:
    app, row_list = holder(rows(*"abcdefghij"))
    async with app.run_test(size=(20, 4)):
        row_list.action_page_down()
        assert row_list.key == "d"
        row_list.action_page_down()
        row_list.action_page_down()
        row_list.action_page_down()
        assert row_list.key == "j"
        row_list.action_page_up()
        assert row_list.key == "g"


async def test_a_page_passes_a_row_that_is_higher_than_the_view() -> None:
    app, row_list = holder(rows("a", "long " * 20, "c"))
    async with app.run_test(size=(20, 4)):
        row_list.action_page_down()
        row_list.action_page_down()
        assert row_list.key == "c"
        row_list.action_page_up()
        row_list.action_page_up()
        assert row_list.key == "a"


@pytest.mark.parametrize(("start", "hidden"), [("j", (6, 0)), ("a", (4, 2))])
async def test_rows_inserted_above_do_not_move_the_view(
    start: str, hidden: tuple[int, int]
) -> None:
    app, row_list = holder(rows(*"abcdefghij"))
    async with app.run_test(size=(20, 4)) as pilot:
        row_list.select(start)
        row_list.select("h")
        await pilot.pause()
        assert row_list.hidden == hidden
        before = screen_lines(app)
        row_list.update_rows(rows("new", "newer", *"abcdefghij"))
        await pilot.pause()
        assert screen_lines(app) == before


async def test_unread_marks_need_no_colour_and_move_nothing() -> None:
    long = "two " * 8
    app, row_list = holder(rows("one", long, "three"), Watched)
    assert isinstance(row_list, Watched)
    async with app.run_test(size=(20, 8)) as pilot:
        await pilot.pause()
        before = screen_lines(app)
        row_list.painted = []
        row_list.update_rows([replace(row, new=row.key == long) for row in row_list.rows])
        await pilot.pause()
        assert row_list.painted == [1], "where it begins, and nowhere else"
        assert screen_lines(app)[1] == "•" + before[1][1:]
        row_list.action_cursor_down()
        await pilot.pause()
        assert [line[:1] for line in screen_lines(app)[:3]] == [" ", "»", " "]
        app.set_focus(None)
        row_list.update_rows([replace(row, new=False) for row in row_list.rows])
        await pilot.pause()
        assert [line[:1] for line in screen_lines(app)[:3]] == [" ", ">", " "]


async def test_only_changed_lines_are_painted() -> None:
    app, row_list = holder(rows("a", "b", "c", "d"), Watched)
    assert isinstance(row_list, Watched)
    async with app.run_test(size=(20, 6)) as pilot:
        await pilot.pause()
        row_list.painted = []
        row_list.action_cursor_down()
        assert row_list.painted == [0, 1]
        row_list.painted = []
        row_list.update_rows(rows("a", "b", "c", "d"))
        assert row_list.painted == []
        row_list.update_rows([*rows("a", "b", "c"), ListRow("d", "D", "[x] ")])
        assert row_list.painted == [3]
        await pilot.pause()
        assert screen_lines(app)[3] == " [x] D"


@pytest.mark.parametrize(
    "text",
    ["[x] of [/] half", "[@click=app.quit]press[/]", "\x1b[31mred \x1b]52;c;aGk=\x07", "$var [b"],
)
async def test_hostile_text_is_shown_as_text(text: str) -> None:
    app, _ = holder(rows(text))
    async with app.run_test(size=(60, 4)):
        seen = screen_lines(app)[0]
        assert "\x1b" not in seen and "\x07" not in seen
        assert seen == ">[ ] " + text.replace("\x1b", "␛").replace("\x07", "␇")


async def test_search_wraps_in_both_directions() -> None:
    app, row_list = holder([head("Bee"), *rows("a bee", "b", "c bee")])
    async with app.run_test(size=(20, 6)):
        assert row_list.find("BEE") and row_list.key == "c bee"
        assert row_list.find("bee") and row_list.key == "a bee"
        assert row_list.find("bee", forward=False) and row_list.key == "c bee"
        assert row_list.find("bee", forward=False) and row_list.key == "a bee"
        assert not row_list.find("wasp") and row_list.key == "a bee"


async def test_an_empty_list_shows_what_to_do() -> None:
    row_list = RowList(empty="Press a to begin with the first one")
    app = Holder(row_list)
    async with app.run_test(size=(20, 6)) as pilot:
        row_list.update_rows([])
        await pilot.pause()
        assert screen_lines(app)[:2] == [" Press a to begin", " with the first one"]
        row_list.set_empty_text("Reading 1 of 3")
        await pilot.pause()
        assert screen_lines(app)[:2] == [" Reading 1 of 3", ""]
        row_list.update_rows([])
        await pilot.pause()
        assert screen_lines(app)[:2] == [" Reading 1 of 3", ""]
        row_list.update_rows(rows("a"))
        await pilot.pause()
        assert screen_lines(app)[:2] == [">[ ] a", ""]


async def test_a_click_selects_a_row_that_a_resize_keeps() -> None:
    app, row_list = holder(rows("a", "some more words", "c"))
    async with app.run_test(size=(30, 6)) as pilot:
        await pilot.click(RowList, offset=(3, 2))
        assert row_list.key == "c"
        await pilot.resize_terminal(12, 6)
        await pilot.pause()
        assert screen_lines(app)[:5] == [" [ ] a", " [ ] some", "     more", "     words", ">[ ] c"]


class Counted(ListRow):
    """A row that states its height and counts its layouts."""

    laid_out: ClassVar[list[str]] = []

    def height(self, width: int) -> int | None:
        return 1

    def lines(self, width: int) -> list[Line]:
        self.laid_out.append(self.key)
        return super().lines(width)


async def test_of_ten_thousand_rows_only_those_in_view_are_laid_out() -> None:
    app, row_list = holder([Counted(f"row {n}", f"row {n}") for n in range(10_000)], Watched)
    assert isinstance(row_list, Watched)
    Counted.laid_out.clear()
    async with app.run_test(size=(20, 6)) as pilot:
        await pilot.pause()
        assert screen_lines(app)[:2] == [">row 0", " row 1"]
        assert row_list.hidden == (0, 9994)
        assert set(Counted.laid_out) == {f"row {n}" for n in range(6)}
        Counted.laid_out.clear()
        row_list.painted = []
        row_list.action_cursor_down()
        assert row_list.painted == [0, 1]
        assert Counted.laid_out == [], "they were laid out already"
        row_list.action_last()
        await pilot.pause()
        assert screen_lines(app)[-1] == ">row 9999"
        row_list.action_page_up()
        row_list.action_page_up()
        await pilot.pause()
        assert screen_lines(app)[0] == ">row 9989"
        assert row_list.select("row 5000")
        await pilot.pause()
        assert screen_lines(app)[0] == ">row 5000"
        row_list.update_rows(row_list.rows[1000:])
        await pilot.pause()
        assert screen_lines(app)[0] == ">row 5000", "the reader's place"
        assert len(Counted.laid_out) < 60


@pytest.mark.parametrize("width", [12, 20, 33])
async def test_a_cached_height_equals_the_number_of_lines(width: int) -> None:
    made = [*rows("a", "some more words", "c"), head("B"), *rows("x" * 40)]
    app, row_list = holder(made)
    async with app.run_test(size=(width, 30)):
        tops = [0]
        for row in made:
            tops.append(tops[-1] + len(row.lines(width - 1)))
        assert row_list.virtual_size.height == tops[-1]
        for index, row in enumerate(made):
            if row.selectable:
                row_list.select(row.key)
                at = next(y for y, line in enumerate(screen_lines(app)) if line.startswith(">"))
                assert at == tops[index]
