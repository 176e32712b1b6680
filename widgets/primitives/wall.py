"""The widget of the wall between two panes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..drawing.roles import Role
from ..drawing.wall import WALL, Weight, joint
from ..drawing.wrapping import Line
from .line_widget import LineWidget
from .title_rule import TitleRule


class Wall(LineWidget):
    """One column, with a joint in each row where a title rule meets it.

    `left` and `right` are the rules beside it, of which one may be `heavy`. A cell beside a pane
    with the focus takes the colour of the focus: `focused` returns whether the pane beside this row
    of the screen has it.
    """

    DEFAULT_CSS = """
    Wall { width: 1; height: 1fr; }
    """

    def __init__(
        self,
        left: Sequence[TitleRule],
        right: Sequence[TitleRule],
        focused: Callable[[int], bool],
        heavy: Callable[[TitleRule], bool],
    ) -> None:
        super().__init__()
        self._left, self._right = left, right
        self._focused, self._heavy = focused, heavy

    def lay_out(self) -> None:
        """Draw the wall again: call it when a title moved or the focus did."""
        top = self.region.y
        left, right = self._weights(self._left), self._weights(self._right)
        self.set_lines([self._cell(top + y, left, right) for y in range(self.size.height)])

    def _cell(self, y: int, left: dict[int, Weight], right: dict[int, Weight]) -> Line:
        lit = self._focused(y)
        sides = left.get(y, Weight.NONE), right.get(y, Weight.NONE)
        first = y == self.region.y
        sign = joint(*sides, up=not first) if any(sides) else WALL
        return ((sign, Role.RULE_FOCUSED if lit else Role.RULE),)

    def _weights(self, rules: Sequence[TitleRule]) -> dict[int, Weight]:
        """Return the weight of each rule that is shown, by its row on the screen."""
        return {
            rule.region.y: Weight.HEAVY if self._heavy(rule) else Weight.LIGHT
            for rule in rules
            if rule.is_attached and rule.region
        }
