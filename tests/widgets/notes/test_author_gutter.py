"""The author gutter by itself: whose initials it draws, in which style, and beside which bar."""

from __future__ import annotations

import pytest

from afspraak.widgets.drawing.desk.gutter import Author
from afspraak.widgets.notes.author_gutter import AuthorGutter
from afspraak.widgets.presence.remote_carets import caret_role

from ...support.screens.widget_holder import Holder, marked, screen_lines, strips, styles_at


@pytest.mark.parametrize(
    ("author", "seen", "styles"),
    [
        (Author("AV"), "AV┃", ["bold"]),
        (Author("JB", mine=True), "JB│", []),
        (Author("A"), " A┃", ["bold"]),
        (Author("AVX", unread=True), "AV•", ["bold"]),
        (Author("JB", mine=True, unread=True), "JB•", []),
        (Author("王小"), "王┃", ["bold"]),
        (Author("", unread=True), "  •", []),
        (Author(""), "", None),
        (None, "", None),
    ],
)
async def test_initials_take_two_cells_before_a_bar(
    author: Author | None, seen: str, styles: list[str] | None
) -> None:
    gutter = AuthorGutter({1: author}.get)
    app = Holder(gutter)
    async with app.run_test(size=(9, 3)) as pilot:
        await pilot.pause()
        assert screen_lines(app) == ["", seen, ""]
        if styles is not None:
            assert styles_at(app, seen[:-1]) == styles


async def test_authors_are_named_where_they_change_and_in_the_first_row_in_view() -> None:
    anna, jan = Author("AV"), Author("JB", mine=True)
    authors = [jan, jan, None, jan, anna, anna, jan]
    top = 0
    gutter = AuthorGutter(lambda y: authors[top + y] if top + y < len(authors) else None)
    app = Holder(gutter)
    async with app.run_test(size=(9, 8)) as pilot:
        await pilot.pause()
        assert screen_lines(app) == ["JB│", "  │", "", "  │", "AV┃", "  ┃", "JB│", ""]
        top = 3
        gutter.lay_out()
        await pilot.pause()
        assert screen_lines(app)[:5] == ["JB│", "AV┃", "  ┃", "JB│", ""]


async def test_initials_of_a_caret_are_drawn_like_the_caret() -> None:
    authors = [Author("AV", caret=caret_role(0)), Author("JB", mine=True)]
    gutter = AuthorGutter(lambda y: authors[y] if y < len(authors) else None)
    app = Holder(gutter)
    async with app.run_test(size=(9, 3)) as pilot:
        await pilot.pause()
        assert marked(app) == {(0, 0): "AV>"}
        authors.reverse()
        gutter.lay_out()
        await pilot.pause()
        assert marked(app) == {(0, 1): "AV>"}


@pytest.mark.parametrize(
    ("unread", "sign", "bar"), [(False, ">", "┃"), (True, "»", "•")], ids=["read", "unread"]
)
async def test_a_caret_and_an_author_differ_in_form_and_not_only_in_colour(
    unread: bool, sign: str, bar: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    authors = [Author("AV", unread=unread), Author("AV", caret=caret_role(0), unread=unread)]
    gutter = AuthorGutter(lambda y: authors[y] if y < len(authors) else None)
    app = Holder(gutter)
    async with app.run_test(size=(9, 3)) as pilot:
        await pilot.pause()
        assert screen_lines(app)[:2] == [f"AV{bar}", f"AV{sign}"]
        assert marked(app) == {(0, 1): f"AV{sign}"}  # reversed and underlined
        assert styles_at(app, "AV") == ["bold"]


async def test_without_colours_whose_a_line_is_shows_in_its_bar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    authors = [Author("AV"), Author("JB", mine=True)]
    app = Holder(AuthorGutter(lambda y: authors[y] if y < len(authors) else None))
    async with app.run_test(size=(9, 2)) as pilot:
        await pilot.pause()
        assert [strip.text[:4] for strip in strips(app)] == ["AV┃ ", "JB│ "]
