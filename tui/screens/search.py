"""The search screen: an input, and the lines of all conversations that contain its words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from ...data.notebook.full_text_search import Hit
from ...data.notebook.notebook import Notebook
from ...data.system.paths import home_relative
from ...widgets.chrome.search_bar import SearchInput
from ...widgets.language import tr
from ...widgets.messages import FindRequested, FindTextChanged, SearchBarClosed
from ...widgets.primitives.row_list import RowList
from ...widgets.views.search_results import HitPane
from ..controllers.context.location import Location
from ..controllers.context.show_errors import show_errors
from ..formatting.clock import today
from ..keys import table as keys
from .framed_screen import FramedScreen
from .open_conversation import open_conversation

_MAX_SHOWN = 200
"""The number of hits that are shown at most."""


_PANES = {"note": "notes", "agreement": "agreements", "item": "checklist", "remark": "checklist"}
"""The pane of each kind of text; the texts of the header and of approvals are in no pane."""


class SearchWords(SearchInput):
    """The input, with the key bindings of this context."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("search")


class SearchScreen(FramedScreen[SearchWords]):
    """Searches the typed words, once no key is left to process: see `keys_settled`."""

    key_context = "search"

    def __init__(self, notebook: Notebook) -> None:
        super().__init__()
        self.active_pane = SearchWords()
        self._notebook = notebook
        self._list = HitPane(id="hits", empty_hint=tr("search.begin"))
        self._searched_words = ""

    def body(self) -> Iterable[Widget]:
        """Yield hits and input."""
        yield self._list
        yield self.active_pane

    def on_mount(self) -> None:
        """Show the title."""
        self._list.show((), today())
        folder = self._notebook.folder
        names = (home_relative(folder), f"…/{folder.name}")
        self._heading.show_title(*(tr("search.title", folder=name) for name in names))

    def on_screen_resume(self) -> None:
        """Search again after returning from a conversation, whose text may have changed."""
        if self.is_mounted and self._searched_words:
            self._search()
            self.active_pane.focus()

    def keys_settled(self) -> None:
        """Search, if the words have changed; called when no key is left to process."""
        if self.active_pane.words != self._searched_words:
            self._search()

    @on(RowList.Opened)
    def action_open(self) -> None:
        """Open the selected conversation at the hit."""
        self.keys_settled()
        if (hit := self._list.hit) is not None:
            # Nothing to push when the desk closes: the notebook is below this screen.
            open_conversation(self.app, hit.path, home=lambda: None, location=_location(hit))

    def action_move(self, how: str) -> None:
        """Move the cursor in the list by its action `how`: `cursor_down`, `page_up` and so on."""
        self.keys_settled()
        getattr(self._list, f"action_{how}")()

    @on(FindTextChanged)
    def _words_changed(self, message: FindTextChanged) -> None:
        message.stop()  # `keys_settled` searches

    @on(FindRequested)
    def _entered(self, message: FindRequested) -> None:
        message.stop()
        self.action_open()

    @on(SearchBarClosed)
    def _words_closed(self, message: SearchBarClosed) -> None:
        message.stop()
        self.action_close()

    def _search(self) -> None:
        self._searched_words = words = self.active_pane.words
        with show_errors(self.show_status):
            hits, faults = self._notebook.index.search(words, _MAX_SHOWN + 1)
            more = tr("search.more", count=_MAX_SHOWN) if len(hits) > _MAX_SHOWN else ""
            self._list.show(hits[:_MAX_SHOWN], today(), more)
            self.active_pane.show_found(bool(hits) or not words)
            self.show_status(tr("search.unreadable", count=len(faults)) if faults else "")


def _location(hit: Hit) -> Location | None:
    """Return the location of a hit in its conversation; None if it is in no pane."""
    if hit.place not in _PANES:
        return None
    words = hit.text[slice(*hit.spans[0])] if hit.spans else hit.text
    if hit.place == "note":
        return Location("notes", (words,), line=int(hit.number))
    return Location(_PANES[hit.place], (hit.text, words))
