"""Searching the active pane, and going to a location; with the panes of a desk, not on a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.tui.controllers.context.location import Location
from afspraak.tui.controllers.context.panes import Panes
from afspraak.tui.controllers.search import SearchController

from ...support.screens.contexts import new_panes, new_session
from ...support.screens.desks import ROW


class FakeBar:
    """A search bar that records its calls."""

    def __init__(self) -> None:
        self.display, self.focused = False, False
        self.found: list[bool] = []

    def focus(self) -> None:
        self.focused = True

    def show_found(self, found: bool) -> None:
        self.found.append(found)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    session = new_session(tmp_path)
    session.apply(Write(0, len(session.notes), "## Looking back\nfirst\nsecond first\n"))
    return session


@pytest.fixture
def panes(session: Session) -> Panes:
    return new_panes(session)


def test_the_bar_opens_with_the_focus(panes: Panes) -> None:
    bar = FakeBar()
    SearchController(panes, bar).open()
    assert bar.display and bar.focused


def test_search_covers_only_the_active_pane(panes: Panes) -> None:
    bar = FakeBar()
    search = SearchController(panes, bar)
    search.find("runbook")
    panes.go_to("agreements")
    search.find("runbook")
    assert panes.agreements.key == ROW
    panes.go_to("notes")
    for forward, place in ((True, (2, 7)), (True, (1, 0)), (False, (2, 7))):
        search.find("first", forward)
        assert panes.notes.body.selection.start == place
    search.find("runbook")
    assert bar.found == [False, True, True, True, True, False]


def test_a_jump_goes_to_the_remaining_part_of_a_location(panes: Panes) -> None:
    search = SearchController(panes, FakeBar())
    search.reveal(Location("notes", ("first",), line=3))
    assert panes.active.id == "notes"
    assert panes.notes.body.selection.start == (2, 7)
    search.reveal(Location("agreements", ("no such words", "Runbook")))
    assert panes.active.id == "agreements" and panes.agreements.key == ROW
    search.reveal(Location("checklist", ("gone",)))
    assert panes.active.id == "checklist"
