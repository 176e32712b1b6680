"""Forms and their fields: keys, values, and cleaning of input."""

from __future__ import annotations

import pytest
from textual import events
from textual.actions import SkipAction
from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

from afspraak.data.i18n.catalogue import catalogue
from afspraak.widgets.forms.choice import Choice
from afspraak.widgets.forms.field import (
    MAX_LINE_LENGTH,
    MAX_PARAGRAPH_LENGTH,
    LineInput,
    Paragraph,
    one_line,
)
from afspraak.widgets.forms.form import Form
from afspraak.widgets.forms.form_field import Field, FieldKind
from afspraak.widgets.forms.form_row import FormRow
from afspraak.widgets.language import speaking, tr

from ...support.hostile import HARMLESS_LINE, HOSTILE_LINE
from ...support.screens.widget_holder import TODAY, row_with, screen_lines

KINDS = (("r", "result"), ("d", "development"), ("o", "other"))
FIELDS = (
    Field("name", "Name", help="Whose?", required="Whose is it?", suggestions=["Jan Bakker"]),
    Field("kind", "Kind", "choice", "d", "Which?", options=KINDS),
    Field("due", "Due", "date", help="When?"),
    Field("text", "Text", "paragraph", help="What?"),
    Field("goal", "Goal", "wrapped", help="Why?"),
)


class Holder(App[None]):
    def __init__(self, *fields: Field, outside: int = 0) -> None:
        super().__init__()
        self.fields = fields or FIELDS
        self.outside = outside
        self.form: Form
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        self.form = Form(self.fields, today=TODAY, reserved_rows=self.outside)
        yield self.form

    def on_mount(self) -> None:
        self.form.focus_field()

    def on_form_changed(self, event: Form.Changed) -> None:
        self.heard.append(event.name)

    def on_form_completed(self) -> None:
        self.heard.append("completed")


async def burst(pilot: Pilot[None], keys: str) -> None:
    """Keys that arrive together, as over a slow line: `\\r`, `\\t` and `\\b` are keys too."""
    names = {"\r": "enter", "\t": "tab", "\b": "backspace"}
    for char in keys:
        pilot.app.post_message(events.Key(names.get(char, char), char))
    for _ in range(5):
        await pilot.pause()


def current(app: Holder) -> str:
    """The name of the focused field."""
    return next(
        (row.field.name for row in app.form.query(FormRow) if row.part is app.screen.focused), ""
    )


async def test_form_values_are_cleaned() -> None:
    app = Holder(
        Field("name", "Name", value=f"  {HOSTILE_LINE}\tend "),
        Field("text", "Text", "paragraph", f"{HOSTILE_LINE}\r\nmore\n\n"),
        Field("goal", "Goal", "wrapped", "one\ntwo"),
    )
    async with app.run_test():
        assert app.form.values() == {
            "name": f"{HARMLESS_LINE} end",
            "text": f"{HARMLESS_LINE}\nmore",
            "goal": "one two",
        }
        assert not app.form.changed


