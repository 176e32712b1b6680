"""The detail of what has the cursor: a title rule, and lines below it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from ..drawing.desk.detail import Detail
from ..drawing.roles import Role
from ..primitives.line_widget import LineWidget
from ..primitives.title_rule import TitleRule


class _Lines(LineWidget):
    """The lines of a detail, with a blank at either side."""

    DEFAULT_CSS = """
    _Lines { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._detail = Detail()

    def show(self, detail: Detail) -> None:
        """Show the lines of this detail."""
        self._detail = detail
        self.lay_out()

    def lay_out(self) -> None:
        """Lay out the lines again."""
        width, height = self.size
        lines = self._detail.lines(width - 1, height) if width > 1 else []
        self.set_lines([((" ", Role.PLAIN), *line) for line in lines])


class DetailView(Widget):
    """A detail; `show` sets which."""

    DEFAULT_CSS = """
    DetailView { height: 7; layout: vertical; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.rule = TitleRule()
        self._lines = _Lines()

    def compose(self) -> ComposeResult:
        """Yield the title and the lines."""
        yield self.rule
        yield self._lines

    def show(self, detail: Detail) -> None:
        """Show this detail."""
        self.rule.show_title(detail.title)
        self._lines.show(detail)
