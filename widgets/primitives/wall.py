"""The widget of the wall between two panes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.geometry import Offset
from textual.message import Message

from ..drawing.wall import WallRule, wall_lines
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
        rules = [
            WallRule(rule.region.x, rule.region.y, rule.region.width, self._heavy(rule))
            for rule in self._rules
            if rule.is_attached and rule.is_on_screen
        ]
        x, y, _, height = self.region
        self.set_lines(
            wall_lines(x, range(y, y + height), rules, lambda row: self._focused(Offset(x, row)))
        )
