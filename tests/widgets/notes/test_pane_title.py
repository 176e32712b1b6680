"""The title of the notes pane: lines of each partner, who writes, and the section of the caret."""

from __future__ import annotations

from dataclasses import replace

from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.text.splice import Splice

from ...support.screens.widget_holder import Writing, conversation, screen_lines, styles_at


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


async def test_who_writes_stands_before_the_numbers_of_the_title() -> None:
    app = Writing(("one\n", MANAGER), ("two", EMPLOYEE))
    async with app.run_test(size=(40, 8)) as pilot:
        app.pane.show_writer("AV writes")
        await pilot.pause()
        assert "  AV writes   JB 1 · AV 1 ━" in screen_lines(app)[0]
        assert styles_at(app, " AV writes ") == ["reverse"]
        app.pane.show_writer("")
        await pilot.pause()
        assert "writes" not in screen_lines(app)[0]


async def test_the_section_of_the_caret_is_told_when_it_changes() -> None:
    told: list[str] = []

    class Told(Writing):
        def on_section_entered(self) -> None:
            told.append(self.pane.section)

    app = Told(("above\n## One\na\n\n## Two ##\n```\n# code", MANAGER))
    async with app.run_test(size=(40, 10)) as pilot:
        assert app.pane.section == ""
        for _ in range(6):
            await pilot.press("down")
            await pilot.pause()
        assert told == ["One", "Two"], "once for each"
        await pilot.press("up", "up", "up")
        await pilot.pause()
        assert told == ["One", "Two", "One"]


async def test_a_heading_of_many_blanks_holds_up_nothing() -> None:
    blanks = " " * 50_000
    app = Writing((f"# One {blanks}more\nbelow\n## C#\nfour", MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        app.pane.body.move_cursor((1, 0))
        await pilot.pause()
        assert app.pane.section == f"One {blanks}more"
        app.pane.body.move_cursor((3, 0))
        await pilot.pause()
        assert app.pane.section == "C#"
