"""A list in a form: filtering by letters, moving, and options that cannot be taken."""

from __future__ import annotations

from datetime import date

from textual.app import App, ComposeResult

from afspraak.widgets.forms.form import Form
from afspraak.widgets.forms.form_field import Field
from afspraak.widgets.forms.listed_choice import ListedChoice, Option

from ...support.screens.widget_holder import screen_text

OPTIONS = (
    Option("planning", "Planning", "To look ahead."),
    Option("broken", "Broken", refused="3 faults"),
    Option("bila", "Bila", "To catch up."),
    Option("exit", "Exit talk", "To part well."),
    Option("review", "Review", "To look back."),
    Option("start", "First weeks", "To begin well."),
)


class Holder(App[None]):
    """A form with a list and a line."""

    def compose(self) -> ComposeResult:
        fields = [
            Field("kind", "Kind", "listed", "planning", listed=OPTIONS),
            Field("name", "Name"),
        ]
        yield Form(fields, today=date(2026, 12, 3))

    @property
    def form(self) -> Form:
        return self.query_one(Form)

    @property
    def listed(self) -> ListedChoice:
        return self.query_one(ListedChoice)

    def rows(self) -> list[str]:
        return self.listed.render().plain.split("\n")

    def help(self) -> str:
        text = screen_text(self)
        return " ".join(text[text.rindex("─") + 1 :].split())


async def test_letters_filter_and_enter_takes() -> None:
    app = Holder()
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.focus_field("kind")
        await pilot.press("e", "x")
        assert app.listed.value == "exit"
        assert app.rows()[0].startswith("▸ Exit talk")
        assert app.rows()[0].endswith("“ex”")
        assert app.help() == "To part well."
        await pilot.press("enter", "x")
        assert app.form.values() == {"kind": "exit", "name": "x"}
        assert "  Bila" in app.rows(), "the whole list again"


async def test_what_begins_with_the_letters_comes_first() -> None:
    app = Holder()
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.focus_field("kind")
        await pilot.press("e")
        assert app.listed.value == "exit"
        assert [row.strip("▸ ").split("  ")[0] for row in app.rows()[:2]] == [
            "Exit talk",
            "Broken",
        ]
        await pilot.press("backspace")
        assert app.rows()[0].startswith("  Broken  ! 3 faults ")


async def test_nothing_like_the_letters_is_a_fault_until_they_are_removed() -> None:
    app = Holder()
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.focus_field("kind")
        await pilot.press("z", "z")
        assert app.listed.fault()
        assert "zz" in app.help()
        assert not app.form.check()
        await pilot.press("backspace", "backspace")
        assert not app.listed.fault()
        assert app.form.check()
        assert app.listed.value == "planning"


async def test_what_cannot_be_taken_is_shown_and_passed_over() -> None:
    app = Holder()
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.focus_field("kind")
        assert "  Broken  ! 3 faults" in app.rows()
        await pilot.press("down")
        assert app.listed.value == "bila"
        await pilot.press("up", "up")
        assert app.listed.value == "start"
        await pilot.press(*"broken")
        assert app.listed.value != "broken"
        assert app.listed.fault()
        assert not app.form.check()


async def test_the_list_says_how_many_more_there_are() -> None:
    app = Holder()
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.focus_field("kind")
        rows, more = app.rows(), len(OPTIONS) - len(app.rows())
        assert more > 0
        assert rows[-1].endswith(f" ↓{more}") and "↑" not in "".join(rows)
        await pilot.press("up")
        rows = app.rows()
        assert rows[-1].startswith("▸ First weeks")
        assert rows[0].endswith(f" ↑{more}") and "↓" not in "".join(rows)
        await pilot.press("e", "x")
        assert app.rows()[0].startswith("▸ Exit talk")
        assert not {"↓", "↑"} & set("".join(app.rows())), "all that is like it is in view"


async def test_a_list_of_nothing_that_can_be_taken_has_no_value() -> None:
    listed = ListedChoice([Option("broken", "Broken", refused="3 faults")], "broken")
    assert listed.value == ""
    assert ListedChoice([], "x").value == ""


async def test_other_options_keep_the_choice() -> None:
    app = Holder()
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.focus_field("kind")
        await pilot.press("down")
        app.listed.set_options(tuple(reversed(OPTIONS)))
        assert app.listed.value == "bila"
        assert app.listed.description == "To catch up."
