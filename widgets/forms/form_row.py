"""A row of a form: a field with its label and its fault."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal

from ..drawing.roles import Role
from .choice import Choice, StackedChoice
from .field import LineInput, Paragraph
from .form_field import Field
from .form_lines import Below, FieldBody, Label, Understood
from .interpreted_input import DateInput, InterpretedInput, TimeInput
from .listed_choice import ListedChoice

Part = LineInput | Paragraph | Choice | ListedChoice
"""The input widget of a field."""


class FormRow(Horizontal):
    """The widget of one field, with its label and its fault."""

    DEFAULT_CSS = """
    FormRow {
        height: auto;
        .row--line { height: auto; margin-left: 2; }
        Understood { width: 19; display: none; }
        Below { margin-left: 2; display: none; }
        &.-below Below { display: block; }
        &.-interpreted Understood { display: block; }
        &.-stacked Label { display: none; }
        &.-stacked .row--line { margin-left: 0; }
    }
    """

    def __init__(self, field: Field, today: date, language: str, label_width: int) -> None:
        super().__init__(classes="-interpreted" if field.kind in ("date", "time") else None)
        self.set_class(field.stacked, "-stacked")
        self.field = field
        self.part = _make_part(field, today, language)
        self._label = Label(field.label, label_width)
        self._body = FieldBody(edge=not field.stacked)
        self._understood = Understood()
        self._understood.show(self._interpret())
        self._below = Below()
        self._asked = {self.part.read()}
        """The values that are not to be asked about any more."""

    def compose(self) -> ComposeResult:
        """Yield the label, and beside it the field above its fault."""
        yield self._label
        with self._body:
            with Horizontal(classes="row--line"):
                yield self.part
                yield self._understood
            yield self._below

    def on_click(self) -> None:
        """Move the focus to the field, wherever in the row the click was."""
        if not self.part.has_focus:
            self.part.focus()

    @property
    def accepts_any_text(self) -> bool:
        """Whether any text is a valid value."""
        any_kind = self.field.kind in ("line", "wrapped", "paragraph")
        return any_kind and self.field.check is None

    @property
    def takes_enter(self) -> bool:
        """Whether Enter inserts a new line."""
        leaves = self.field.leave_at_ends and not self.part.read()
        return self.field.kind == "paragraph" and not leaves

    @property
    def faulty(self) -> bool:
        """Whether a fault is shown."""
        return self.has_class("-faulty")

    def fault(self) -> str:
        """Return the message why the present value is invalid; "" if it is valid."""
        value = self.part.read()
        if not value:
            return self.field.required
        part = self.part
        if isinstance(part, (InterpretedInput, ListedChoice)) and (words := part.fault()):
            return words
        return self.field.check(value) if self.field.check else ""

    def show_fault(self, words: str) -> None:
        """Show `words` under the field as its fault; "" removes the fault."""
        remedy = self.part.remedy() if isinstance(self.part, InterpretedInput) and words else ""
        self._show_below(f"! {words}" if words else "", Role.FAULT, remedy)
        self.set_class(bool(words), "-faulty")

    def show_note(self, words: str) -> None:
        """Show `words` under the field until its value changes; "" removes them."""
        self._show_below(words, Role.MISSING)

    def ask_once(self) -> None:
        """Ask under the field about its value, if that is to be asked and never was."""
        value = self.part.read()
        if self.field.question is None or self.faulty or value in self._asked:
            return
        self._asked.add(value)
        if words := self.field.question(value):
            self._show_below(f"? {words}", Role.MISSING)

    def mark(self, focused: bool) -> None:
        """Show or hide the mark of the focus: `>` and a heavy edge, so not by colour alone."""
        self._label.show_focus(focused)
        self._body.show_focus(focused)

    def show_label_above(self, above: bool) -> None:
        """Show the label above the field, or beside it."""
        self._label.show_above(above)

    def update_feedback(self) -> None:
        """Show what was understood; update the fault if one is shown."""
        self._understood.show(self._interpret())
        if self.faulty:
            self.show_fault(self.fault())
        elif self.has_class("-below"):
            self._show_below("", Role.FAULT)

    def _show_below(self, words: str, role: Role, remedy: str = "") -> None:
        self._below.show(words, role, remedy)
        self.set_class(bool(words), "-below")

    def _interpret(self) -> tuple[str, ...]:
        return self.part.interpretations() if isinstance(self.part, InterpretedInput) else ()


def _make_part(field: Field, today: date, language: str) -> Part:
    """Make the input widget of a field."""
    if field.kind == "listed":
        return ListedChoice(field.listed, field.value)
    if field.kind == "choice" and field.stacked:
        return StackedChoice(field.options, field.value)
    if field.kind == "choice":
        return Choice(field.options, field.value)
    if field.kind == "date":
        return DateInput(field.value, today=today, language=language, offer=field.offer)
    if field.kind == "time":
        return TimeInput(field.value)
    if field.kind == "line":
        return LineInput(
            field.value,
            field.suggestions,
            replace_on_typing=field.replace_on_typing,
            offer=field.offer,
        )
    return Paragraph(
        field.value,
        wrapped=field.kind == "wrapped",
        rows=field.rows,
        leave_at_ends=field.leave_at_ends,
        placeholder=field.placeholder,
    )
