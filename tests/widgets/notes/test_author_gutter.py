"""The author gutter by itself: whose initials it draws, in which style, and with which edge."""

from __future__ import annotations

import pytest

from afspraak.widgets.notes.author_gutter import Author, AuthorGutter
from afspraak.widgets.presence.remote_carets import component_class

from ...support.screens.drawn import drawn
from ...support.screens.widget_holder import Holder, marked, screen_lines, styles_at


@pytest.mark.parametrize(
    ("author", "seen"),
    [
        (Author("AV"), "*AV*│"),
        (Author("JB", mine=True), "JB│"),
        (Author("A"), " *A*│"),
        (Author("AVX", new=True), "*AV•*"),
        (Author("王小"), "*王*│"),
        (Author(""), "  │"),
        (Author("", new=True), "  *•*"),
        (None, "  │"),
    ],
)
async def test_initials_take_two_cells_before_an_edge(author: Author | None, seen: str) -> None:
    gutter = AuthorGutter({1: author}.get)
    app = Holder(gutter)
    async with app.run_test(size=(9, 3)) as pilot:
        await pilot.pause()
        assert [line.replace("_", "") for line in drawn(app)] == ["  │", seen, "  │"]


async def test_initials_of_a_caret_are_drawn_like_the_caret() -> None:
    authors = [Author("AV", caret=component_class(0)), Author("JB", mine=True)]
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
    ("unread", "sign", "edge"), [(False, ">", "│"), (True, "»", "•")], ids=["read", "unread"]
)
async def test_a_caret_and_an_author_differ_in_form_and_not_only_in_colour(
    unread: bool, sign: str, edge: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    authors = [Author("AV", new=unread), Author("AV", caret=component_class(0), new=unread)]
    gutter = AuthorGutter(lambda y: authors[y] if y < len(authors) else None)
    app = Holder(gutter)
    async with app.run_test(size=(9, 3)) as pilot:
        await pilot.pause()
        assert screen_lines(app)[:2] == [f"AV{edge}", f"AV{sign}"]
        assert marked(app) == {(0, 1): f"AV{sign}"}  # reversed and underlined
        assert styles_at(app, "AV") == ["bold"]
