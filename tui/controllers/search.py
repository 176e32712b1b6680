"""Looking for words on the desk, and going to where they were found in the whole notebook."""

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
    """The part of the desk that finds words in the pane where the user is."""

    active_pane: Pane
    _finder: SearchBar
    _notes: NotesPane

    def action_pane(self, pane: str) -> None:
        """Go to a pane, by its id; the desk knows how."""
        raise NotImplementedError

    def begin_at(self, place: Location) -> None:
        """Go to a place, as far as its words still stand there."""
        self.action_pane(place.pane)
        if place.line:
            self._notes.body.move_cursor((place.line - 1, 0))
        any(self.active_pane_finds(words) for words in place.words)

    @on(SearchRequested)
    def action_search(self) -> None:
        """Search in the pane with the focus."""
        self._finder.display = True
        self._finder.focus()

    @on(FindRequested)
    def _find(self, message: FindRequested) -> None:
        self._finder.show_found(self.active_pane_finds(message.words, message.forward))

    def active_pane_finds(self, words: str, forward: bool = True) -> bool:
        """Go to these words in the pane where the user was; False where they are not."""
        pane = self.active_pane
        searching = (
            pane if isinstance(pane, ChecklistPane | NotesPane | AgreementsPane) else self._notes
        )
        return searching.find(words, forward)

    @on(SearchBarClosed)
    def _find_closed(self) -> None:
        self._finder.display = False
        self.active_pane.focus()
