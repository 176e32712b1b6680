"""Find words on the desk, and go to a hit of a search in the notebook."""

from __future__ import annotations

from typing import Protocol

from .context.location import Location
from .context.panes import Panes


class Bar(Protocol):
    """The search bar, as the controller uses it."""

    display: bool

    def focus(self) -> object:
        """Focus the input."""

    def show_found(self, found: bool) -> None:
        """Show whether the words were found."""


class SearchController:
    """Finds words in the active pane."""

    def __init__(self, panes: Panes, bar: Bar) -> None:
        self._panes, self._bar = panes, bar

    def open(self) -> None:
        """Show the search bar and focus it."""
        self._bar.display = True
        self._bar.focus()

    def close(self) -> None:
        """Hide the search bar and focus the active pane."""
        self._bar.display = False
        self._panes.active.focus()

    def find(self, words: str, forward: bool = True) -> None:
        """Select the next (or previous) match in the active pane; the bar shows if none exists."""
        self._bar.show_found(self._panes.active.find(words, forward))

    def reveal(self, location: Location) -> None:
        """Go to the pane of a location, and select the first of its words that is found."""
        self._panes.go_to(location.pane)
        if location.line:
            self._panes.notes.body.move_cursor((location.line - 1, 0))
        if location.row:
            self._panes.agreements.select(location.row)
            return
        any(self._panes.active.find(words) for words in location.words)
