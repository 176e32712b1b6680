"""The widget of `drawing.approval_lines`: where both stand, what lacks, and the digest."""

from __future__ import annotations

from datetime import date

from ...widgets.drawing.beside.approval_lines import Standing
from ...widgets.drawing.roles import Role
from ...widgets.primitives.line_widget import LineWidget


class StandingLines(LineWidget):
    """The lines, below a blank one, in all the room that is left."""

    DEFAULT_CSS = """
    StandingLines { height: 1fr; }
    """

    def __init__(self, standing: Standing, today: date) -> None:
        super().__init__()
        self._standing, self._today = standing, today

    def lay_out(self) -> None:
        """Lay out the lines again."""
        width, height = self.size
        if width < 3:
            return
        self.styles.min_height = 1 + self._standing.least_rows(width - 2, self._today)
        lines = self._standing.lines(width - 2, height - 1, self._today)
        self.set_lines([(), *(((" ", Role.PLAIN), *line) for line in lines)])
