"""The title of the notes pane: the number of lines of each partner."""

from __future__ import annotations

from dataclasses import replace

from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.text.splice import Splice

from ...support.screens.widget_holder import Writing, conversation, screen_lines


async def test_the_title_counts_lines_after_every_change() -> None:
    app = Writing(("one\n", MANAGER), ("two", EMPLOYEE))
    async with app.run_test(size=(40, 8)) as pilot:
        assert " JB 1 · AV 1 ━" in screen_lines(app)[0]
        app.change(Splice(4, 0, "three\n", MANAGER))
        await pilot.pause()
        assert " JB 2 · AV 1 ━" in screen_lines(app)[0]
        await pilot.press("z", "enter")
        assert " JB 3 · AV 1 ━" in screen_lines(app)[0]


async def test_the_title_shows_the_present_initials_of_partners() -> None:
    app = Writing(("one\n", MANAGER), ("two", EMPLOYEE))
    async with app.run_test(size=(40, 8)) as pilot:
        before = conversation()
        anna = next(partner for partner in before.partners if partner.id == "employee")
        others = [partner for partner in before.partners if partner is not anna]
        partners = (*others, replace(anna, name="Anna Smit"))
        app.pane.show(replace(before, partners=partners), MANAGER)
        await pilot.pause()
        assert " JB 1 · AS 1 ━" in screen_lines(app)[0]
