"""The layout of the desk: the places of its panes, and the walls between them."""

from __future__ import annotations

from textual.geometry import Offset, Size
from textual.widget import Widget

from ....widgets.drawing.desk.desk_geometry import DeskMode, desk_geometry
from ....widgets.primitives.title_rule import TitleRule
from ....widgets.primitives.wall import Wall
from ...controllers.context.panes import Panes

_HEADER_AND_FOOTER = 2
"""Rows of the screen that are not for the panes."""


class DeskLayout:
    """Gives the panes their places, and draws the walls."""

    def __init__(self, panes: Panes) -> None:
        self._panes = panes
        self._size = Size()
        self._mode = DeskMode.PANES
        """What F12 asked for; `mode` is what applies."""
        self.chosen_width = 0
        """The columns that were chosen for the checklist; 0 for those of the design."""
        rules = [pane.rule for pane in panes.all]
        rules += [panes.checklist.detail.rule, panes.agreements.detail.rule]
        rules += [panes.agreements.timeline.rule, panes.agreements.people.rule]
        self.left_wall, self.right_wall = (
            Wall(rules, self._is_lit, self._is_heavy) for _ in range(2)
        )

    @property
    def widgets(self) -> tuple[Widget, ...]:
        """The panes and the walls."""
        return (*self._panes.all, self.left_wall, self.right_wall)

    @property
    def mode(self) -> DeskMode:
        """What the desk is used for: a talk only while the checklist has no focus."""
        in_list = self._panes.active is self._panes.checklist
        return DeskMode.PANES if self._mode is DeskMode.TALK and in_list else self._mode

    def arrange(self, size: Size) -> None:
        """Lay the panes out for a screen of this size."""
        self._size = size
        self.apply()

    @property
    def next_mode(self) -> DeskMode:
        """The mode that F12 stands for in the active pane."""
        if self.mode is not DeskMode.PANES:
            return DeskMode.PANES
        in_notes = self._panes.active is self._panes.notes
        return DeskMode.TALK if in_notes else DeskMode.LARGE

    @property
    def width(self) -> int | None:
        """The columns of the checklist beside the notes; None while it stands there not."""
        both = self.mode is DeskMode.PANES and self._geometry.left_wall is not None
        return self._geometry.checklist.width if both and self._geometry.checklist else None

    def choose_width(self, columns: int) -> None:
        """Give the checklist so many columns, as far as there is room."""
        self.chosen_width = columns
        self.apply()
        self.chosen_width = self.width or columns

    def switch(self) -> None:
        """Enter or leave the mode that F12 stands for in the active pane."""
        self._mode = self.next_mode
        self.apply()

    def apply(self) -> None:
        """Put each part into its place, after the size, the mode or the active pane changed."""
        self._geometry = geometry = desk_geometry(
            self._size.width,
            self._size.height - _HEADER_AND_FOOTER,
            self.mode,
            str(self._panes.active.id),
            self.chosen_width,
        )
        self._panes.checklist.show_as_rail(self.mode is DeskMode.TALK)
        parts = (
            (self._panes.checklist, geometry.checklist),
            (self.left_wall, geometry.left_wall),
            (self._panes.notes, geometry.notes),
            (self.right_wall, geometry.right_wall),
            (self._panes.agreements, geometry.agreements),
        )
        for widget, box in parts:
            widget.display = box is not None
            if box is not None:
                widget.styles.offset = (box.x, box.y)
                widget.styles.width, widget.styles.height = box.width, box.height

    def draw_walls(self) -> None:
        """Draw the walls again, after the focus or a title moved."""
        for wall in (self.left_wall, self.right_wall):
            if wall.is_attached and wall.display:
                wall.lay_out()

    def _is_lit(self, cell: Offset) -> bool:
        """Return whether the pane with the focus touches this cell of a wall."""
        pane = self._panes.active.region
        return pane.x - 1 <= cell.x <= pane.right and pane.y <= cell.y < pane.bottom

    def _is_heavy(self, rule: TitleRule) -> bool:
        return rule is self._panes.active.rule
