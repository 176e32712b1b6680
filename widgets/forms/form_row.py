"""A row of a form: a field with its label and its fault."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from .choice import Choice, StackedChoice
from .field import LineInput, Paragraph
from .form_field import Field
from .interpreted_input import DateInput, InterpretedInput, TimeInput
from .listed_choice import ListedChoice

Part = LineInput | Paragraph | Choice | ListedChoice
"""The input widget of a field."""


class FormRow(Horizontal):
    """The widget of one field, with its label and its fault."""

    DEFAULT_CSS = """
    FormRow {
        height: auto;
        .row--label { height: 1; }
        .row--body { width: 1fr; height: auto; border-left: solid $foreground; }
        .row--line { height: auto; }
        .row--reading { width: 19; height: 1; padding-left: 1; display: none; }
        .row--fault { height: auto; display: none; text-style: bold; color: $error; }
        &.-below .row--fault { display: block; }
        &.-interpreted .row--reading { display: block; }
        &.-stacked .row--label { display: none; }
        &.-stacked .row--body { border-left: none; }
    }
    """

    def __init__(self, field: Field, today: date, language: str, label_width: int) -> None:
        super().__init__(classes="-interpreted" if field.kind in ("date", "time") else None)
        self.set_class(field.stacked, "-stacked")
        self.field = field
        self.part = _make_part(field, today, language)
        self.label = Static(f"  {field.label}", classes="row--label", markup=False)
        self.label.styles.width = label_width
        self._interpretation = Static(self._interpret(), classes="row--reading", markup=False)
        self._fault = Static("", classes="row--fault", markup=False)
        self._asked = {self.part.read()}
        """The values that are not to be asked about any more."""

    def compose(self) -> ComposeResult:
        """Yield the label, and beside it the field above its fault."""
        yield self.label
        with Vertical(classes="row--body"):
            with Horizontal(classes="row--line"):
                yield self.part
                yield self._interpretation
            yield self._fault

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
        self._show_below(f"! {words}" if words else "")
        self.set_class(bool(words), "-faulty")

    def ask_once(self) -> None:
        """Ask under the field about its value, if that is to be asked and never was."""
        value = self.part.read()
        if self.field.question is None or self.faulty or value in self._asked:
            return
        self._asked.add(value)
        if words := self.field.question(value):
            self._show_below(f"? {words}")

    def mark(self, focused: bool) -> None:
        """Show or hide the mark of the focus: `>` and bold, so not by colour alone."""
        text = f"{'>' if focused else ' '} {self.field.label}"
        self.label.update(Content.styled(text, "bold" if focused else ""))

    def update_feedback(self) -> None:
        """Show what was understood; update the fault if one is shown."""
        self._interpretation.update(self._interpret())
        if self.faulty:
            self.show_fault(self.fault())
        elif self.has_class("-below"):
            self._show_below("")

    def _show_below(self, words: str) -> None:
        self._fault.update(words)
        self.set_class(bool(words), "-below")

    def _interpret(self) -> str:
        return self.part.interpretation() if isinstance(self.part, InterpretedInput) else ""


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
