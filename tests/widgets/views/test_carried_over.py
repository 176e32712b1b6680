"""Carried-over rows are marked without moving other columns."""

from __future__ import annotations

from dataclasses import replace

from afspraak.data.ids import Slug

from ...support.screens.panes import COURSE, RUNBOOK, TALK, AgreementsHolder, ChecklistHolder
from ...support.screens.widget_holder import conversation, items, screen_lines, screen_text


async def test_carried_over_agreements_have_the_same_columns() -> None:
    carried = [
        replace(agreement, carried_from=Slug("anna-planning-2026")) for agreement in (RUNBOOK, TALK)
    ]
    app = AgreementsHolder(carried[0], COURSE, carried[1])
    async with app.run_test(size=(80, 8)):
        assert [line[1:-1].rstrip() for line in screen_lines(app)[1:-3]] == [
            ">R1 ↻ Runbook for the portal                 Anna        31 Mar   ok",
            " D1 Course                                   Anna        30 Jun!  measure ? +1",
            " O1 [x] ↻ Talk                               Kim Bakker           done",
            "",
        ]


async def test_a_carried_over_item_names_its_conversation() -> None:
    first, second = items(("The job", "Moving house", "both"), ("The job", "Hours", "both"))
    name = Slug("anna-de-vries-planning-2026")
    app = ChecklistHolder(conversation((replace(first, carried_from=name), second)))
    async with app.run_test(size=(28, 18)) as pilot:
        text = screen_text(app)
        assert ">[ ] ↻ Moving house" in text
        assert "\n│ [ ] Hours " in text
        assert "↻ from planning-2026" in text
        app.pane.body.action_cursor_down()
        await pilot.pause()
        assert "↻ from" not in screen_text(app)
    other = replace(first, carried_from=Slug("\x1b]2;evil-2026"))
    app = ChecklistHolder(conversation((other, second)))
    async with app.run_test(size=(28, 18)):
        assert "␛]2;evil-2026" in screen_text(app)
