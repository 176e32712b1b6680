"""The checklist as a rail; see `drawing.desk.rail`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from textual import events

from ...data.model.conversation import ChecklistItem
from ...data.text.sanitize import clean_line
from ..drawing.desk.rail import Section, rail
from ..messages import KeyClicked
from ..primitives.line_widget import LineWidget


class RailView(LineWidget):
    """The sections of the checklist, of which that of the caret in the notes is open."""

    DEFAULT_CSS = """
    RailView { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._items: Sequence[ChecklistItem] = ()
        self._open = self._key = ""

    def show_items(self, items: Sequence[ChecklistItem]) -> None:
        """Show these items, which are in the order of their sections."""
        if items != self._items:
            self._items = items
            self.lay_out()

    def show_section(self, section: str, key: str) -> None:
        """Open this section; `key` opens the list."""
        if (section, key) != (self._open, self._key):
            self._open, self._key = section, key
            self.lay_out()

    def on_click(self, event: events.Click) -> None:
        """Press the key that opens the list."""
        if self._key:
            event.stop()
            self.post_message(KeyClicked(self._key))

    def lay_out(self) -> None:
        """Lay out the lines again, once there is room."""
        if all(self.size):
            groups = groupby(self._items, key=lambda item: item.section)
            sections: list[Section] = [(clean_line(name), list(group)) for name, group in groups]
            self.set_lines(rail(sections, self._open, *self.size, self._key))
