"""A form: one row per field, a word on what is wrong under it, and help for the field in focus.

A form knows its fields and nothing of what they are for. Enter goes from one-line field to one-line
field and posts `Form.Completed` after the last; the other keys are those of the screen around it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from rich.cells import cell_len
from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from ...data.i18n.catalogue import tr
from ...data.text.sanitize import clean_text
from .choice import Choice
from .field import AutoHeightScroll, DateInput, InputTruncated, LineInput, Paragraph

NARROW = 45
"""Below this many columns a label stands above its field."""

FieldKind = Literal["line", "wrapped", "paragraph", "choice", "date"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    `wrapped` is a line shown over several `rows`; a `date` is given and read as ISO 8601.
    `required` is what to say when it is empty, `check` tells what is wrong with a value, if
    anything.
    """

    name: str
    label: str
    kind: FieldKind = "line"
    value: str = ""
    help: str = ""
    options: Sequence[tuple[str, str]] = ()
    suggestions: Sequence[str] = ()
    required: str = ""
    check: Callable[[str], str] | None = None
    rows: int = 3
    replace_on_typing: bool = False
    """Whether typing replaces what is filled in, as it does in a date."""
    leave_at_ends: bool = False
    """Whether a paragraph is left by the arrows at its ends, and by Enter while it is empty."""


class FormRow(Horizontal):
    """A field with its label, and what is wrong with it."""

    DEFAULT_CSS = """
    FormRow {
        height: auto;
        .row--label { height: 1; }
        .row--body { width: 1fr; height: auto; border-left: solid $foreground; }
        .row--line { height: auto; }
        .row--reading { width: 19; height: 1; padding-left: 1; display: none; }
        .row--fault { height: auto; display: none; text-style: bold; color: $error; }
        &.-faulty .row--fault { display: block; }
        &.-date .row--reading { display: block; }
    }
    """

    def __init__(self, field: Field, today: date, language: str, label_width: int) -> None:
        super().__init__(classes="-date" if field.kind == "date" else None)
        self.field = field
        self.part = _make_part(field, today, language)
        self.label = Static(f"  {field.label}", classes="row--label", markup=False)
        self.label.styles.width = label_width
        self._interpretation = Static(self._interpret_date(), classes="row--reading", markup=False)
        self._fault = Static("", classes="row--fault", markup=False)

    def compose(self) -> ComposeResult:
        """The label, and beside it the field over its fault."""
        yield self.label
        with Vertical(classes="row--body"):
            with Horizontal(classes="row--line"):
                yield self.part
                yield self._interpretation
            yield self._fault

    @property
    def accepts_any_text(self) -> bool:
        """Whether any text can stand in it."""
        any_kind = self.field.kind in ("line", "wrapped", "paragraph")
        return any_kind and self.field.check is None

    @property
    def faulty(self) -> bool:
        """Whether something is said to be wrong."""
        return self.has_class("-faulty")

    def fault(self) -> str:
        """What is wrong with the field as it is filled in now, in words, or nothing."""
        value = self.part.read()
        if not value:
            return self.field.required
        if isinstance(self.part, DateInput) and (words := self.part.fault()):
            return words
        return self.field.check(value) if self.field.check else ""

    def show_fault(self, words: str) -> None:
        """Say under the field what is wrong with it; nothing takes it away."""
        self._fault.update(f"! {words}" if words else "")
        self.set_class(bool(words), "-faulty")

    def mark(self, focused: bool) -> None:
        """Show by more than colour that the focus is here."""
        text = f"{'>' if focused else ' '} {self.field.label}"
        self.label.update(Content.styled(text, "bold" if focused else ""))

    def update_feedback(self) -> None:
        """The field changed: read the date back, and look whether it is still wrong."""
        self._interpretation.update(self._interpret_date())
        if self.faulty:
            self.show_fault(self.fault())

    def _interpret_date(self) -> str:
        return self.part.interpretation() if isinstance(self.part, DateInput) else ""


