"""An application without the parts of Textual that afspraak does not use."""

from __future__ import annotations

from textual.app import App, ReturnType
from textual.driver import Driver


class PlainApp(App[ReturnType]):
    """An application without toasts and tooltips, whose style sheet is parsed once at the start."""

    def __init__(self, driver: type[Driver] | None) -> None:
        super().__init__(driver)
        # Every screen would get widgets for both, and style them.
        self._disable_notifications = self._disable_tooltips = True

    def refresh_css(self, animate: bool = True) -> None:
        """Parse and apply the style sheet; before there is a screen only note its variables.

        The first screen parses it with them.
        """
        if self._screen_stacks.get(self._current_mode):
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())
