"""A dialog takes a narrow screen whole, below its first row; on a wide one it is a box."""

from __future__ import annotations

import pytest

from afspraak.tui.forms.dialog.confirm import Confirm, Notice

from ....support.screens.dialogs import DialogHolder, MakeScreen, answer_form, settle
from ....support.screens.widget_holder import screen_lines


@pytest.mark.parametrize(
    "make",
    [
        answer_form,
        lambda: Notice("Your answer", "Nothing to do.", whole=True),
        lambda: Confirm("Your answer", "Nothing to do.", whole=True),
    ],
    ids=["form", "notice", "question"],
)
@pytest.mark.parametrize(("columns", "is_box"), [(60, False), (99, False), (100, True)])
async def test_from_100_columns_on_a_dialog_is_a_box(
    make: MakeScreen, columns: int, is_box: bool
) -> None:
    app = DialogHolder(make)
    async with app.run_test(size=(columns, 24)) as pilot:
        await settle(pilot)
        lines = screen_lines(app)
        assert lines[0].strip() == "behind"
        assert lines[1].startswith("━ Your answer ━") is not is_box
        assert any(line.strip().startswith("┌─") for line in lines) is is_box
        assert bool(lines[-1].strip()) is not is_box, "its keys are in the last row"
        await pilot.resize_terminal(199 - columns, 24)
        await settle(pilot)
        assert any(line.strip().startswith("┌─") for line in screen_lines(app)) is not is_box
