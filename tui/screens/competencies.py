"""The competencies screen: the ratings of both partners side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from ...data.ids import RowId
from ...data.model.competencies import compare_ratings
from ...data.session.listeners import SessionEvent
from ...data.session.session import Session
from ...data.storage.saving.status import SaveStatus
from ...widgets.chrome.footer import Footer
from ...widgets.chrome.header import Header
from ...widgets.language import tr
from ...widgets.messages import AnswerFormRequested
from ...widgets.primitives.tall_row_list import TallRowList
from ...widgets.views.ratings import comparison
from ..controllers.context.screen_context import ScreenContext
from ..controllers.edits import EditController
from ..controllers.ratings import RatingController
from ..controllers.row_forms import RowForms
from ..environment import keymap_of
from ..keys import table as keys


class Competencies(TallRowList):
    """The list, with its key bindings."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("competencies")


class CompetenciesScreen(Screen[None]):
    """The competencies of one conversation, to discuss and to rate; biggest difference first.

    Rows are sorted when the screen opens and on request, so that rating a row does not move it.
    """

    key_context = "competencies"
    AUTO_FOCUS = ""

    def __init__(
        self,
        session: Session,
        switch_writer: Callable[[], None],
        private_hidden: Callable[[], bool],
    ) -> None:
        """Build the screen.

        `switch_writer` makes the other partner the writer of the desk, `private_hidden` returns
        whether the desk hides private answers.
        """
        super().__init__()
        self._session = session
        self._switch_writer = switch_writer
        self._heading = Header()
        hint = tr("competencies.none", header=keymap_of(self.app).first_key("list.header"))
        self._list = Competencies(id="competencies", empty=hint)
        self._hints = Footer()
        self._order: list[RowId] = []
        self._screen_context = context = ScreenContext(self, self._heading, self._hints)
        edits = EditController(session, context)
        self._forms = RowForms(session, context, edits, private_hidden)
        self._ratings = RatingController(session, context)

    @property
    def active_pane(self) -> Competencies:
        """The list, to which the keys of this context apply."""
        return self._list

    def compose(self) -> ComposeResult:
        """Yield header, list and footer."""
        yield self._heading
        yield self._list
        yield self._hints

    def on_mount(self) -> None:
        """Show everything."""
        self._screen_context.subscribe(self._session, self._noticed)
        self._show_title()
        self._screen_context.show_save_status(self._session.save_status)
        self._hints.show_pairs(keymap_of(self.app).hints(self.key_context))
        self.action_sort()
        self._list.focus()

    def on_unmount(self) -> None:
        """Unsubscribe from the session."""
        self._screen_context.close()

    def show_status(self, text: str) -> None:
        """Show a sentence in the status line for some seconds."""
        self._screen_context.show_status(text)

    def action_rate(self) -> None:
        """Step to the next rating of the selected competency."""
        if key := self._list.key:
            self._ratings.step(RowId(key))

    def action_answer(self) -> None:
        """Edit the writer's answer to the selected competency."""
        if key := self._list.key:
            self._forms.open_answer(AnswerFormRequested(RowId(key)))

    def action_sort(self) -> None:
        """Sort again, the biggest difference first."""
        self._order = [row.item.id for row in compare_ratings(self._session.conversation)]
        self._show()

    def action_switch_writer(self) -> None:
        """Make the other partner the writer, who rates from now on."""
        self._switch_writer()
        self._show_title()

    def action_close(self) -> None:
        """Return to the desk."""
        if self.is_current:
            self.dismiss(None)

    def _noticed(self, notice: SessionEvent) -> None:
        if isinstance(notice, SaveStatus):
            self._screen_context.show_save_status(notice)
        elif notice.rows:
            self._show_title()
            self._show()

    def _show_title(self) -> None:
        title = tr("competencies.title")
        writer = self._session.conversation.partner(self._session.writer)
        if writer is not None and self._session.writer != self._session.me:
            title = f"{tr('desk.writer', name=writer.name)} · {title}"
        self._heading.show_title(title)

    def _show(self) -> None:
        conversation = self._session.conversation
        ranks = {item_id: rank for rank, item_id in enumerate(self._order)}
        rows = sorted(
            compare_ratings(conversation), key=lambda row: ranks.get(row.item.id, len(ranks))
        )
        self._list.update_rows(list(comparison(rows, conversation)))
