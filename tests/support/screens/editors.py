"""Notes panes that tell more, or do less, than those of the program."""

from __future__ import annotations

from typing import ClassVar

from textual.strip import Strip

from afspraak.data.model.edits import Write
from afspraak.data.text.splice import Splice
from afspraak.widgets.messages import EditRequested
from afspraak.widgets.notes.editor import NotesEditor
from afspraak.widgets.notes.pane import NotesPane

from .widget_holder import Writing


class DelayedWriting(Writing):
    """Carries edits out only when told to, so that others' changes come in between."""

    def __init__(self) -> None:
        super().__init__(NotesPane(), ("one two\nthree 漢字 four\n\nfive 😀", "manager"))
        self.waiting: list[EditRequested] = []

    def carry_out(self, message: EditRequested) -> None:
        self.waiting.append(message)

    def arrive(self) -> None:
        for message in self.waiting:
            write = message.edit
            assert isinstance(write, Write)
            length = len(self.notes)
            assert 0 <= write.start <= write.start + write.deleted <= length
            self.change(Splice(write.start, write.deleted, write.text, "manager"), written=True)
        self.waiting.clear()


DRAWN_CARET_CSS = """
Screen .text-area--cursor, Screen .input--cursor {
    background: transparent; color: $foreground; text-style: underline;
}
"""
"""A drawn caret that nothing else looks like."""


class PaintCounter(NotesEditor):
    """Remembers which rows were painted."""

    rows: ClassVar[list[int]] = []

    def render_line(self, y: int) -> Strip:
        self.rows.append(y)
        return super().render_line(y)
