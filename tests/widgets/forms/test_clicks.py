"""The mouse in forms: options, arrows, labels, and the wheel over a list."""

from __future__ import annotations

from datetime import date

import pytest
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown

from afspraak.widgets.forms.form import Form
from afspraak.widgets.forms.form_field import Field
from afspraak.widgets.forms.listed_choice import Option

from ...support.screens.widget_holder import row_with, screen_lines

WORDS = [("a", "result"), ("b", "development"), ("c", "other")]
LISTED = tuple(Option(name, name.title()) for name in ("one", "two", "three", "four", "five"))


class Holder(App[None]):
    """A form with a line, a choice of each sort and a list."""

    def compose(self) -> ComposeResult:
        yield Form(
            [
                Field("name", "Name"),
                Field("kind", "Kind", "choice", "a", options=WORDS),
                Field("stance", "Stance", "choice", "a", options=WORDS, stacked=True),
                Field("listed", "List", "listed", "one", listed=LISTED),
            ],
            today=date(2026, 12, 3),
        )

    @property
    def form(self) -> Form:
        return self.query_one(Form)

    def cell(self, words: str, row: int | None = None) -> tuple[int, int]:
        """The first cell of words on the screen."""
        y = row_with(self, words) if row is None else row
        return screen_lines(self)[y].index(words), y


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        ("( ) development  ( )", "kind", "b"),
        ("Three", "listed", "three"),
    ],
)
async def test_a_click_chooses_the_option_under_it(words: str, name: str, value: str) -> None:
    app = Holder()
    async with app.run_test(size=(80, 24)) as pilot:
        x, y = app.cell(words)
        await pilot.click(offset=(x + 4, y))
        await pilot.pause()
        assert app.form.values()[name] == value
        assert app.focused is app.form.part(name)


async def test_a_click_chooses_in_a_choice_of_several_rows() -> None:
    app = Holder()
    async with app.run_test(size=(80, 24)) as pilot:
        y = max(n for n, row in enumerate(screen_lines(app)) if "( ) other" in row)
        await pilot.click(offset=(40, y))
        await pilot.pause()
        assert app.form.values()["stance"] == "c"


async def test_a_click_on_an_arrow_chooses_what_it_points_to() -> None:
    app = Holder()
    async with app.run_test(size=(30, 24)) as pilot:
        await pilot.pause()
        for step, value in ((10, "b"), (0, "a"), (0, "c")):
            x, y = app.cell("‹")
            await pilot.click(offset=(x + step, y))
            await pilot.pause()
            assert app.form.values()["kind"] == value


async def test_a_click_on_a_label_moves_the_focus_to_its_field() -> None:
    app = Holder()
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.focus_field("kind")
        await pilot.click(offset=app.cell("Name"))
        await pilot.pause()
        assert app.focused is app.form.part("name")


async def test_the_wheel_chooses_in_a_list_only_while_it_has_the_focus() -> None:
    app = Holder()
    async with app.run_test(size=(80, 24)) as pilot:
        over = app.form.part("listed")
        over.post_message(_wheel())
        await pilot.pause()
        assert app.form.values()["listed"] == "one"
        app.form.focus_field("listed")
        await pilot.pause()
        over.post_message(_wheel())
        await pilot.pause()
        assert app.form.values()["listed"] == "two"


def _wheel() -> MouseScrollDown:
    """A turn of the wheel by one step."""
    return MouseScrollDown(None, 1, 1, 0, 1, 0, False, False, False)
