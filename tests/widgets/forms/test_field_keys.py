"""Fields by themselves: their limits, their keys at the ends, and buttons."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.widget import Widget

from afspraak.widgets.forms.choice import Choice
from afspraak.widgets.forms.field import (
    MAX_LINE_LENGTH,
    Button,
    InputTruncated,
    LineInput,
    Paragraph,
    one_line,
)

from ...support.screens.drawn import drawn
from ...support.screens.widget_holder import screen_lines


class Alone(App[None]):
    """Holds these widgets, the first in focus; counts truncations."""

    def __init__(self, *kinds: str) -> None:
        super().__init__()
        self.kinds = kinds
        self.cut: list[int] = []

    def compose(self) -> ComposeResult:
        made: dict[str, Widget] = {
            "line": LineInput("one"),
            "wrapped": Paragraph("one two", wrapped=True),
            "paragraph": Paragraph("one\ntwo\nthree"),
            "leaving": Paragraph("one\ntwo", leave_at_ends=True),
            "keep": Button("Keep", "keep"),
            "cancel": Button("Cancel", "cancel"),
            "help": Button("Help", "help"),
        }
        yield from (made[kind] for kind in self.kinds)

    def on_mount(self) -> None:
        self.screen.children[0].focus()

    def on_input_truncated(self, message: InputTruncated) -> None:
        self.cut.append(message.limit)


@pytest.mark.parametrize(
    ("text", "clean"),
    [("a\nb", "a b"), ("a\n\n\tb", "a b"), (" a  b ", " a  b "), ("a\x1bb", "a␛b"), ("\r\n", " ")],
)
def test_text_of_one_line_has_no_breaks_and_keeps_its_blanks(text: str, clean: str) -> None:
    assert one_line(text) == clean


@pytest.mark.parametrize("extra", [0, 1])
async def test_only_text_beyond_the_limit_of_a_line_is_cut(extra: int) -> None:
    app = Alone("line")
    async with app.run_test(size=(40, 6)) as pilot:
        part = app.query_one(LineInput)
        part.value = "x" * (MAX_LINE_LENGTH - 5)
        await pilot.press("end")
        app.post_message(events.Paste("y" * (5 + extra)))
        await pilot.pause()
        assert part.read() == "x" * (MAX_LINE_LENGTH - 5) + "yyyyy"
        assert app.cut == [MAX_LINE_LENGTH] * extra
        part.select_all()
        app.post_message(events.Paste("z" * (MAX_LINE_LENGTH + extra)))
        await pilot.pause()
        assert part.read() == "z" * MAX_LINE_LENGTH
        assert app.cut == [MAX_LINE_LENGTH] * 2 * extra


async def test_typing_appends_to_a_line_whose_caret_does_not_blink() -> None:
    app = Alone("line")
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.press("x")
        part = app.query_one(LineInput)
        assert part.value == "onex"
        assert not part.cursor_blink


@pytest.mark.parametrize(
    ("kind", "key"), [("line", "ctrl+delete"), ("line", "alt+delete"), ("leaving", "ctrl+delete")]
)
async def test_a_word_is_erased_after_the_caret(kind: str, key: str) -> None:
    app = Alone(kind)
    async with app.run_test(size=(40, 6)) as pilot:
        if kind == "line":
            await pilot.press("home", key)
            assert app.query_one(LineInput).value == ""
        else:
            app.query_one(Paragraph).move_cursor((0, 0))
            await pilot.press(key)
            assert app.query_one(Paragraph).text == "\ntwo"


async def test_a_replacement_outside_the_text_is_clamped() -> None:
    app = Alone("line")
    async with app.run_test(size=(40, 6)):
        part = app.query_one(LineInput)
        part.replace("A", -4, 1)
        assert part.value == "Ane"
        part.replace("d", 2, 99)
        assert part.value == "And"
        part.replace("-", 2, 1)
        assert part.value == "A-d", "in either order"


async def test_a_long_line_shows_its_end_before_anything_is_typed() -> None:
    app = Alone("line")
    async with app.run_test(size=(12, 3)) as pilot:
        part = app.query_one(LineInput)
        part.value = "0123456789abcdef"
        part.cursor_position = 16
        await pilot.resize_terminal(10, 3)
        await pilot.pause()
        assert screen_lines(app)[0] == "789abcdef"
        await pilot.press("home")
        await pilot.pause()
        assert screen_lines(app)[0] == "0123456789"


@pytest.mark.parametrize(
    ("kind", "start", "key", "end"),
    [
        ("paragraph", (0, 2), "up", (0, 0)),
        ("paragraph", (2, 2), "down", (2, 5)),
        ("paragraph", (1, 2), "up", (0, 2)),
        ("paragraph", (1, 2), "down", (2, 2)),
        ("leaving", (0, 2), "up", (0, 2)),
        ("leaving", (0, 2), "down", (1, 2)),
        ("leaving", (1, 2), "down", (1, 2)),
        ("leaving", (1, 2), "up", (0, 2)),
        ("wrapped", (0, 2), "up", (0, 2)),
        ("wrapped", (0, 2), "down", (0, 2)),
    ],
)
async def test_arrows_at_the_ends_of_a_text(
    kind: str, start: tuple[int, int], key: str, end: tuple[int, int]
) -> None:
    app = Alone(kind)
    async with app.run_test(size=(40, 6)) as pilot:
        part = app.query_one(Paragraph)
        part.move_cursor(start)
        await pilot.press(key)
        assert part.cursor_location == end
        assert part.selection.is_empty


@pytest.mark.parametrize(
    ("key", "selected"),
    [
        ("left", ""),
        ("ctrl+left", ""),
        ("shift+left", "e"),
        ("ctrl+shift+left", "one"),
        ("right", ""),
        ("ctrl+right", ""),
    ],
)
async def test_only_shift_selects_in_a_line(key: str, selected: str) -> None:
    app = Alone("line")
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.press("end", key)
        assert app.query_one(LineInput).selected_text == selected


async def test_a_text_begins_with_its_caret_at_the_end() -> None:
    app = Alone("paragraph")
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.press("x", "enter", "enter", "space")
        part = app.query_one(Paragraph)
        assert part.text == "one\ntwo\nthreex\n\n "
        assert part.read() == "one\ntwo\nthreex", "without the empty rows at its end"
        assert not part.cursor_blink


async def test_a_wrapped_line_takes_no_breaks() -> None:
    app = Alone("wrapped")
    async with app.run_test(size=(40, 6)) as pilot:
        app.post_message(events.Paste("\na\tb\n"))
        await pilot.pause()
        part = app.query_one(Paragraph)
        assert part.text == "one two a b "
        assert part.read() == "one two a b"
        assert part.outer_size.height == 3


@pytest.mark.parametrize(
    ("keys", "focused"),
    [
        (["right"], "cancel"),
        (["right", "right"], "help"),
        (["right", "right", "left"], "cancel"),
        (["left"], "help"),
        (["right", "right", "right"], "keep"),
    ],
)
async def test_arrows_go_from_button_to_button_past_other_fields(
    keys: list[str], focused: str
) -> None:
    app = Alone("keep", "line", "cancel", "help")
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press(*keys)
        assert app.focused is not None and app.focused.id == focused


async def test_a_button_is_as_wide_as_its_label() -> None:
    app = Alone("keep", "cancel")
    async with app.run_test(size=(40, 4)) as pilot:
        await pilot.pause()
        assert drawn(app) == ["*^[ Keep ]^*", "[ Cancel ]"]
        button = app.query_one("#keep", Button)
        assert (button.outer_size.width, button.outer_size.height) == (8, 1)


def test_words_of_a_choice_are_cleaned_and_values_kept() -> None:
    part = Choice([("a", "x\ny\x1b"), ("b", "z")], "b")
    assert (part.value, part.read()) == ("b", "b")
    with pytest.raises(ValueError, match="not in"):
        part.value = "c"
