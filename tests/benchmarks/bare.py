"""A bare Textual application with three standard panes, for comparison.

Run by its path: `python bare.py document.json [LINE COLUMN]`, so that it loads nothing of ours.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import DataTable, Label, ListItem, ListView, TextArea


class Bare(App[None]):
    """A list, a text area and a table."""

    AUTO_FOCUS = "TextArea"
    CSS = "ListView { width: 28; } DataTable { height: 9; }"

    def __init__(self, document: Path, place: tuple[int, int]) -> None:
        super().__init__()
        self._document = json.loads(document.read_text(encoding="utf-8"))
        self._place = place

    def compose(self) -> ComposeResult:
        """The list beside the text above the table."""
        with Horizontal():
            yield ListView(*(ListItem(Label(item)) for item in self._document["items"]))
            with Vertical():
                yield TextArea(self._document["notes"])
                yield DataTable()

    def on_mount(self) -> None:
        """Fill the table, and move the caret to the requested position."""
        table = self.query_one(DataTable)
        table.add_columns(*self._document["columns"])
        table.add_rows(self._document["agreements"])
        self.query_one(TextArea).move_cursor(self._place)


if __name__ == "__main__":
    line, column = (int(word) - 1 for word in (sys.argv[2:4] or ("1", "1")))
    Bare(Path(sys.argv[1]), (line, column)).run()
