"""The drawing of a form, and the keys of each of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from textual.app import App, ComposeResult
from textual.content import Content

from afspraak.widgets.forms.field import Button, Paragraph
from afspraak.widgets.forms.form import Form
from afspraak.widgets.forms.form_field import Field

from ...support.screens.drawn import drawn
from ...support.screens.widget_holder import screen_lines

FIELDS = (
    Field("who", "Who", "line", "Anna", "Who does it"),
    Field("what", "What", "wrapped", "Write the runbook, so that everybody who is on duty reads it",
          "In a few words", required="Say what"),
    Field("steps", "Steps", "paragraph", "one\ntwo", "The way there", leave_at_ends=True),
    Field("kind", "Kind", "choice", "b", "Which kind",
          options=(("a", "result"), ("b", "development"), ("c", "other"))),
    Field("due", "By when", "date", "2027-03-31", "The last day"),
)  # fmt: skip


class Filling(App[None]):
    """A form with two buttons under it."""

    def __init__(self, fields: Sequence[Field] = FIELDS) -> None:
        super().__init__()
        self.fields = fields
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        intro = Content("Read this first")
        self.form = Form(self.fields, today=date(2026, 12, 3), reserved_rows=2, intro=intro)
        yield self.form
        yield Button("Keep", "keep")
        yield Button("Cancel", "cancel")

    def on_mount(self) -> None:
        self.form.focus_field()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.heard.append(event.button.id or "")

    def on_form_changed(self, event: Form.Changed) -> None:
        self.heard.append(event.name)

    def on_form_completed(self) -> None:
        self.heard.append("completed")


WIDE = """\
  Read this first

>       Who ┃ Anna
       What │ Write the runbook, so that everybody who is
            │ on duty reads it
            │
      Steps │ one
            │ two
            │
       Kind │ ( ) result  (•) development  ( ) other
    By when │ 2027-03-31                  = Wed 31 Mar 2027
─ Who ──────────────────────────────────────────────────────
 Who does it


[ Keep ]
[ Cancel ]
"""
NARROW = """\
  Read this first

> Who
┃ Anna
  What
│ Write the runbook, so that everybody who
│ is on duty reads it
│
  Steps
│ one
│ two
│
  Kind
│ ( ) result  (•) development  ( ) other
  By when
│ 2027-03-31              = Wed 31 Mar 2027
─ Who ──────────────────────────────────────
 Who does it


[ Keep ]
[ Cancel ]
"""


@pytest.mark.parametrize(("width", "seen"), [(60, WIDE), (45, None), (44, NARROW)])
async def test_labels_are_beside_or_above_and_help_below(width: int, seen: str | None) -> None:
    app = Filling()
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        drawn(app)
        if seen is None:
            assert "Who ┃ Anna" in screen_lines(app)[2]
        else:
            assert "\n".join(screen_lines(app)).rstrip() == seen.rstrip()


async def test_a_long_form_scrolls_to_the_focused_field() -> None:
    app = Filling()
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        assert "Kind" not in "".join(drawn(app))
        assert drawn(app)[-2:] == ["[ Keep ]", "[ Cancel ]"]
        await pilot.press("tab", "tab", "tab")
        await pilot.pause()
        lines = drawn(app)
        assert any("Kind ┃" in line for line in screen_lines(app))
        assert sum(">" in line for line in lines) == 1, "one mark only"
        assert " Which kind" in lines
        assert lines[-2:] == ["[ Keep ]", "[ Cancel ]"]


async def test_a_fault_is_shown_under_its_field_until_corrected() -> None:
    app = Filling()
    async with app.run_test(size=(60, 24)) as pilot:
        app.form.fill("what", "")
        app.form.fill("due", "31 feb")
        assert not app.form.check()
        await pilot.pause()
        await pilot.pause()
        lines = drawn(app)
        at = next(number for number, line in enumerate(screen_lines(app)) if "What ┃" in line)
        assert lines[at + 3].strip("┃ ") == "*_! Say what_*", "three rows further"
        assert sum("!" in line for line in lines) == 2
        assert any("31 February" in line for line in lines)
        await pilot.press("x")
        await pilot.pause()
        assert "Say what" not in "".join(drawn(app))
        assert "31 February" in "".join(drawn(app)), "that one stays"
        app.form.fill("due", "1 mei 2027")
        await pilot.pause()
        assert "= Sat 1 May 2027" in "".join(drawn(app))
        app.form.fill("due", "")
        assert app.form.check()
        await pilot.pause()
        assert "!" not in "".join(drawn(app))


async def test_enter_goes_to_the_next_field_and_accepts_after_the_last() -> None:
    app = Filling()
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.press("enter", "enter", "enter")
        assert app.form.values()["steps"] == "one\ntwo", "a line more, at its end"
        assert "steps" in app.heard
        app.heard.clear()
        app.form.fill("steps", "")
        app.form.focus_field("steps")
        await pilot.press("enter", "enter", "enter")
        await pilot.pause()
        assert app.heard[-1] == "completed"
        assert app.form.changed


async def test_arrows_leave_wrapped_fields_at_their_ends() -> None:
    app = Filling()
    async with app.run_test(size=(60, 24)) as pilot:

        def where() -> str:
            (line,) = [line for line in screen_lines(app) if line.startswith(">")]
            return line[1:].split("┃")[0].strip()

        seen = []
        app.form.focus_field("what")
        for key in ("down", "up", "up"):
            await pilot.press(key)
            await pilot.pause()
            seen.append(where())
        assert seen == ["What", "What", "What"], "nobody above it takes the arrow here"
        paragraph = app.query(Paragraph).last()
        assert paragraph.cursor_location == (1, 3)
        app.form.focus_field("steps")
        await pilot.press("up", "up")
        assert paragraph.cursor_location == (0, 3), "it does not go to the beginning"
        await pilot.press("down", "down")
        assert paragraph.cursor_location == (1, 3)


@pytest.mark.parametrize(
    ("keys", "pressed"),
    [
        (["enter"], ["keep"]),
        (["space"], ["keep"]),
        (["right", "enter"], ["cancel"]),
        (["right", "left", "enter"], ["keep"]),
        (["x"], []),
    ],
)
async def test_buttons_are_pressed_and_navigated(keys: list[str], pressed: list[str]) -> None:
    app = Filling()
    async with app.run_test(size=(60, 24)) as pilot:
        app.query_one("#keep").focus()
        await pilot.pause()
        assert "*^[ Keep ]^*" in drawn(app)
        assert drawn(app)[0] == "  Read this first"
        assert not any(">" in line for line in drawn(app)), "no field is marked any more"
        assert "Who does it" not in "".join(drawn(app))
        app.heard.clear()
        await pilot.press(*keys)
        await pilot.pause()
        assert app.heard == pressed


async def test_a_click_presses_too() -> None:
    app = Filling()
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.pause()
        app.heard.clear()
        await pilot.click("#cancel")
        await pilot.pause()
        assert app.heard == ["cancel"]
