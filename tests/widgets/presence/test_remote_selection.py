"""Remote selections are marked before the row, without extra cells."""

from __future__ import annotations

from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Region

from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.conversation import Agreement
from afspraak.widgets.presence import remote_selection
from afspraak.widgets.presence.remote_selection import RemoteSelectionList
from afspraak.widgets.presence.selection_marks import RemoteSelection, selection_marks
from afspraak.widgets.views.agreements import AgreementsPane
from afspraak.widgets.views.checklist import ChecklistPane

from ...support.screens.widget_holder import (
    TODAY,
    Holder,
    conversation,
    items,
    marked,
    screen_lines,
)

CHECKLIST = items(
    ("Looking back", "What goes well", "both"),
    ("Looking back", "What can go better next year", "both"),
    *[("Development", f"Course {number}", "both") for number in range(9)],
)
AGREEMENTS = tuple(Agreement(RowId(f"a{n}"), text=f"Plan {n}", order=f"B{n}") for n in range(9))


class Watched(RemoteSelectionList):
    """Records the lines that are to be repainted; -1 means all."""

    painted: ClassVar[list[int]] = []

    def refresh(self, *regions: Region, **kwargs: bool) -> Watched:
        self.painted.extend([y for region in regions for y in region.line_range] or [-1])
        super().refresh(*regions, **kwargs)
        return self


class Desk(Holder):
    """A focused pane of the desk, and others who select rows."""

    def __init__(self, pane: ChecklistPane | AgreementsPane) -> None:
        super().__init__(pane)
        self.pane = pane

    def on_mount(self) -> None:
        given = conversation(CHECKLIST, AGREEMENTS)
        if isinstance(self.pane, ChecklistPane):
            self.pane.show(given, {}, MANAGER)
        else:
            self.pane.show(given, TODAY)
        self.pane.focus()

    def lines(self) -> list[str]:
        return screen_lines(self)[1:]


async def test_a_remote_initial_precedes_the_row_without_moving_it() -> None:
    app = Desk(ChecklistPane())
    async with app.run_test(size=(24, 20)) as pilot:
        await pilot.pause()
        before = app.lines()
        assert before[1:5] == [
            ">[ ] What goes well",
            " [ ] What can go better…",
            " Development         0/9",
            " [ ] Course 0",
        ]
        app.pane.show_remote_selections([RemoteSelection("AV", CHECKLIST[1].id)])
        await pilot.pause()
        assert app.lines()[2] == "A[ ] What can go better…"
        assert app.lines()[:2] + app.lines()[3:] == before[:2] + before[3:]
        assert marked(app) == {(0, 3): "A"}
        app.pane.show_remote_selections([RemoteSelection("AV", "Course 0")])
        await pilot.pause()
        assert app.lines()[2] == before[2]
        assert app.lines()[4] == "A[ ] Course 0"
        app.pane.show_remote_selections([])
        await pilot.pause()
        assert app.lines() == before
        assert marked(app) == {}


async def test_both_selections_of_one_row_are_shown() -> None:
    app = Desk(AgreementsPane())
    async with app.run_test(size=(50, 14)) as pilot:
        app.pane.show_remote_selections(
            [RemoteSelection("AV", "a0"), RemoteSelection("CK", "a2", 1)]
        )
        await pilot.pause()
        assert app.lines()[0].startswith("AR1>Plan 0")
        assert app.lines()[2].startswith("CR3 Plan 2")
        app.pane.action_cursor_down()
        await pilot.pause()
        assert app.lines()[0].startswith("AR1 Plan 0")
        assert app.lines()[1].startswith(">R2 Plan 1")
        app.pane.action_cursor_down()
        await pilot.pause()
        assert app.lines()[2].startswith("CR3>Plan 2")
        assert marked(app) == {(0, 1): "A", (0, 3): "C"}


