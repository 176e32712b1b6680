"""The terminal cursor as the caret, if the driver can place it.

A caret that is drawn costs bytes at every key, and screen readers do not follow it. The terminal
cursor costs none, and blinks as the user has configured.
"""

from __future__ import annotations

from typing import Any

from textual.app import App, ScreenStackError
from textual.geometry import Offset
from textual.widget import Widget

from ...widgets.primitives.cursor import TERMINAL_CARET, caret_on_screen
from ...widgets.primitives.row_list import RowList


class TerminalCursor:
    """Finds for the driver where the caret of an application is."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._in_use = False
        self.reported = Offset(0, 0)
        """The position that a widget reported last."""

    def use(self) -> None:
        """Draw no caret: the driver shows the terminal cursor. Call it before the app runs."""
        self._in_use = True
        self._app.add_class(TERMINAL_CARET)

    @property
    def is_shown(self) -> bool:
        """Whether to show the terminal cursor: the focused widget has a caret in view."""
        return self._in_use and caret_on_screen(self._typed_in) is not None

    @property
    def position(self) -> Offset:
        """The cell of the terminal cursor, also while it is hidden.

        Computed each time, as widgets report it before they are laid out or scrolled: the caret, or
        else the selected row of a list. Without either it is the position last reported.
        """
        focused = self._typed_in
        found = caret_on_screen(focused)
        if found is None and isinstance(focused, RowList):
            found = focused.selected_cell
        return self.reported if found is None else found

    @property
    def _typed_in(self) -> Widget | None:
        try:
            return self._app.focused
        except ScreenStackError:
            return None
