"""Panes and lists before anything is shown in them: their id, their hint, and idle actions."""

from __future__ import annotations

import pytest

from afspraak.widgets.notes.pane import NotesPane
from afspraak.widgets.notes.past_view import HistoryPane
from afspraak.widgets.primitives.row_list import RowList
from afspraak.widgets.primitives.scroll_list import ScrollList
from afspraak.widgets.views.agreements import AgreementsPane
from afspraak.widgets.views.checklist import ChecklistPane
from afspraak.widgets.views.conversations import ConversationList
from afspraak.widgets.views.due_agreements import DuePane
from afspraak.widgets.views.overview import OverviewPane
from afspraak.widgets.views.reading import ReadingPane
from afspraak.widgets.views.search_results import HitPane

from ..support.screens.widget_holder import Holder, screen_text

LISTS = (RowList, ScrollList, ConversationList)
HINTING = (AgreementsPane, ChecklistPane, ReadingPane, DuePane, HitPane)
PANES = (*HINTING, HistoryPane, OverviewPane)


def test_a_pane_has_the_id_that_its_screen_gives_it() -> None:
    for kind in LISTS:
        assert kind(id="given", empty="").id == "given"
    for pane in PANES:
        assert pane(id="given").id == "given"
        assert pane().id is None
    assert NotesPane(lambda _: None, id="given").id == "given"


@pytest.mark.parametrize("kind", LISTS)
async def test_a_list_shows_its_hint_until_it_is_given_rows(kind: type[RowList]) -> None:
    listed = kind(empty="Nothing here")
    app = Holder(listed)
    async with app.run_test(size=(30, 6)) as pilot:
        await pilot.pause()
        assert "Nothing here" in screen_text(app)
        assert listed.key is None
        assert listed.hidden == (0, 0)
        for action in ("cursor_down", "cursor_up", "page_down", "page_up", "first", "last"):
            await listed.run_action(action)
        await pilot.pause()
        assert listed.key is None
        assert not listed.find("Nothing")


@pytest.mark.parametrize("kind", HINTING)
async def test_a_pane_shows_its_hint_until_it_is_given_rows(
    kind: type[AgreementsPane | ChecklistPane | ReadingPane],
) -> None:
    pane = kind(empty_hint="Nothing here")
    app = Holder(pane)
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.pause()
        assert "Nothing here" in screen_text(app)
        assert pane.key is None
        assert not pane.in_view("any")
        assert not pane.select("any")
        for action in ("undo", "redo", "find_next", "find_previous", "first", "last"):
            await pane.run_action(action)
        await pilot.pause()
        assert [type(message).__name__ for message in app.told] == [
            "UndoRequested",
            "RedoRequested",
        ]


def test_nothing_is_selected_before_anything_is_shown() -> None:
    assert (AgreementsPane().agreement, OverviewPane().agreement) == (None, None)
    assert (ChecklistPane().item, DuePane().agreement, HitPane().hit) == (None, None, None)
