"""The layout of the desk: the sizes of its panes, and the walls between them."""

from __future__ import annotations

from textual.geometry import Size

from ....widgets.drawing.desk_geometry import Arrangement, DeskGeometry, desk_geometry
from ....widgets.primitives.title_rule import TitleRule
from ....widgets.primitives.wall import Wall
from ...controllers.context.panes import DeskPane, Panes

_HEADER_AND_FOOTER = 2
"""Rows of the screen that are not for the panes."""


class DeskLayout:
    """Gives the panes their sizes, and draws the walls."""

    def __init__(self, panes: Panes) -> None:
        self._panes = panes
        self._geometry = DeskGeometry(Arrangement.TWO, 0, 0)
        self._enlarged = False
        left = [panes.checklist.rule, panes.checklist.detail.rule]
        right = [panes.agreements.rule, panes.agreements.detail.rule]
        talk = [panes.notes.rule, panes.agreements.rule]
        self.left_wall = Wall(left, talk, self._is_beside_focus, self._is_heavy)
        self.right_wall = Wall([panes.notes.rule], right, self._is_right_of_focus, self._is_heavy)
        self.right_wall.display = False

    def arrange(self, size: Size) -> Arrangement:
        """Lay the panes out for a screen of this size; return how they stand."""
        self._geometry = desk_geometry(size.width, size.height - _HEADER_AND_FOOTER)
        self._apply()
        return self._geometry.arrangement

    def enlarge(self, enlarged: bool) -> None:
        """Let the active pane take all the room, or lay all of them out again."""
        self._enlarged = enlarged
        self._apply()

    def draw_walls(self) -> None:
        """Draw the walls again, after the focus or a title moved."""
        for wall in (self.left_wall, self.right_wall):
            if wall.is_attached:
                wall.lay_out()

    def _apply(self) -> None:
        arrangement, width, size = self._geometry
        checklist, agreements = self._panes.checklist, self._panes.agreements
        alone = self._enlarged or arrangement is Arrangement.ONE
        abreast = not alone and arrangement is Arrangement.THREE
        checklist.styles.width = "1fr" if alone else width
        agreements.styles.width = size if abreast else "1fr"
        agreements.styles.height = "1fr" if alone or abreast else size
        self.right_wall.display = abreast

    def _is_beside_focus(self, y: int) -> bool:
        """Return whether the focus is beside the left wall in this row of the screen."""
        active = self._panes.active
        if active is self._panes.checklist:
            return True
        return self._is_touching(active, y) and active.region.x == self.left_wall.region.x + 1

    def _is_right_of_focus(self, y: int) -> bool:  # noqa: ARG002 - the pane is as high as the wall
        return self._panes.active is not self._panes.checklist

    def _is_heavy(self, rule: TitleRule) -> bool:
        return rule is self._panes.active.rule

    @staticmethod
    def _is_touching(pane: DeskPane, y: int) -> bool:
        return pane.region.y <= y < pane.region.bottom
