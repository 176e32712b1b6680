"""The competencies screen: the ratings of both partners side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from ...data.ids import RowId
from ...data.model.changes import Changes
from ...data.model.competencies import compare_ratings
from ...data.model.conversation import Conversation, Rating
from ...data.session.session import Session
from ...widgets.language import tr
from ...widgets.messages import AnswerFormRequested
from ...widgets.primitives.tall_row_list import TallRowList
from ...widgets.views.ratings import comparison
from ..controllers.edits import EditController
from ..controllers.ratings import RatingController
from ..controllers.row_forms import RowForms
from ..environment import keymap_of
from ..keys import table as keys
from .framed_screen import SessionView


class Competencies(TallRowList):
    """The list, with its key bindings."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("competencies")


class CompetenciesScreen(SessionView[Competencies]):
    """The competencies of one conversation, to discuss and to rate; biggest difference first.

    Rows are sorted when the screen opens and on request, so that rating a row does not move it.
    """

    key_context = "competencies"

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
        super().__init__(session)
        hint = tr("competencies.none", header=keymap_of(self.app).first_key("list.header"))
        self.active_pane = Competencies(id="competencies", empty=hint)
        self._switch_writer, self._private_hidden = switch_writer, private_hidden
        self._order: list[RowId] = []
        context = self._screen_context
        self._edits = edits = EditController(session, context)
        self._forms = RowForms(session, context, edits, private_hidden)
        self._ratings = RatingController(session, context)

    def on_mount(self) -> None:
        """Show the title, and the competencies in order."""
        self._show_title()
        self.action_sort()

    def action_rate(self) -> None:
        """Step to the next rating of the selected competency."""
        self.action_rate_as(None)

    def action_rate_as(self, rating: Rating | None) -> None:
        """Set this rating of the selected competency, or with None the next one."""
        if key := self.active_pane.key:
            self.show_status(self._ratings.step(RowId(key), rating))

    def action_answer(self) -> None:
        """Edit the writer's answer to the selected competency."""
        if key := self.active_pane.key:
            self._forms.open_answer(AnswerFormRequested(RowId(key)))

    def action_undo(self) -> None:
        """Undo the last step of the desk."""
        self._edits.undo()

    def action_redo(self) -> None:
        """Redo the step that was undone last."""
        self._edits.redo()

    def action_sort(self) -> None:
        """Sort again, the biggest difference first."""
        self._order = [row.item.id for row in compare_ratings(self._seen())]
        self._show()

    def action_switch_writer(self) -> None:
        """Make the other partner the writer, who rates from now on."""
        self._switch_writer()
        self._show_title()

    def follow(self, changes: Changes) -> None:
        """Show these changes of the session."""
        if changes.rows:
            self._show_title()
            self._show()

    def _show_title(self) -> None:
        title = tr("competencies.title")
        writer = self._session.conversation.partner(self._session.writer)
        if writer is not None and self._session.writer != self._session.me:
            title = f"{tr('desk.writer', name=writer.name)} · {title}"
        self._heading.show_title(title)

    def _seen(self) -> Conversation:
        """Return the conversation, without what only this user sees while that is hidden."""
        hidden = self._private_hidden()
        return self._session.conversation if hidden else self._session.conversation_as_seen()

    def _show(self) -> None:
        conversation = self._seen()
        ranks = {item_id: rank for rank, item_id in enumerate(self._order)}
        rows = sorted(
            compare_ratings(conversation), key=lambda row: ranks.get(row.item.id, len(ranks))
        )
        self.active_pane.update_rows(list(comparison(rows, conversation)))
