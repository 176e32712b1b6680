"""The screen of the archived and the deleted conversations: read them, and bring them back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from ....data.errors import AfspraakError
from ....data.lifecycle.deleted_summaries import DeletedConversation, deleted_summaries
from ....data.notebook.notebook import Notebook
from ....data.notebook.places.folders import KEPT_DAYS
from ....data.notebook.summary import Summary
from ....widgets.language import tr
from ....widgets.views.put_away import PutAwayList
from ...controllers.context.screen_context import ScreenContext
from ...controllers.notebook.putting_away import PuttingAwayController
from ...formatting.clock import today
from ...keys import table as keys
from ..framed_screen import FramedScreen
from ..open_conversation import open_conversation


class PutAway(PutAwayList):
    """The list, with its key bindings."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("archive")


class ArchiveScreen(FramedScreen[PutAway]):
    """What is archived in a notebook, and what was deleted and is still kept."""

    key_context = "archive"

    def __init__(self, notebook: Notebook) -> None:
        super().__init__()
        self.active_pane = PutAway(id="archive", empty=tr("lifecycle.nothing", days=KEPT_DAYS))
        self._notebook = notebook
        self._archived: Sequence[Summary] = ()
        self._deleted: Sequence[DeletedConversation] = ()
        self._screen_context = ScreenContext(self, self._heading, self._hints)
        self._away = PuttingAwayController(notebook, self._screen_context, self._changed)

    def on_screen_resume(self) -> None:
        """Read both: at the beginning, and after returning from a conversation."""
        self.action_reload()

    def on_unmount(self) -> None:
        """Drop later calls."""
        self._screen_context.close()

    def show_status(self, text: str) -> None:
        """Show a sentence in the status line for some seconds."""
        self._screen_context.show_status(text)

    def action_reload(self) -> None:
        """Read both again."""
        try:
            self._archived = list(self._notebook.archive.summaries())
        except AfspraakError as error:
            self._archived = ()
            self.show_status(tr(error.message))
        self._deleted = deleted_summaries(self._notebook.folder, user=self._notebook.user)
        self._heading.show_title(tr("lifecycle.title"), tr("lifecycle.title.short"))
        self.active_pane.show(self._archived, self._deleted, today())

    @on(PutAway.Opened)
    def action_open(self) -> None:
        """Open the selected conversation, if it is archived."""
        if (archived := self._chosen_archived()) is not None:
            open_conversation(self.app, archived.path, home=lambda: None)
        elif self._chosen_deleted() is not None:
            press = self._screen_context.first_key("archive.bring_back")
            self.show_status(tr("lifecycle.screen.closed", key=press))

    def action_bring_back(self) -> None:
        """Bring the selected conversation back."""
        if (archived := self._chosen_archived()) is not None:
            self._away.bring_back(archived)
        elif (deleted := self._chosen_deleted()) is not None:
            self._away.undelete(deleted.deletion)

    def action_delete(self) -> None:
        """Delete the selected conversation; one that was deleted is erased for good."""
        if (archived := self._chosen_archived()) is not None:
            self._away.delete(archived)
        elif (deleted := self._chosen_deleted()) is not None:
            self._away.erase(deleted.deletion, deleted.summary)

    def _chosen_archived(self) -> Summary | None:
        return next((each for each in self._archived if each.slug == self.active_pane.key), None)

    def _chosen_deleted(self) -> DeletedConversation | None:
        key = self.active_pane.key
        return next((each for each in self._deleted if each.deletion.key == key), None)

    def _changed(self, key: str) -> None:
        self.action_reload()
        self.active_pane.select(key)
