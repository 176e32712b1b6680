"""The rows of a form: columns, help, faults, and what is kept of a form that closes by itself."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from afspraak.widgets.forms.choice import Choice
from afspraak.widgets.forms.field import LineInput, Paragraph
from afspraak.widgets.forms.form import Form
from afspraak.widgets.forms.form_field import Field
from afspraak.widgets.forms.form_row import FormRow
from afspraak.widgets.forms.interpreted_input import DateInput

from ...support.screens.drawn import drawn
from ...support.screens.widget_holder import TODAY, row_with, screen_lines, screen_text

KINDS = (("r", "result"), ("d", "development"))
NAME = Field("name", "Name", help="Whose?")
DUE = Field("due", "Due", "date", help="When?")


class Filling(App[None]):
    """A form with a line of text below it."""

    def __init__(self, fields: Sequence[Field], *, outside: int = 1, language: str = "") -> None:
        super().__init__()
        self.fields = fields
        self.outside = outside
        self.language = language

    def compose(self) -> ComposeResult:
        self.form = Form(
            self.fields, today=TODAY, reserved_rows=self.outside, language=self.language
        )
        yield self.form
        yield Static("below", markup=False)

    def on_mount(self) -> None:
        self.form.focus_field()


@pytest.mark.parametrize(
    ("cells", "column"), [(4, 12), (9, 12), (10, 13), (13, 16), (16, 19), (20, 19)]
)
async def test_fields_begin_after_the_longest_label(cells: int, column: int) -> None:
    app = Filling([Field("long", "l" * cells, value="Jan"), NAME])
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        row = next(line for line in screen_lines(app) if "Jan" in line)
        assert row.index("┃ Jan") == column


@pytest.mark.parametrize(("fields", "rows"), [([NAME], 2), ([NAME, DUE], 3)])
async def test_the_help_has_a_row_more_for_the_fault_of_a_date(
    fields: list[Field], rows: int
) -> None:
    app = Filling(fields)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert row_with(app, "below") - row_with(app, "Whose?") == rows
        assert screen_lines(app)[row_with(app, "Whose?")].startswith(" Whose?")


@pytest.mark.parametrize(("height", "shown"), [(6, 4), (5, 3), (2, 1), (1, 1)])
async def test_a_form_leaves_room_for_what_is_around_it(height: int, shown: int) -> None:
    app = Filling([Field(f"n{number}", f"Label {number}") for number in range(4)])
    async with app.run_test(size=(60, height)) as pilot:
        await pilot.pause()
        assert sum("Label" in line for line in screen_lines(app)) == shown


async def test_only_the_field_in_focus_is_marked_and_helped() -> None:
    app = Filling([NAME, Field("kind", "Kind", "choice", options=KINDS, help="Which?"), DUE])
    async with app.run_test(size=(60, 20)) as pilot:
        for name, label, words in (
            ("kind", "Kind", "Which?"),
            ("due", "Due", "When?"),
            ("", "Name", "Whose?"),
            ("unknown", "Name", "Whose?"),
        ):
            app.form.focus_field(name)
            await pilot.pause()
            (marked,) = (line for line in screen_lines(app) if ">" in line)
            assert marked.startswith(">") and f" {label} ┃" in marked
            assert sum("┃" in line for line in screen_lines(app)) == 1
            shown = [each for each in ("Which?", "When?", "Whose?") if each in screen_text(app)]
            assert shown == [words]
        app.set_focus(None)
        await pilot.pause()
        assert ">" not in screen_text(app)
        assert "Whose?" not in screen_text(app)


async def test_words_of_a_form_are_shown_as_they_are() -> None:
    fields = [Field("a", "[b]One[/b]", help="[i]Help[/i]"), Field("b", "[b]Two[/b]")]
    app = Filling(fields)
    async with app.run_test(size=(60, 20)) as pilot:
        app.form.show_fault("b", "[u]fault[/u]")
        await pilot.pause()
        for words in (" [b]One[/b] ┃", " [b]Two[/b] │", "[i]Help[/i]", "! [u]fault[/u]"):
            row_with(app, words)
        assert "X" not in screen_text(app)


async def test_a_fault_of_the_screen_is_shown_and_removed() -> None:
    app = Filling([NAME, Field("two", "Two")])
    async with app.run_test(size=(60, 20)) as pilot:
        app.form.show_fault("two", "taken")
        await pilot.pause()
        assert row_with(app, "! taken") == row_with(app, "Two") + 1
        assert "*_! taken_*" in drawn(app)[row_with(app, "! taken")]
        app.form.show_fault("two", "")
        await pilot.pause()
        assert "!" not in screen_text(app)


async def test_a_date_is_read_in_the_language_of_the_conversation() -> None:
    app = Filling([Field("due", "Due", "date", "2027-03-31")], language="nl")
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        row_with(app, "= wo 31 mrt 2027")
        app.form.fill("due", "")
        await pilot.pause()
        assert "=" not in screen_text(app) and "?" not in screen_lines(app)[0]


async def test_the_date_that_was_understood_is_in_a_column_at_the_right() -> None:
    app = Filling([DUE])
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press(*"31 mar 2027")
        await pilot.pause()
        row = screen_lines(app)[row_with(app, "=")]
        assert len(row.rstrip()) == 60 - 19 + 1 + len("= Wed 31 Mar 2027")


def even(text: str) -> str:
    return "" if text in ("2", "4") else "odd"


async def test_invalid_values_are_kept_in_the_first_field_that_takes_any_text() -> None:
    fields = [
        Field("number", "Number", value="2", check=even),
        Field("text", "Text", "wrapped", "some words"),
        Field("note", "Note", "paragraph", "more"),
        Field("due", "Due", "date", "2027-03-31"),
        Field("kind", "Kind", "choice", "d", options=KINDS),
    ]
    app = Filling(fields)
    async with app.run_test(size=(60, 24)) as pilot:
        app.form.fill("number", "3")
        app.form.fill("due", "31 feb")
        await pilot.pause()
        assert app.form.salvaged_values() == {
            "number": "2",
            "text": "some words (Number: 3) (Due: 31 feb)",
            "note": "more",
            "due": "2027-03-31",
            "kind": "d",
        }
        app.form.fill("number", "")
        app.form.fill("due", "1 apr 2027")
        app.form.fill("text", "")
        await pilot.pause()
        salvaged = app.form.salvaged_values()
        assert (salvaged["number"], salvaged["text"], salvaged["due"]) == ("", "", "2027-04-01")


@pytest.mark.parametrize(("required", "kept"), [("Say what", "…"), ("", "")])
async def test_a_required_text_that_is_empty_is_kept_as_an_ellipsis(
    required: str, kept: str
) -> None:
    app = Filling([Field("text", "Text", required=required), DUE])
    async with app.run_test(size=(60, 24)):
        assert app.form.salvaged_values() == {"text": kept, "due": ""}


@pytest.mark.parametrize(
    ("field", "any_text", "takes_enter"),
    [
        (Field("a", "A"), True, False),
        (Field("a", "A", check=even), False, False),
        (Field("a", "A", "wrapped"), True, False),
        (Field("a", "A", "paragraph"), True, True),
        (Field("a", "A", "paragraph", leave_at_ends=True), True, False),
        (Field("a", "A", "paragraph", "x", leave_at_ends=True), True, True),
        (Field("a", "A", "date"), False, False),
        (Field("a", "A", "choice", options=KINDS), False, False),
    ],
)
async def test_each_kind_of_field_says_what_it_takes(
    field: Field, any_text: bool, takes_enter: bool
) -> None:
    app = Filling([NAME, field])
    async with app.run_test(size=(60, 24)):
        row = app.query(FormRow).last()
        assert (row.accepts_any_text, row.takes_enter) == (any_text, takes_enter)
        kinds = {"date": DateInput, "choice": Choice, "line": LineInput}
        assert isinstance(row.part, kinds.get(field.kind, Paragraph))


@pytest.mark.parametrize(
    ("field", "height"),
    [
        (Field("a", "A"), 1),
        (Field("a", "A", "wrapped"), 3),
        (Field("a", "A", "paragraph", rows=5), 5),
        (Field("a", "A", "choice", options=KINDS), 1),
    ],
)
async def test_each_field_has_its_height(field: Field, height: int) -> None:
    app = Filling([field, Field("next", "Next")])
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.pause()
        assert row_with(app, "Next") - row_with(app, " A ┃") == height


async def test_a_form_fills_a_text_from_outside_with_the_caret_at_its_end() -> None:
    app = Filling([Field("text", "Text", "paragraph"), Field("line", "Line")])
    async with app.run_test(size=(60, 24)) as pilot:
        app.form.fill("text", "one\r\ntwo\x1b")
        app.form.fill("line", "three")
        await pilot.press("x")
        assert app.form.values() == {"text": "one\ntwo␛x", "line": "three"}
        assert app.form.changed
