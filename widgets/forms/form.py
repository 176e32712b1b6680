"""A form: one row per field, its fault under it, and help for the field in focus.

A form does not know the meaning of its fields. Enter moves from field to field and posts
`Form.Completed` after the last; the screen handles all other keys.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from ...data.text.sanitize import clean_text
from ..drawing.title_rule import Title
from ..language import tr
from ..primitives.title_rule import TitleRule
from .choice import Choice
from .field import AutoHeightScroll, InputTruncated, LineInput, Paragraph
from .form_field import Field
from .form_lines import Help
from .form_row import FormRow, Part
from .interpreted_input import DateInput, InterpretedInput
from .listed_choice import ListedChoice

NARROW = 45
"""Below this width, in columns, a label is above its field."""
WIDE = 72
"""From this width on, in columns, a date that was understood is written out."""
LOW = 22
"""Below this height of the terminal, in rows, no rule is above the help."""


TINY = 14
"""Below this height of the terminal, in rows, the help has one row."""


class FieldRegion(AutoHeightScroll):
    """The fields, which scroll; they leave a row for the rule below them, if there is one."""

    def __init__(self, *, reserve: int, tiny_reserve: int) -> None:
        """Leave `reserve` rows of the terminal, and `tiny_reserve` of a tiny one."""
        super().__init__(reserve=reserve)
        self._spared = reserve - tiny_reserve
        self.more = 0
        """Rows of the terminal to leave beyond these."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows of the fields, as far as the terminal has room."""
        more = -int(viewport.height >= LOW)
        if viewport.height < TINY:
            more = self._spared
        return super().get_content_height(
            container, viewport.with_height(viewport.height + more - self.more), width
        )


