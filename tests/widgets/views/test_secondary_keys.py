"""Rarely used keys: moving up, paging, selecting all."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from textual import events
from textual.geometry import Offset
from textual.pilot import Pilot

from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.conversation import Agreement, NoteLine
from afspraak.data.model.edits import Reorder
from afspraak.data.storage.saving.status import Saving
from afspraak.data.text.splice import Splice
from afspraak.widgets.chrome.header import Header
from afspraak.widgets.chrome.search_bar import SearchInput
from afspraak.widgets.messages import EditRequested, FindTextChanged
from afspraak.widgets.notes.past_view import HistoryPane
from afspraak.widgets.views.agreements import AgreementsPane
from afspraak.widgets.views.overview import OverviewPane

from ...support.screens.drawn import drawn
from ...support.screens.widget_holder import TODAY, Holder, Writing, conversation, screen_lines


async def moved(pilot: Pilot[Any], pane: AgreementsPane, action: str) -> list[Reorder]:
    """The message of an action of the agreements pane."""
    app = pane.app
    assert isinstance(app, Holder)
    app.told.clear()
    await pane.run_action(action)
    await pilot.pause()
    edits = [message.edit for message in app.told if isinstance(message, EditRequested)]
    return [edit for edit in edits if isinstance(edit, Reorder)]


async def test_agreements_move_by_one_and_stop_at_the_ends() -> None:
    pane = AgreementsPane()
    app = Holder(pane)
    all_three = tuple(Agreement(RowId(key), text=key, order=key) for key in "BDF")
    async with app.run_test(size=(60, 8)) as pilot:
        pane.show(conversation((), all_three), TODAY)
        pane.select("D")
        (up,) = await moved(pilot, pane, "move_up")
        assert list(up.orders) == ["D"]
        assert up.orders[RowId("D")] < "B"
        (down,) = await moved(pilot, pane, "move_down")
        assert list(down.orders) == ["D"]
        assert down.orders[RowId("D")] > "F"
        pane.select("B")
        assert await moved(pilot, pane, "move_up") == []
        pane.select("F")
        assert await moved(pilot, pane, "move_down") == []


async def test_stamping_inserts_the_current_time() -> None:
    app = Writing(("", MANAGER))
    pane = app.pane
    now = datetime.now().astimezone()
    async with app.run_test(size=(40, 8)) as pilot:
        pane.action_stamp()
        await pilot.pause()
        later = now + timedelta(minutes=1)
        assert app.notes.text in {f"{each:%H:%M} " for each in (now, later)}


class Finding(Holder):
    """Records the search words that are typed."""

    typed: list[str]

    def on_mount(self) -> None:
        self.typed = []

    def on_find_text_changed(self, message: FindTextChanged) -> None:
        self.typed.append(message.words)


async def test_search_words_are_one_line_and_reported_during_typing() -> None:
    finder = SearchInput()
    app = Finding(finder)
    async with app.run_test(size=(40, 3)) as pilot:
        finder.focus()
        await pilot.pause()
        assert app.focused is not None
        app.focused.post_message(events.Paste("a\tb"))
        await pilot.pause()
        assert finder.words == "a b"
        await pilot.press("c", "space")
        await pilot.pause()
        assert app.typed == ["a b", "a bc", "a bc"]
        assert finder.words == "a bc", "without the blank at the end"
        finder.focus()
        app.set_focus(None)
        finder.focus()
        await pilot.press("z")
        assert finder.words == "z", "what was searched for is typed over"


async def test_the_author_gutter_follows_scrolled_earlier_notes() -> None:
    past = HistoryPane()
    app = Holder(past)
    lines = [NoteLine(f"line {n}", MANAGER if n < 3 else EMPLOYEE) for n in range(20)]
    async with app.run_test(size=(40, 5)) as pilot:
        past.show(lines, [], conversation(), MANAGER)
        await pilot.pause()
        assert [row[:3] for row in screen_lines(app)[1:]] == ["JB│", "  │", "  │", "AV┃"]
        await past.run_action("page_down")
        await pilot.pause()
        assert "line 3" in screen_lines(app)[4]
        await past.run_action("page_down")
        await pilot.pause()
        assert "line 3" in screen_lines(app)[1]
        assert [row[:3] for row in screen_lines(app)[1:]] == ["AV┃", *["  ┃"] * 3]


async def test_an_overview_without_data_is_empty() -> None:
    pane = OverviewPane()
    app = Holder(pane)
    async with app.run_test(size=(100, 8)) as pilot:
        await pilot.pause()
        assert pane.agreement is None
        assert "R1" not in "".join(drawn(app))


@pytest.mark.parametrize("joiner", ["\u200d", "\u200c"])
async def test_an_invisible_joiner_can_be_typed(joiner: str) -> None:
    app = Writing(("ab", MANAGER))
    pane = app.pane
    async with app.run_test(size=(40, 8)) as pilot:
        pane.body.move_cursor((0, 1))
        pane.body.post_message(events.Key(joiner, joiner))
        await pilot.pause()
        assert app.notes.text == f"a{joiner}b"
        pane.body.read_only = True
        pane.body.post_message(events.Key(joiner, joiner))
        await pilot.pause()
        assert app.notes.text == f"a{joiner}b", "not where one may only read"


async def test_the_caret_position_is_reported_after_remote_edits_above() -> None:
    app = Writing(("one\ntwo\n", MANAGER))
    pane = app.pane
    async with app.run_test(size=(40, 8)) as pilot:
        pane.body.move_cursor((1, 2))
        await pilot.pause()
        before = app.cursor_position
        app.change(Splice(0, 0, "new\nlines\n", EMPLOYEE))
        assert app.cursor_position == before + Offset(0, 2)


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (11, " saved 10…"),
        (13, " saved 10:05"),
        (15, " ● saved 10:05"),
        (17, "   ● saved 10:05"),
        (20, " Ti…  ● saved 10:05"),
    ],
)
async def test_a_narrow_header_shows_the_save_status(width: int, seen: str) -> None:
    heading = Header()
    app = Holder(heading)
    async with app.run_test(size=(width, 3)) as pilot:
        heading.show_title("Title")
        heading.show_save_status(Saving.SAVED, "10:05")
        await pilot.pause()
        assert screen_lines(app)[0] == seen