async def test_hostile_text_is_shown_literally() -> None:
    app = Holder(
        Field("name", f"L {HARMLESS_LINE}"[:12], value=HOSTILE_LINE, help="[b]help[/b] [/]"),
        Field("kind", "[x]", "choice", options=(("a", "[x] a"), ("b", f"{HOSTILE_LINE}"))),
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = "\n".join(screen_lines(app))
        assert HARMLESS_LINE.replace("\ufffd", "")[:12] in text.replace("\ufffd", "")
        assert "(•) [x] a" in text
        assert "[b]help[/b] [/]" in text
        assert "\x1b" not in text


async def test_pasted_text_is_cleaned_and_keeps_every_line() -> None:
    app = Holder(Field("name", "Name"), Field("text", "Text", "paragraph"))
    async with app.run_test() as pilot:
        for name, between in (("name", " "), ("text", "\n")):
            app.form.focus_field(name)
            await pilot.pause()
            app.post_message(events.Paste(f"{HOSTILE_LINE}\r\nmore"))
            await pilot.pause()
            part = app.form.part(name)
            assert isinstance(part, LineInput | Paragraph)
            shown = part.value if isinstance(part, LineInput) else part.text
            assert shown == f"{HARMLESS_LINE}{between}more"


async def test_a_too_long_paste_is_cut_and_reported() -> None:
    app = Holder(Field("name", "Name"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Paste("y" * (MAX_LINE_LENGTH + 5)))
        await pilot.pause()
        await pilot.pause()
        assert app.form.values()["name"] == "y" * MAX_LINE_LENGTH
        row_with(app, "! " + tr("form.cut", room=MAX_LINE_LENGTH))
        await pilot.press("home", "delete")
        assert app.form.values()["name"] == "y" * (MAX_LINE_LENGTH - 1)


@pytest.mark.parametrize(
    ("kind", "limit"),
    [("line", MAX_LINE_LENGTH), ("wrapped", MAX_LINE_LENGTH), ("paragraph", MAX_PARAGRAPH_LENGTH)],
)
async def test_a_paste_is_cut_to_the_room_that_the_field_has_left(
    kind: FieldKind, limit: int
) -> None:
    app = Holder(Field("text", "Text", kind, "x" * (limit - 3)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Paste("y" * 3))
        await pilot.pause()
        assert app.form.values()["text"] == "x" * (limit - 3) + "yyy"
        assert "!" not in "\n".join(screen_lines(app))
        await pilot.press("backspace")
        app.post_message(events.Paste("z" * 5))
        await pilot.pause()
        await pilot.pause()
        assert app.form.values()["text"] == "x" * (limit - 3) + "yyz"
        row_with(app, "! " + tr("form.cut", room=limit))


def test_spaces_stay_while_a_line_is_typed() -> None:
    assert one_line(" a \n b\x07 ") == " a   b␇ "


async def test_enter_steps_through_fields_and_accepts_after_the_last() -> None:
    app = Holder()
    async with app.run_test() as pilot:
        visited = []
        for _ in range(3):
            await pilot.press("enter")
            visited.append(current(app))
        assert visited == ["kind", "due", "text"]
        await pilot.press("a", "enter", "b")
        assert app.form.values()["text"] == "a\nb"
        assert "completed" not in app.heard
        app.form.focus_field("goal")
        await pilot.press("enter")
        assert app.heard[-1] == "completed"
        assert app.form.values()["goal"] == ""


async def test_keys_in_one_burst_reach_the_right_fields() -> None:
    app = Holder(Field("one", "One"), Field("two", "Two"), Field("three", "Three", "wrapped"))
    async with app.run_test() as pilot:
        await burst(pilot, "abx\bc\rdefx\bg\rhix\bj")
        assert app.form.values() == {"one": "abc", "two": "defg", "three": "hij"}


async def test_settled_waits_for_pending_keys() -> None:
    app = Holder(Field("one", "One"))
    async with app.run_test():
        part = app.form.part("one")
        for char in "abcdef":
            part.post_message(events.Key(char, char))
        assert app.form.values()["one"] != "abcdef"
        await app.form.wait_until_settled()
        assert app.form.values()["one"] == "abcdef"


async def test_a_parsed_date_is_shown_during_typing() -> None:
    app = Holder(Field("due", "Due", "date", "2027-06-30", "When?"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        row_with(app, "= Wednesday 30 June 2027")
        await pilot.press(*"31 ma")
        row_with(app, "? not a date yet")
        row_with(app, "I cannot read “31 ma” as a date.")
        await pilot.press("r")
        row_with(app, "= Wednesday 31 March 2027")
        row_with(app, "When?")
        assert app.form.values()["due"] == "2027-03-31"
    with speaking(catalogue("nl")):
        app = Holder(Field("due", "Due", "date", "2027-03-31", "When?"))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            row_with(app, "= woensdag 31 maart 2027")


async def test_a_fault_is_shown_under_its_field_and_loses_nothing() -> None:
    app = Holder()
    async with app.run_test(size=(60, 20)) as pilot:
        app.form.focus_field("due")
        await pilot.press(*"31 feb")
        assert not app.form.check()
        await pilot.pause()
        assert current(app) == "name"
        assert row_with(app, "! Whose is it?") == row_with(app, "Name ┃") + 1
        assert row_with(app, "! There is no 31 February") == row_with(app, "31 feb") + 1
        assert app.form.values()["due"] == "31 feb"
        await pilot.press("A")
        assert "! Whose" not in "\n".join(screen_lines(app))
        row_with(app, "! There is no 31 February")
        app.form.focus_field("due")
        await pilot.press("end", "backspace", "backspace", "backspace", *"jan")
        assert app.form.check()
        assert "!" not in "\n".join(screen_lines(app))


async def test_a_custom_check_applies_to_filled_fields() -> None:
    def even(text: str) -> str:
        return "" if text in ("2", "4") else "odd!"

    app = Holder(Field("number", "Number", check=even))
    async with app.run_test() as pilot:
        assert app.form.check()
        await pilot.press("3")
        assert not app.form.check()
        await pilot.press("backspace", "4")
        assert app.form.check()


async def test_first_letters_complete_a_name() -> None:
    app = Holder()
    async with app.run_test() as pilot:
        await pilot.press("j", "a")
        await pilot.pause()
        await pilot.press("right")
        assert app.form.values()["name"] == "Jan Bakker"


async def test_typing_appends_to_a_text_and_replaces_a_date() -> None:
    app = Holder(Field("name", "Name", value="Jan"), Field("due", "Due", "date", "2027-01-01"))
    async with app.run_test() as pilot:
        await pilot.press("s", "enter", *"2 jan")
        assert app.form.values() == {"name": "Jans", "due": "2027-01-02"}


async def test_down_leaves_a_wrapped_line_at_its_last_row_only() -> None:
    app = Holder(Field("goal", "Goal", "wrapped", "word " * 20), Field("two", "Two"))
    async with app.run_test(size=(60, 20)) as pilot:
        part = app.form.part("goal")
        assert isinstance(part, Paragraph)
        part.move_cursor((0, 0))
        await pilot.press("down")
        assert part.cursor_location != (0, 0)
        at_end = part.document.end
        part.move_cursor(at_end)
        with pytest.raises(SkipAction):
            part.action_cursor_down()
        assert part.cursor_location == at_end


async def test_changes_are_reported_with_the_field_name() -> None:
    app = Holder()
    async with app.run_test() as pilot:
        await pilot.press("A", "enter", "o", "enter", "5")
        assert set(app.heard) == {"name", "kind", "due"}
        assert app.form.changed


async def test_labels_are_above_their_fields_on_a_narrow_screen() -> None:
    for width, below in ((60, 0), (40, 1)):
        app = Holder(Field("name", "Name", value="Jan"), Field("two", "Two"))
        async with app.run_test(size=(width, 20)) as pilot:
            await pilot.pause()
            assert row_with(app, "Jan") - row_with(app, "Name") == below


@pytest.mark.parametrize("cells", [4, 9, 10, 13])
async def test_a_label_beside_its_field_is_whole(cells: int) -> None:
    app = Holder(Field("long", "l" * cells, value="Jan"), Field("short", "Two"))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert row_with(app, "l" * cells) == row_with(app, "Jan")


async def test_a_low_screen_scrolls_to_the_field_in_focus() -> None:
    fields = [Field(f"n{number}", f"Label {number}") for number in range(20)]
    app = Holder(*fields, outside=2)
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        assert "Label 15" not in "\n".join(screen_lines(app))
        await burst(pilot, "\r" * 15)
        row_with(app, "Label 15 ┃")
        assert app.form.outer_size.height == 10


class ChoiceHolder(App[None]):
    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice = choice

    def compose(self) -> ComposeResult:
        yield Static(Content("above"))
        yield self.choice


async def test_a_choice_is_made_with_arrows_space_and_first_letters() -> None:
    app = ChoiceHolder(Choice((*KINDS, ("r2", "review")), "d"))
    async with app.run_test() as pilot:
        chosen = []
        for key in ("right", "space", "right", "left", "r", "r", "R", "o", "x"):
            await pilot.press(key)
            chosen.append(app.choice.value)
        assert chosen == ["o", "r2", "r", "r2", "r", "r2", "r", "o", "o"]


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (60, "(•) result  ( ) development  ( ) other"),
        (36, "(•) result ( ) development ( ) other"),
        (35, "(•)result ( )development ( )other"),
        (20, "‹ result › 1/3"),
        (12, "‹ result ›"),
    ],
)
async def test_a_choice_shows_all_words_if_they_fit(width: int, shown: str) -> None:
    app = ChoiceHolder(Choice(KINDS))
    async with app.run_test(size=(width, 5)) as pilot:
        await pilot.pause()
        assert screen_lines(app)[1].rstrip() == shown


async def test_an_unknown_value_chooses_the_first() -> None:
    assert Choice(KINDS, "unknown").read() == "r"
