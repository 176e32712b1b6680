"""The form of an agreement counts the parts that make it concrete, while one types."""

from __future__ import annotations

import pytest

from afspraak.data.ids import RowId
from afspraak.data.model.conversation import Agreement
from afspraak.tui.forms.agreement import AgreementForm

from ...support.screens.dialogs import DialogHolder, settle
from ...support.screens.widget_holder import PARTNERS, TODAY, row_with, screen_lines

COURSE = Agreement(RowId("a1"), text="Course", owner="Anna")


@pytest.mark.parametrize(
    ("field", "typed", "count"),
    [
        ("text", "", "2 of 5"),
        ("measure", "a diploma", "3 of 5"),
        ("due", "31-3-2027", "3 of 5"),
        ("due", "whenever", "2 of 5"),
        ("support", "none", "3 of 5"),
        ("support", "a day a week", "2 of 5"),  # it has to say who gives it
        ("budget", "500", "2 of 5"),
    ],
)
async def test_a_part_counts_once_it_says_something(field: str, typed: str, count: str) -> None:
    app = DialogHolder(lambda: AgreementForm(COURSE, PARTNERS, "en", TODAY, focus_field=field))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*["space" if letter == " " else letter for letter in typed])
        await settle(pilot)
        assert count in screen_lines(app)[row_with(app, "Concrete")]
