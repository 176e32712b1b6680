"""The heading of a section of a list, with how many rows it has."""

from __future__ import annotations

from ...data.lazy_dataclass import dataclass
from .list_row import ListRow
from .roles import Role
from .wrapping import Line, fit, line_width


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow(ListRow):
    """The heading of a section: its name, and how many rows it has."""

    count: int
    hint: str = ""
    """What to do to see those that are folded away."""
    hint_key: str = ""

    def height(self, width: int) -> int | None:  # noqa: ARG002 - of any width
        """Return 1."""
        return 1

    def lines(self, width: int) -> list[Line]:
        """Return the one line."""
        line: Line = ((self.text, Role.HEADING), (f" {self.count}", Role.DIM))
        hint: Line = (("   ", Role.PLAIN), (self.hint_key, Role.KEY), (f" {self.hint}", Role.DIM))
        if self.hint and line_width((*line, *hint)) <= width:
            return [(*line, *hint)]
        return [line if line_width(line) <= width else ((fit(self.text, width), Role.HEADING),)]
