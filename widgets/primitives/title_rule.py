"""The widget of the line above a pane, and of a line between two parts of one."""

from __future__ import annotations

from ..drawing.title_rule import Title, hidden_counts, title_rule
from .line_widget import LineWidget


class TitleRule(LineWidget):
    """One row: a name, and numbers at the right. It is heavy while its pane has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Title()
        self._hidden = ""
        self._focused = False

    def show_title(self, title: Title) -> None:
        """Show this name and these numbers."""
        if title != self._title:
            self._title = title
            self.lay_out()

    def show_hidden(self, above: int, below: int) -> None:
        """Show how many lines are out of view."""
        hidden = hidden_counts(above, below)
        if hidden != self._hidden:
            self._hidden = hidden
            self.lay_out()

    def show_focus(self, focused: bool) -> None:
        """Show whether the pane has the focus."""
        if focused != self._focused:
            self._focused = focused
            self.lay_out()

    def lay_out(self) -> None:
        """Lay out the line again."""
        width = self.size.width
        self.set_lines([title_rule(width, self._title, hidden=self._hidden, focused=self._focused)])
