"""The messages of lists and inputs stay inside the pane, form or bar that answers them."""

from __future__ import annotations

import pytest
from textual import on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from afspraak.data.ids import MANAGER
from afspraak.widgets.chrome.search_bar import SearchInput
from afspraak.widgets.forms.choice import Choice
from afspraak.widgets.forms.field import MAX_LINE_LENGTH, InputTruncated
from afspraak.widgets.forms.form import Form
from afspraak.widgets.forms.form_field import Field
from afspraak.widgets.primitives.row_list import RowList
from afspraak.widgets.views.checklist import ChecklistPane
from afspraak.widgets.views.overview import OverviewPane

from ..support.screens.sample_agreements import ALL
from ..support.screens.widget_holder import TODAY, Holder, conversation, items


class Outside(Holder):
    """Records the messages that leave the widget."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__(*widgets)
        self.left: list[Message] = []

    @on(RowList.Highlighted)
    @on(RowList.ViewChanged)
    @on(Input.Changed)
    @on(Input.Submitted)
    @on(TextArea.Changed)
    @on(Choice.Changed)
    @on(InputTruncated)
    def outside(self, message: Message) -> None:
        self.left.append(message)


GIVEN = conversation(items(*(("Section", f"Item {n}", "both") for n in range(9))), ALL)


@pytest.mark.parametrize("kind", [ChecklistPane, OverviewPane])
async def test_moving_in_a_list_is_not_told_outside_its_pane(
    kind: type[ChecklistPane | OverviewPane],
) -> None:
    pane = kind()
    app = Outside(pane)
    async with app.run_test(size=(40, 8)) as pilot:
        if isinstance(pane, ChecklistPane):
            pane.show(GIVEN, {}, MANAGER)
        else:
            pane.show(GIVEN, TODAY)
        await pilot.pause()
        for action in (pane.action_cursor_down, pane.action_last, pane.action_first):
            action()
            await pilot.pause()
        assert app.left == []


async def test_typing_is_not_told_outside_the_search_bar() -> None:
    finder = SearchInput()
    app = Outside(finder)
    async with app.run_test(size=(40, 8)) as pilot:
        finder.focus()
        await pilot.press("x", "enter")
        await pilot.pause()
        assert app.left == []


async def test_typing_is_not_told_outside_a_form() -> None:
    fields = (
        Field("name", "Name", value="x" * (MAX_LINE_LENGTH - 1)),
        Field("kind", "Kind", "choice", options=(("a", "result"), ("b", "other"))),
        Field("text", "Text", "paragraph"),
    )
    app = Outside()
    async with app.run_test(size=(60, 20)) as pilot:
        form = Form(fields, today=TODAY)
        await app.mount(form)
        for name, key in (("name", "a"), ("name", "b"), ("kind", "right"), ("text", "x")):
            form.focus_field(name)
            await pilot.press(key)
            await pilot.pause()
        assert form.values()["name"].endswith("xa")
        assert (form.values()["kind"], form.values()["text"]) == ("b", "x")
        assert app.left == []