class Form(Vertical):
    """Fields to fill in."""

    DEFAULT_CSS = """
    Form {
        height: auto;
        .form--intro { height: auto; padding-left: 2; margin-bottom: 1; }
        &.-low TitleRule { display: none; }
        &.-narrow FormRow { layout: vertical; }
        &.-narrow FieldBody { width: 100%; }
        &.-wide Understood { width: 32; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # Priority over the field in focus, so that text typed right after goes into the next one.
        Binding("enter", "advance", show=False, priority=True),
    ]

    @dataclass
    class Changed(Message):
        """A field has another value."""

        name: str

    class Completed(Message):
        """Enter was pressed in the last field."""

    def __init__(
        self,
        fields: Iterable[Field],
        *,
        today: date,
        language: str = "",
        reserved_rows: int = 0,
        optional_rows: int = 0,
        intro: Content | Static | None = None,
    ) -> None:
        """Make a form.

        Dates are relative to `today` and shown in `language`, by default the screen's.
        `reserved_rows` is how many rows of the terminal are needed around the form, of which
        `optional_rows` are not there on a tiny one; `intro` is shown above the fields, a widget if
        it depends on the room.
        """
        super().__init__()
        fields = list(fields)
        longest = max(cell_len(field.label) for field in fields)
        width = min(19, max(12, longest + 3))
        self._rows = {field.name: FormRow(field, today, language, width) for field in fields}
        self._today = today
        self._intro = Static(intro, markup=False) if isinstance(intro, Content) else intro
        # The fault of a date or a time takes three rows of a small terminal.
        help_rows = 3 if any(field.kind in ("date", "time") for field in fields) else 2
        # The description of an option in a list takes four.
        help_rows = 4 if any(field.kind == "listed" for field in fields) else help_rows
        self._rule, self._help = TitleRule(), Help()
        self._help_rows = help_rows
        self._help.styles.height = help_rows
        self._region = FieldRegion(
            reserve=reserved_rows + help_rows, tiny_reserve=reserved_rows - optional_rows + 1
        )
        self._current: FormRow | None = None
        self._count_dates()
        self._initial_values = self.values()

    def compose(self) -> ComposeResult:
        """Yield the fields, which scroll if necessary, and the help under them."""
        with self._region:
            if self._intro is not None:
                self._intro.add_class("form--intro")
                yield self._intro
            yield from self._rows.values()
        yield self._rule
        yield self._help

    def values(self) -> dict[str, str]:
        """Return the clean values by field name; a date in ISO 8601, or as typed if invalid."""
        return {name: row.part.read() for name, row in self._rows.items()}

    @property
    def changed(self) -> bool:
        """Whether any value differs from the initial one."""
        return self.values() != self._initial_values

    def check(self) -> bool:
        """Return whether all values are valid; else show the faults and focus the first of them."""
        faulty: list[FormRow] = []
        for row in self._rows.values():
            words = row.fault()
            row.show_fault(words)
            if words:
                faulty.append(row)
        if faulty:
            self.screen.set_focus(faulty[0].part)
            # Also if it has the focus already, so that its fault becomes visible.
            self.call_after_refresh(self._show_row, faulty[0])
        return not faulty

    def salvaged_values(self) -> dict[str, str]:
        """Return only valid values, for a form that closes by itself, without losing a word.

        Each invalid value is appended, with its label, to the first field that accepts any text; in
        a form without such a field it is replaced by the value at the beginning.
        """
        values = self.values()
        invalid = []
        for name, row in self._rows.items():
            if row.fault() and values[name]:
                invalid.append(f"({row.field.label}: {values[name]})")
                values[name] = self._initial_values[name]
        text = next((name for name, row in self._rows.items() if row.accepts_any_text), None)
        if text is None:
            return values
        values[text] = " ".join(filter(None, [values[text], *invalid]))
        if not values[text] and self._rows[text].field.required:
            values[text] = "…"
        return values

    def show_fault(self, name: str, words: str) -> None:
        """Show `words` under a field as its fault; "" removes the fault."""
        self._rows[name].show_fault(words)

    def show_note(self, name: str, words: str) -> None:
        """Show `words` under a field until its value changes; "" removes them."""
        self._rows[name].show_note(words)

    def part(self, name: str) -> Part:
        """Return the input widget of a field."""
        return self._rows[name].part

    def reserve_more(self, rows: int) -> None:
        """Leave this many rows of the terminal beyond those that were reserved at first."""
        if rows != self._region.more:
            self._region.more = rows
            self._region.refresh(layout=True)

    def focus_field(self, name: str = "") -> None:
        """Focus a field, by default the first."""
        row = self._rows.get(name) or next(iter(self._rows.values()))
        if row.part.is_attached:
            self.screen.set_focus(row.part)

    async def wait_until_settled(self) -> None:
        """Wait until the fields have handled every key that was sent to them, at most 1 second."""
        waits = []
        for row in self._rows.values():
            done = asyncio.Event()
            if row.part.call_later(done.set):
                waits.append(done.wait())
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*waits), 1)

    def fill(self, name: str, value: str) -> None:
        """Set the value of a field."""
        part = self.part(name)
        if isinstance(part, Paragraph):
            part.load_text(clean_text(value))
            part.move_cursor(part.document.end)
        else:
            part.value = value

    def on_resize(self, event: events.Resize) -> None:
        """Put the labels above their fields on a narrow screen."""
        narrow = event.size.width < NARROW
        self.set_class(narrow, "-narrow")
        self.set_class(event.size.width >= WIDE, "-wide")
        self.set_class(self.app.size.height < LOW, "-low")
        self._help.styles.height = 1 if self.app.size.height < TINY else self._help_rows
        for row in self._rows.values():
            row.show_label_above(narrow)
        if self._current is not None:
            self.call_after_refresh(self._show_row, self._current)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Mark the row in focus, show its help, and scroll to it."""
        row = self._row_of(event.widget)
        if row is None:
            return
        if self._current is not None and self._current is not row:
            self._current.mark(False)
            self._current.ask_once()
        self._current = row
        row.mark(True)
        self._show_help()
        self.call_after_refresh(self._show_row, row)

    def on_descendant_blur(self) -> None:
        """Remove the mark when the focus leaves the form."""
        if self._current is not None and not self.has_focus_within:
            self._current.mark(False)
            self._current = None
            self._rule.show_title(Title())
            self._help.show("")

    def on_input_changed(self, event: LineInput.Changed) -> None:
        """Handle a change of a line or a date."""
        self._part_changed(event.input, event)

    def on_text_area_changed(self, event: Paragraph.Changed) -> None:
        """Handle a change of a paragraph."""
        self._part_changed(event.text_area, event)

    def on_listed_choice_changed(self, event: ListedChoice.Changed) -> None:
        """Handle the choice of another option in a list."""
        self._part_changed(event.choice, event)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Handle the choice of another option."""
        self._part_changed(event.choice, event)

    def action_advance(self) -> None:
        """Move to the next field, or complete the form; in a paragraph insert a new line."""
        rows = list(self._rows.values())
        row = self._row_of(self.screen.focused)
        if row is None or row.takes_enter:
            raise SkipAction
        following = rows.index(row) + 1
        if following < len(rows):
            # Immediately: `focus()` would take effect after the keys that follow.
            self.screen.set_focus(rows[following].part)
        else:
            self.post_message(self.Completed())

    def take_completion(self) -> None:
        """Take what is offered in the field in focus, or completed if it is one that Tab takes."""
        row = self._row_of(self.screen.focused)
        if row is None or not isinstance(row.part, LineInput):
            return
        if row.field.tab_takes or row.part.offer:
            row.part.take_completion()

    def on_input_truncated(self, event: InputTruncated) -> None:
        """Show that the text was truncated."""
        event.stop()
        if self._current is not None:
            # After the change that comes with it, which would remove the message.
            words = tr("form.cut", room=event.limit)
            self.call_after_refresh(self._current.show_fault, words)

    def _part_changed(self, part: Widget, event: Message) -> None:
        event.stop()
        row = self._row_of(part)
        if row is None:
            return
        row.update_feedback()
        self._count_dates()
        if row.field.time_field and isinstance(row.part, DateInput) and (at := row.part.time()):
            self.fill(row.field.time_field, at)
        if row is self._current:
            self._show_help()
        self.post_message(self.Changed(row.field.name))

    def _count_dates(self) -> None:
        """Let each date that counts from another one count from what that is now."""
        for row in self._rows.values():
            if row.field.counts_from and isinstance(row.part, DateInput):
                value = self._rows[row.field.counts_from].part.read()
                try:
                    day = date.fromisoformat(value)
                except ValueError:
                    day = self._today
                if row.part.today != day:
                    row.part.count_from(day)
                    row.update_feedback()

    def _row_of(self, part: Widget | None) -> FormRow | None:
        return next((row for row in self._rows.values() if row.part is part), None)

    def _show_row(self, row: FormRow) -> None:
        self._region.scroll_to_widget(row, animate=False)

    def _show_help(self) -> None:
        """Show the help of the field in focus, or what is wrong or odd about what was typed."""
        row = self._current
        if row is None:
            return
        words = ""
        if isinstance(row.part, InterpretedInput) and not row.faulty:
            without_time = not row.field.time_field
            words = row.part.fault() or row.part.remark(without_time=without_time)
        elif isinstance(row.part, ListedChoice) and not row.faulty:
            words = row.part.fault() or row.part.description
        offer = row.part.offer if isinstance(row.part, LineInput) else ""
        if offer and not words:
            words = f"{tr('form.offer', offer=offer)} {row.field.help}"
        self._rule.show_title(Title((row.field.label,)))
        self._help.show(words or row.field.help, "" if words else row.field.example)
