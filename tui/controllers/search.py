"""Find words on the desk, and go to a location that a search of the notebook found."""

from __future__ import annotations

from textual import on
from textual.screen import Screen

from ...widgets.messages import FindRequested, SearchBarClosed, SearchRequested
from ...widgets.notes.pane import NotesPane
from ...widgets.primitives.pane import Pane
from ...widgets.views.agreements import AgreementsPane
from ...widgets.views.checklist import ChecklistPane
from .location import Location
from .search_bar import SearchBar


class SearchController(Screen[None]):
    """The part of the desk that finds words in the active pane."""

    active_pane: Pane
    _finder: SearchBar
    _notes: NotesPane

    def action_pane(self, pane: str) -> None:
        """Go to the pane with this id. Overridden by the desk."""
        raise NotImplementedError

    def begin_at(self, location: Location) -> None:
        """Go to a location, as far as its words are still there."""
        self.action_pane(location.pane)
        if location.line:
            self._notes.body.move_cursor((location.line - 1, 0))
        any(self.active_pane_finds(words) for words in location.words)

    @on(SearchRequested)
    def action_search(self) -> None:
        """Open the search bar for the pane with the focus."""
        self._finder.display = True
        self._finder.focus()

    @on(FindRequested)
    def _find(self, message: FindRequested) -> None:
        self._finder.show_found(self.active_pane_finds(message.words, message.forward))

    def active_pane_finds(self, words: str, forward: bool = True) -> bool:
        """Select the next match in the active pane. Return False if there is none."""
        pane = self.active_pane
        searching = (
            pane if isinstance(pane, ChecklistPane | NotesPane | AgreementsPane) else self._notes
        )
        return searching.find(words, forward)

    @on(SearchBarClosed)
    def _find_closed(self) -> None:
        self._finder.display = False
        self.active_pane.focus()
