"""The terminal's own cursor as the caret, where the driver can place it.

A drawn caret costs bytes at every key and is followed by no screen reader. The terminal's own costs
none, and blinks as its owner likes it.
"""

from __future__ import annotations

from textual.app import App, ReturnType, ScreenStackError
from textual.geometry import Offset
from textual.widget import Widget

from ...widgets.primitives.cursor import TERMINAL_CARET, caret_on_screen


class TerminalCursor(App[ReturnType], inherit_bindings=False):
    """An application that knows where the caret is whenever the driver asks."""

    _uses_terminal_cursor = False
    _reported_position = Offset(0, 0)

    def use_terminal_cursor(self) -> None:
        """Draw no caret: the driver shows the terminal's cursor. To be called before it runs."""
        self._uses_terminal_cursor = True
        self.add_class(TERMINAL_CARET)

    @property
    def terminal_caret(self) -> bool:
        """Whether the terminal's cursor is to be shown: somebody types, at a place in view."""
        return self._uses_terminal_cursor and caret_on_screen(self._typed_in) is not None

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor belongs.

        Found anew whenever it is asked for: widgets tell it before they are laid out or scrolled.
        Without a caret in view it is what they told last.
        """
        found = caret_on_screen(self._typed_in)
        return self._reported_position if found is None else found

    @cursor_position.setter
    def cursor_position(self, position: Offset) -> None:
        self._reported_position = position

    @property
    def _typed_in(self) -> Widget | None:
        try:
            return self.focused
        except ScreenStackError:
            return None
