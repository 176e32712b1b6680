"""The buttons under a form or a question: beside each other, and on further rows where narrow."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Horizontal
from textual.geometry import NULL_OFFSET, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from .field import Button

_GAP = 1
"""Columns between two buttons."""


def places(widths: Sequence[int], room: int) -> list[tuple[int, int]]:
    """Return column and row of boxes of these widths in `room` columns, each whole on its row."""
    found: list[tuple[int, int]] = []
    column = row = 0
    for width in widths:
        if column and column + width > room:
            column, row = 0, row + 1
        found.append((column, row))
        column += width + _GAP
    return found


class _Flow(Layout):
    """Put widgets of one row beside each other, and those without room on the next row."""

    name = "flow"

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,  # noqa: ARG002 - the signature of Textual
    ) -> ArrangeResult:
        """Return the places of the widgets."""
        viewport = parent.app.viewport_size
        widths = [child.get_content_width(size, viewport) for child in children]
        return [
            WidgetPlacement(Region(x, y, width, 1), NULL_OFFSET, child.styles.margin, child)
            for child, width, (x, y) in zip(
                children, widths, places(widths, size.width), strict=True
            )
        ]


class ButtonRow(Horizontal):
    """Buttons that are whole at any width of at least the longest."""

    DEFAULT_CSS = """
    ButtonRow { height: auto; }
    """

    def __init__(self, *buttons: Button) -> None:
        super().__init__(*buttons, classes="buttons")
        self._flow = _Flow()

    @property
    def layout(self) -> Layout:
        """The layout, in place of the one of the style."""
        return self._flow

    def rows(self, width: int) -> int:
        """Return how many rows the buttons take in `width` columns."""
        widths = [
            child.get_content_width(Size(width, 1), Size(width, 1)) for child in self.children
        ]
        return 1 + max((row for _, row in places(widths, width)), default=0)
