"""Notes panes that show more than those of the program."""

from __future__ import annotations

from typing import ClassVar

from textual.strip import Strip

from afspraak.widgets.notes.editor import NotesEditor

DRAWN_CARET_CSS = """
Screen .text-area--cursor, Screen .input--cursor {
    background: transparent; color: $foreground; text-style: underline;
}
"""
"""A unique style for the drawn caret."""


class PaintCounter(NotesEditor):
    """Records the painted rows."""

    rows: ClassVar[list[int]] = []

    def render_line(self, y: int) -> Strip:
        self.rows.append(y)
        return super().render_line(y)
