"""A dialog as a whole screen where that is narrow: a line with its title above, its keys below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen

from ....widgets.chrome.footer import Footer
from ....widgets.drawing.footer_line import KeyHint
from ....widgets.drawing.title_rule import Title
from ....widgets.primitives.title_rule import TitleRule

WIDE = 100
"""From this many columns on, a dialog is a box in the middle."""


class WholeScreen:
    """The title rule and the footer of a dialog, which are shown while the screen is narrow."""

    def __init__(self, dialog: Screen[Any]) -> None:
        self._dialog = dialog
        self.applies = False
        """Whether the dialog takes the whole screen, but for the first row."""
        self.rule, self.keys = TitleRule(), Footer()
        self.rule.add_class("whole--part")
        self.keys.add_class("whole--part")

    def show(self, title: str, keys: Sequence[KeyHint]) -> None:
        """Show this title and these keys, in the room that there is now."""
        self.applies = self._dialog.app.size.width < WIDE
        self._dialog.set_class(self.applies, "-whole")
        self.rule.show_title(Title((title,)))
        self.rule.show_focus(True)
        self.keys.show_pairs(keys)
