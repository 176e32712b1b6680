"""The explanation of one checklist item, and the answers to it, under the list."""

from __future__ import annotations

from collections.abc import Sequence

from ..primitives.line_widget import LineWidget
from ..primitives.wrapping import ELLIPSIS, Line, Piece, wrap_pieces

StyledText = Sequence[Piece]


class ItemDetail(LineWidget):
    """The full explanation of one item, and the remarks and ratings of the partners."""

    DEFAULT_CSS = """
    ItemDetail {
        height: 33%;
        border-top: solid $foreground-muted;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._explanation: Sequence[StyledText] = ()
        self._remarks: Sequence[StyledText] = ()

    def show(self, explanation: Sequence[StyledText], remarks: Sequence[StyledText]) -> None:
        """Show both; if they do not fit, the explanation is truncated first."""
        self._explanation, self._remarks = explanation, remarks
        self.lay_out()

    def lay_out(self) -> None:
        """Lay out the text again."""
        width, height = self.size
        explanation = [line for part in self._explanation for line in wrap_pieces(part, width - 3)]
        remarks = [line for part in self._remarks for line in wrap_pieces(part, width - 3)]
        room = max(height - len(remarks), (height + 1) // 2)
        lines = _truncate(explanation, room)
        lines += _truncate(remarks, height - len(lines))
        self.set_lines([((" ", ""), *line) for line in lines])


def _truncate(lines: list[Line], count: int) -> list[Line]:
    """Return the first `count` lines, with an ellipsis if there are more."""
    if len(lines) <= count or count < 1:
        return lines[: max(0, count)]
    *first, last = lines[:count]
    return [*first, (*last, (f" {ELLIPSIS}", ""))]
