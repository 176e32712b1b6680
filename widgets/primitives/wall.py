"""The widget of the wall between two panes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from textual import events
from textual.geometry import Offset
from textual.message import Message

from ..drawing.roles import Role
from ..drawing.wall import WALL, Weight, joint
from ..drawing.wrapping import Line
from .line_widget import LineWidget
from .title_rule import TitleRule


class Wall(LineWidget):
    """One column, with a joint in each row where one of the `rules` meets it.

    A cell beside a pane with the focus takes the colour of the focus: `focused` returns whether the
    pane beside this cell of the screen has it, and `heavy` whether a rule is that of this pane.
    """

    @dataclass
    class Dragged(Message):
        """The mouse moves this wall to a column of the screen, from 0."""

        wall: Wall
        x: int

    DEFAULT_CSS = """
    Wall { width: 1; height: 1fr; }
    """

    def __init__(
        self,
        rules: Sequence[TitleRule],
        focused: Callable[[Offset], bool],
        heavy: Callable[[TitleRule], bool],
    ) -> None:
        super().__init__()
        self._rules = rules
        self._focused, self._heavy = focused, heavy
        self._moves = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to move the wall."""
        event.stop()
        self._moves = True
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the wall while the button is held."""
        if self._moves and round(event.screen_x) != self.region.x:
            event.stop()
            self.post_message(self.Dragged(self, round(event.screen_x)))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Leave the wall where it is."""
        event.stop()
        self._moves = False
        self.release_mouse()

    def on_mount(self) -> None:
        """Draw the wall again after each layout of the screen, as that may move a rule."""
        layouts = self.screen.screen_layout_refresh_signal
        layouts.subscribe(self, lambda _: self.lay_out(), immediate=True)

    def lay_out(self) -> None:
        """Draw the wall again: call it when the focus moved."""
        left: dict[int, Weight] = {}
        right: dict[int, Weight] = {}
        for rule, weight in self._rules_shown():
            begin, end = rule.region.x, rule.region.right
            if begin <= self.region.x <= end:
                left[rule.region.y] = weight
            if begin <= self.region.x + 1 < end:
                right[rule.region.y] = weight
        self.set_lines([self._cell(y, left, right) for y in range(self.size.height)])

    def _rules_shown(self) -> Iterator[tuple[TitleRule, Weight]]:
        for rule in self._rules:
            if rule.is_attached and rule.is_on_screen:
                yield rule, Weight.HEAVY if self._heavy(rule) else Weight.LIGHT

    def _cell(self, y: int, left: dict[int, Weight], right: dict[int, Weight]) -> Line:
        x, row = self.region.x, self.region.y + y
        sides = left.get(row, Weight.NONE), right.get(row, Weight.NONE)
        ends = all(sides) and y == self.size.height - 1
        sign = joint(*sides, up=y > 0, down=not ends) if any(sides) else WALL
        return ((sign, Role.RULE_FOCUSED if self._focused(Offset(x, row)) else Role.RULE),)