def _takes_enter(row: FormRow) -> bool:
    """Whether Enter is a new line here."""
    return row.field.kind == "paragraph" and not (row.field.leave_at_ends and not row.part.read())


def _make_part(field: Field, today: date, language: str) -> LineInput | Paragraph | Choice:
    """What a field is filled in with."""
    if field.kind == "choice":
        return Choice(field.options, field.value)
    if field.kind == "date":
        return DateInput(field.value, today=today, language=language)
    if field.kind == "line":
        return LineInput(field.value, field.suggestions, replace_on_typing=field.replace_on_typing)
    return Paragraph(
        field.value,
        wrapped=field.kind == "wrapped",
        rows=field.rows,
        leave_at_ends=field.leave_at_ends,
    )


class Form(Vertical):
    """Fields to fill in. `outside` is how many rows of the terminal others need around it."""

    DEFAULT_CSS = """
    Form {
        height: auto;
        .form--intro { height: auto; padding-left: 2; margin-bottom: 1; }
        .form--help { padding-left: 2; text-style: italic; }
        &.-narrow FormRow { layout: vertical; }
        &.-narrow .row--body { width: 100%; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # Before the field in focus, so that what is typed on at once goes into the next one.
        Binding("enter", "advance", show=False, priority=True),
    ]

    class Changed(Message):
        """Something was filled in, taken away or chosen."""

        def __init__(self, form: Form, name: str) -> None:
            super().__init__()
            self.form = form
            self.name = name

        @property
        def control(self) -> Form:
            """The form."""
            return self.form

    class Completed(Message):
        """Enter in the last field."""

    def __init__(
        self,
        fields: Iterable[Field],
        *,
        today: date,
        language: str = "",
        reserved_rows: int = 0,
        intro: Content | None = None,
    ) -> None:
        """Dates are relative to `today` and read back in `language`, by default the screen's.

        `intro` stands above the fields.
        """
        super().__init__()
        fields = list(fields)
        longest = max(cell_len(field.label) for field in fields)
        width = min(16, max(12, longest + 3))
        self._rows = {field.name: FormRow(field, today, language, width) for field in fields}
        self._intro = intro
        # What is not understood of a date takes three rows of a small terminal.
        help_rows = 3 if any(field.kind == "date" for field in fields) else 2
        self._help = Static("", classes="form--help", markup=False)
        self._help.styles.height = help_rows
        self._region = AutoHeightScroll(reserve=reserved_rows + help_rows)
        self._current: FormRow | None = None
        self._initial_values = self.values()

    def compose(self) -> ComposeResult:
        """The fields, which scroll when they have to, and the help under them."""
        with self._region:
            if self._intro is not None:
                yield Static(self._intro, classes="form--intro", markup=False)
            yield from self._rows.values()
        yield self._help

    def values(self) -> dict[str, str]:
        """What is filled in, clean, by field name. A date that is not understood is as typed."""
        return {name: row.part.read() for name, row in self._rows.items()}

    @property
    def changed(self) -> bool:
        """Whether anything differs from how the form was shown."""
        return self.values() != self._initial_values

    @property
    def initial_values(self) -> dict[str, str]:
        """What `values` were when the form was shown."""
        return dict(self._initial_values)

    def check(self) -> bool:
        """Whether all is well; where not, say so under each field and go to the first of them."""
        faulty: list[FormRow] = []
        for row in self._rows.values():
            words = row.fault()
            row.show_fault(words)
            if words:
                faulty.append(row)
        if faulty:
            self.screen.set_focus(faulty[0].part)
            # Also when the focus was there already, so that the words come into sight.
            self.call_after_refresh(self._show, faulty[0])
        return not faulty

    def salvaged_values(self) -> dict[str, str]:
        """The values, whatever is wrong: what cannot be read is put behind the first text.

        For when there is nobody to ask any more, so that not a word is lost.
        """
        values = self.values()
        unread = []
        for name, row in self._rows.items():
            if row.fault() and values[name]:
                unread.append(f"({row.field.label}: {values[name]})")
                values[name] = self._initial_values[name]
        text = next(name for name, row in self._rows.items() if row.accepts_any_text)
        values[text] = " ".join(filter(None, [values[text], *unread]))
        if not values[text] and self._rows[text].field.required:
            values[text] = "…"
        return values

    def show_fault(self, name: str, words: str) -> None:
        """Say under a field what is wrong with it."""
        self._rows[name].show_fault(words)

    def part(self, name: str) -> LineInput | Paragraph | Choice:
        """Return what a field is filled in with."""
        return self._rows[name].part

    def focus_field(self, name: str = "") -> None:
        """Put the focus on a field, by default the first."""
        row = self._rows.get(name) or next(iter(self._rows.values()))
        if row.part.is_attached:
            self.screen.set_focus(row.part)

    async def wait_until_settled(self) -> None:
        """Wait until the fields have taken in every key that was sent to them."""
        taken = []
        for row in self._rows.values():
            done = asyncio.Event()
            if row.part.call_later(done.set):
                taken.append(done.wait())
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*taken), 1)

    def fill(self, name: str, value: str) -> None:
        """Put another value into a field."""
        part = self.part(name)
        if isinstance(part, Paragraph):
            part.load_text(clean_text(value))
            part.move_cursor(part.document.end)
        else:
            part.value = value

    def on_resize(self, event: events.Resize) -> None:
        """Labels go above their fields where the screen is narrow."""
        self.set_class(event.size.width < NARROW, "-narrow")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Mark the row in focus, tell its help, and bring it into sight."""
        row = self._row_of(event.widget)
        if row is None:
            return
        if self._current is not None and self._current is not row:
            self._current.mark(False)
        self._current = row
        row.mark(True)
        self._show_help()
        self.call_after_refresh(self._show, row)

    def on_descendant_blur(self) -> None:
        """Take the mark away when the focus leaves the form."""
        if self._current is not None and not self.has_focus_within:
            self._current.mark(False)
            self._current = None
            self._help.update("")

    def on_input_changed(self, event: LineInput.Changed) -> None:
        """A line or a date changed."""
        self._part_changed(event.input, event)

    def on_text_area_changed(self, event: Paragraph.Changed) -> None:
        """A paragraph changed."""
        self._part_changed(event.text_area, event)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another option was chosen."""
        self._part_changed(event.choice, event)

    def action_advance(self) -> None:
        """Enter: to the next field, or done; in a paragraph it is a new line."""
        rows = list(self._rows.values())
        row = self._row_of(self.screen.focused)
        if row is None or _takes_enter(row):
            raise SkipAction
        following = rows.index(row) + 1
        if following < len(rows):
            # At once: `focus()` would come after the keys that follow.
            self.screen.set_focus(rows[following].part)
        else:
            self.post_message(self.Completed())

    def on_input_truncated(self, event: InputTruncated) -> None:
        """Say that not everything that came in could stay."""
        event.stop()
        if self._current is not None:
            # After the change that comes with it, which would take the words away again.
            words = tr("form.cut", room=event.limit)
            self.call_after_refresh(self._current.show_fault, words)

    def _part_changed(self, part: Widget, event: Message) -> None:
        event.stop()
        row = self._row_of(part)
        if row is None:
            return
        row.update_feedback()
        if row is self._current:
            self._show_help()
        self.post_message(self.Changed(self, row.field.name))

    def _row_of(self, part: Widget | None) -> FormRow | None:
        return next((row for row in self._rows.values() if row.part is part), None)

    def _show(self, row: FormRow) -> None:
        self._region.scroll_to_widget(row, animate=False)

    def _show_help(self) -> None:
        """The help of the field in focus, or what is not understood of its date so far."""
        row = self._current
        if row is None:
            return
        unread = row.part.fault() if isinstance(row.part, DateInput) and not row.faulty else ""
        self._help.update(unread or row.field.help)
