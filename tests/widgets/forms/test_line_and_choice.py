"""The keys of a line field and of a choice field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.widget import Widget

from afspraak.widgets.forms.choice import Choice
from afspraak.widgets.forms.field import LineInput

from ...support.screens.drawn import drawn


class Alone(App[None]):
    """An application with one form part."""

    def __init__(self, make: Callable[[], Widget]) -> None:
        super().__init__()
        self.make = make
        self.changes = 0

    def compose(self) -> ComposeResult:
        self.part = self.make()
        yield self.part

    def on_mount(self) -> None:
        self.part.focus()

    def on_choice_changed(self) -> None:
        self.changes += 1


KINDS = [("a", "result"), ("b", "development"), ("c", "other"), ("d", "rest")]


@pytest.mark.parametrize(
    ("width", "row"),
    [
        (60, "( ) result  *^(•) development^*  ( ) other  ( ) rest"),
        (48, "( ) result  *^(•) development^*  ( ) other  ( ) rest"),
        (47, "( ) result *^(•) development^* ( ) other ( ) rest"),
        (44, "( )result *^(•)development^* ( )other ( )rest"),
        (41, "( )result *^(•)development^* ( )other ( )rest"),
        (40, "*^‹ development ›^* 2/4"),
        (19, "*^‹ development ›^* 2/4"),
        (18, "*^‹ development ›^*"),
    ],
)
async def test_a_choice_shows_as_many_words_as_fit(width: int, row: str) -> None:
    app = Alone(lambda: Choice(KINDS, "b"))
    async with app.run_test(size=(width, 3)) as pilot:
        await pilot.pause()
        assert drawn(app) == [row]


async def test_a_choice_wraps_and_selects_by_first_letter() -> None:
    app = Alone(lambda: Choice(KINDS, "b"))
    async with app.run_test(size=(60, 3)) as pilot:
        part = app.query_one(Choice)
        chosen = []
        for key in ("right", "space", "right", "left", "o", "r", "r", "R", "x"):
            await pilot.press(key)
            chosen.append(part.read())
        assert chosen == ["c", "d", "a", "d", "c", "d", "a", "d", "d"]
        await pilot.pause()
        assert app.changes == 8
        app.set_focus(None)
        await pilot.pause()
        assert drawn(app) == ["( ) result  ( ) development  ( ) other  *(•) rest*"], "not in focus"


@pytest.mark.parametrize(
    ("pasted", "value"),
    [("\r\none\ntwo\r\n", "Annaone two"), ("\tx", "Anna x"), ("", "Anna"), ("r\x1b[m", "Annar␛[m")],
)
async def test_a_line_field_joins_the_lines_of_a_paste(pasted: str, value: str) -> None:
    app = Alone(lambda: LineInput("Anna"))
    async with app.run_test(size=(40, 3)) as pilot:
        await pilot.press("end")
        app.part.post_message(events.Paste(pasted))
        await pilot.pause()
        assert app.query_one(LineInput).value == value


async def test_words_are_erased_in_both_directions() -> None:
    app = Alone(lambda: LineInput("one two three"))
    async with app.run_test(size=(40, 3)) as pilot:
        part = app.query_one(LineInput)
        await pilot.press("end", "ctrl+backspace")
        assert part.value == "one two "
        await pilot.press("alt+backspace", "home", "ctrl+delete")
        assert part.value.strip() == ""


def screen(app: App[Any]) -> str:
    return "\n".join(drawn(app))


@pytest.mark.parametrize(("typed_over", "value"), [(True, "x"), (False, "Annax")])
async def test_typing_can_replace_a_prefilled_line(typed_over: bool, value: str) -> None:
    app = Alone(lambda: LineInput("Anna", replace_on_typing=typed_over))
    async with app.run_test(size=(40, 3)) as pilot:
        part = app.query_one(LineInput)
        await pilot.press("x")
        assert part.read() == value


async def test_a_name_is_completed_regardless_of_case() -> None:
    app = Alone(
        lambda: LineInput("", suggestions=["Anna de Vries", "Jan Bakker", "Anna de Vries", " "])
    )
    async with app.run_test(size=(40, 3)) as pilot:
        part = app.query_one(LineInput)
        await pilot.press("a", "n")
        await pilot.pause()
        assert screen(app) == "_an_^n^a de Vries"
        await pilot.press("right")
        assert part.read() == "Anna de Vries"
