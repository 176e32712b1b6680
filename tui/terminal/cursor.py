"""The terminal cursor as the caret, if the driver can place it.

A caret that is drawn costs bytes at every key, and screen readers do not follow it. The terminal
cursor costs none, and blinks as the user has configured.
"""

from __future__ import annotations

from textual.app import App, ReturnType, ScreenStackError
from textual.geometry import Offset
from textual.widget import Widget

from ...widgets.primitives.cursor import TERMINAL_CARET, caret_on_screen


class TerminalCursor(App[ReturnType], inherit_bindings=False):
    """An application that gives the driver the position of the caret."""

    _uses_terminal_cursor = False
    _reported_position = Offset(0, 0)

    def use_terminal_cursor(self) -> None:
        """Draw no caret: the driver shows the terminal cursor. Call it before the app runs."""
        self._uses_terminal_cursor = True
        self.add_class(TERMINAL_CARET)

    @property
    def terminal_caret(self) -> bool:
        """Whether to show the terminal cursor: the focused widget has a caret in view."""
        return self._uses_terminal_cursor and caret_on_screen(self._typed_in) is not None

    @property
    def cursor_position(self) -> Offset:
        """The cell of the terminal cursor.

        Computed each time, as widgets report it before they are laid out or scrolled. Without a
        caret in view it is the position last reported.
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