async def test_a_remote_selection_of_a_hidden_item_is_shown_at_its_heading() -> None:
    pane = ChecklistPane()
    app = Desk(pane)
    theirs = items(("Ours", "What we share", "both"), ("Ours", "What Anna wishes", "employee"))
    async with app.run_test(size=(24, 20)) as pilot:
        pane.show(conversation(theirs), {}, MANAGER)
        pane.show_remote_selections([RemoteSelection("AV", "What Anna wishes")])
        await pilot.pause()
        assert [line[:5] for line in app.lines()[:2]] == ["AOurs", ">[ ] "]
        pane.action_view()
        await pilot.pause()
        assert [line[:5] for line in app.lines()[:3]] == [" Ours", ">[ ] ", "A[ ] "]
        pane.show(conversation(theirs[:1]), {}, MANAGER)
        await pilot.pause()
        assert marked(app) == {}


@pytest.mark.parametrize(
    ("others", "told"),
    [
        (["AV", "CK"], "+"),
        (["AV", "AV"], "A"),
        (["AV", "CK", "AV"], "+"),
        (["A"], "A"),
        (["王小"], "•"),
        (["é\u0301V"], "é"),
        (["\x1b["], "␛"),
        ([""], "•"),
    ],
)
async def test_a_remote_selection_takes_one_cell(others: list[str], told: str) -> None:
    app = Desk(AgreementsPane())
    async with app.run_test(size=(50, 14)) as pilot:
        app.pane.show_remote_selections(
            [RemoteSelection(who, "a1", n) for n, who in enumerate(others)]
        )
        await pilot.pause()
        assert app.lines()[1].startswith(f"{told}R2 Plan 1")
        assert cell_len(app.lines()[1]) == 50


async def test_remote_selections_stay_with_their_rows() -> None:
    app = Desk(AgreementsPane())
    async with app.run_test(size=(50, 7)) as pilot:
        pane = app.pane
        assert isinstance(pane, AgreementsPane)
        pane.show_remote_selections([RemoteSelection("AV", "a2")])
        pane.show(conversation(agreements=AGREEMENTS[1:]), TODAY)
        await pilot.pause()
        assert [line[:1] for line in app.lines()] == [">", "A", *[" "] * 4]
        pane.action_last()
        await pilot.pause()
        assert [line[:1] for line in app.lines()] == [*[" "] * 5, ">"]
        pane.action_first()
        await pilot.pause()
        assert [line[:1] for line in app.lines()] == [">", "A", *[" "] * 4]
        await pilot.resize_terminal(50, 3)
        pane.select("a8")
        await pilot.pause()
        pane.show_remote_selections([RemoteSelection("AV", "a7")])
        await pilot.pause()
        assert [line[:1] for line in app.lines()] == ["A", ">"]
        pane.show_remote_selections([RemoteSelection("AV", "nowhere")])
        pane.show(conversation(), TODAY)
        await pilot.pause()
        assert marked(app) == {}


async def test_a_remote_selection_comes_into_view_in_a_higher_pane() -> None:
    app = Desk(AgreementsPane())
    async with app.run_test(size=(50, 6)) as pilot:
        app.pane.show_remote_selections([RemoteSelection("AV", "a5")])
        await pilot.pause()
        assert marked(app) == {}
        await pilot.resize_terminal(50, 14)
        assert app.lines()[5].startswith("AR6 Plan 5")


async def test_only_the_two_changed_rows_are_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_selection, "RemoteSelectionList", Watched)
    app = Desk(ChecklistPane())
    async with app.run_test(size=(24, 20)) as pilot:
        app.pane.show_remote_selections([RemoteSelection("AV", CHECKLIST[1].id)])
        await pilot.pause()
        Watched.painted.clear()
        app.pane.show_remote_selections([RemoteSelection("AV", "Course 0")])
        assert sorted(Watched.painted) == [2, 4]
        await pilot.pause()
        Watched.painted.clear()
        app.pane.show_remote_selections([RemoteSelection("AV", "Course 0")])
        assert not Watched.painted


@given(
    st.lists(st.builds(RemoteSelection, st.text(max_size=3), st.sampled_from("ab"), st.integers()))
)
def test_the_mark_of_a_remote_selection_is_always_one_cell(others: list[RemoteSelection]) -> None:
    found = selection_marks(others)
    assert found.keys() == {other.key for other in others}
    for mark in found.values():
        assert cell_len(mark.cell) == len(mark.cell) == 1
