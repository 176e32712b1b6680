"""The rows and the detail of the checklist: what each kind of item shows, and to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER, RowId, Slug
from afspraak.data.model.conversation import ChecklistItem, ItemState
from afspraak.data.model.edits import Tick
from afspraak.widgets.messages import DisclosureRequested, EditRequested, ItemFormRequested
from afspraak.widgets.views.checklist import ChecklistPane
from afspraak.widgets.views.checklist_order import orders_after_move

from ...support.screens.panes import ChecklistHolder
from ...support.screens.styled import styled_rows
from ...support.screens.widget_holder import conversation, items, screen_lines

PLAIN, CARRIED, PARKED, DONE, THEIRS, RATED, UNRATED = items(
    ("The job", "Workload", "both"),
    ("The job", "Moving house", "both"),
    ("The job", "Holidays", "manager"),
    ("Results", "Portal", "both"),
    ("Results", "Wishes", "employee"),
    ("Competencies", "Advising", "both"),
    ("Competencies", "Planning", "both"),
)
CARRIED = replace(CARRIED, carried_from=Slug("anna-planning-2026"))
PARKED = replace(PARKED, state="parked", remarks={MANAGER: "In May"})
DONE = replace(DONE, state="done")
RATED = replace(RATED, kind="competency", ratings={MANAGER: "growing"})
UNRATED = replace(UNRATED, kind="competency")
ALL = (PLAIN, CARRIED, PARKED, DONE, THEIRS, RATED, UNRATED)


def test_each_kind_of_item_has_its_marks() -> None:
    pane = ChecklistPane()
    pane.show(conversation(ALL), {PLAIN.id: "own"}, MANAGER)
    pane.view = "all"
    assert styled_rows(pane.body.rows, 27) == [
        "[heading The job]                 [count 0/3]",
        "[box.open [ ]] Workload              [private °]",
        "[box.open [ ]] ↻ Moving house",
        "[box.parked [-]] [done Holidays]              [for.both *]",
        "[heading Results]                 [count 1/2]",
        "[box.done [x]] [done Portal]",
        "[box.open [ ]] Wishes             [dim (AV)]",
        "[heading Competencies]         [mine JB]  [other AV]",
        "[box.open [ ]] Advising        [mine ●●○] [other  – ]",
        "[box.open [ ]] Planning",
    ]
    assert [row.key for row in pane.body.rows if row.selectable] == [item.id for item in ALL]
    pane.mark_unread({DONE.id})
    assert [row.key for row in pane.body.rows if row.new] == [DONE.id]
    pane.view = "mine"
    assert [row.key for row in pane.body.rows if row.new] == [DONE.id]
    assert not [row for row in pane.body.rows if "Wishes" in row.text]


def test_who_is_no_partner_sees_whose_items_are_private() -> None:
    pane = ChecklistPane()
    pane.show(conversation((PARKED, THEIRS)), {}, None)
    assert pane.body.rows == ()
    pane.view = "all"
    assert styled_rows(pane.body.rows, 27) == [
        "[heading The job]                 [count 0/1]",
        "[box.parked [-]] [done Holidays]          [dim (JB)][for.both *]",
        "[heading Results]                 [count 0/1]",
        "[box.open [ ]] Wishes             [dim (AV)]",
    ]


async def test_the_detail_begins_with_where_an_item_came_from_and_the_ratings() -> None:
    told = replace(
        RATED,
        carried_from=Slug("anna-planning-2026"),
        explanation="Name one\nthing.",
        remarks={EMPLOYEE: "Mine\nand more", MANAGER: "Yours"},
    )
    app = ChecklistHolder(conversation((told, PLAIN)), {told.id: "Own"})
    async with app.run_test(size=(60, 36)) as pilot:
        await pilot.pause()
        begin = screen_lines(app).index(f"─ Advising {'─' * 49}") + 1
        assert screen_lines(app)[begin : begin + 9] == [
            " ↻ from anna-planning-2026",
            " Name one",
            " thing.",
            " JB: growing · AV: not yet rated",
            " * JB Yours",
            " * AV Mine",
            " and more",
            " ° only you: Own",
            "",
        ]
        app.pane.hide_private("(hidden)")
        await pilot.pause()
        assert screen_lines(app)[begin + 7] == " ° only you: (hidden)"
        app.pane.hide_private("")
        app.pane.show(conversation((told, PLAIN)), {told.id: "Own"}, None)
        await pilot.pause()
        assert " ° only you: Own" in screen_lines(app)


@pytest.mark.parametrize(("height", "shown"), [(8, True), (7, False)])
async def test_a_low_pane_shows_the_list_alone(height: int, shown: bool) -> None:
    app = ChecklistHolder(conversation((PLAIN,)))
    async with app.run_test(size=(30, height)) as pilot:
        await pilot.pause()
        assert any(line.startswith("─ Workload ") for line in screen_lines(app)) == shown


async def test_the_next_parked_item_is_selected_around_the_end() -> None:
    first, second = (replace(item, state="parked") for item in (CARRIED, RATED))
    app = ChecklistHolder(conversation((PLAIN, first, DONE, second)))
    async with app.run_test(size=(30, 20)):
        seen = []
        for _ in range(3):
            app.pane.action_parked()
            seen.append(app.pane.key)
        assert seen == [first.id, second.id, first.id]
        app.pane.show(conversation((PLAIN, DONE)), {}, MANAGER)
        app.pane.select(DONE.id)
        app.pane.action_parked()
        assert app.pane.key == DONE.id


async def test_a_parked_item_that_is_first_is_found_again() -> None:
    app = ChecklistHolder(conversation((replace(PLAIN, state="parked"), DONE)))
    async with app.run_test(size=(30, 20)):
        for start in (PLAIN.id, DONE.id):
            app.pane.select(start)
            app.pane.action_parked()
            assert app.pane.key == PLAIN.id


class Disclosing(ChecklistHolder):
    """Records which private answers are to be shared."""

    wanted: list[RowId | None]

    def on_mount(self) -> None:
        self.wanted = []
        super().on_mount()

    def on_disclosure_requested(self, message: DisclosureRequested) -> None:
        self.wanted.append(message.item_id)


async def test_one_or_all_private_answers_are_shared() -> None:
    app = Disclosing(conversation((PLAIN, DONE)))
    async with app.run_test(size=(30, 12)) as pilot:
        app.pane.select(DONE.id)
        app.pane.action_show_to_both()
        app.pane.action_show_all()
        await pilot.pause()
        assert app.wanted == [DONE.id, None]


@pytest.mark.parametrize(
    ("item", "action", "state"),
    [
        (PLAIN, "tick", "done"),
        (DONE, "tick", "open"),
        (PARKED, "tick", "done"),
        (PLAIN, "park", "parked"),
        (DONE, "park", "parked"),
        (PARKED, "park", "open"),
    ],
)
async def test_tick_and_park_go_back_to_open(
    item: ChecklistItem, action: str, state: ItemState
) -> None:
    app = ChecklistHolder(conversation(ALL))
    async with app.run_test(size=(30, 20)) as pilot:
        app.pane.select(item.id)
        await app.pane.run_action(action)
        await pilot.pause()
        (message,) = app.told
        assert isinstance(message, EditRequested) and message.edit == Tick(item.id, state)


def test_a_move_changes_as_few_order_keys_as_it_can() -> None:
    first, second, third = items(*(("One", letter, "both") for letter in "abc"))
    other = replace(items(("Two", "d", "both"))[0], order="z")
    given = (first, second, third, other)
    assert set(orders_after_move(given, first, second, 1)) == {first.id}
    assert set(orders_after_move(given, third, second, -1)) == {third.id}
    down = orders_after_move(given, first, second, 1)[first.id]
    assert second.order < down < third.order
    up = orders_after_move(given, third, second, -1)[third.id]
    assert first.order < up < second.order
    into = orders_after_move(given, third, other, 1)
    assert set(into) == {third.id} and second.order < into[third.id] < other.order
    back = orders_after_move(given, other, third, -1)
    assert set(back) == {other.id} and back[other.id] > third.order


def test_a_move_that_would_take_its_section_along_gives_all_items_new_keys() -> None:
    (one,) = items(("One", "a", "both"))
    two, hidden = (
        replace(item, order=order)
        for item, order in zip(
            items(("Two", "b", "both"), ("Two", "c", "both")), ("x", "z"), strict=True
        )
    )
    last = replace(items(("Three", "d", "both"))[0], order="y")
    # In the order of their sections: "Two" is placed by its first item.
    orders = orders_after_move((one, two, hidden, last), two, one, -1)
    assert set(orders) == {one.id, two.id, hidden.id, last.id}
    assert sorted(orders, key=lambda each: orders[each]) == [one.id, two.id, hidden.id, last.id]


async def test_a_first_item_is_added_without_a_section() -> None:
    nothing: tuple[ChecklistItem, ...] = ()
    app = ChecklistHolder(conversation(nothing))
    async with app.run_test(size=(30, 12)) as pilot:
        app.pane.action_add()
        await pilot.pause()
        (message,) = app.told
        assert isinstance(message, ItemFormRequested)
        assert (message.item_id, message.section) == (None, "")
