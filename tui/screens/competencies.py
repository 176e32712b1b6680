"""The competencies screen: the ratings of both partners on one scale, and the detail of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.events import DescendantFocus, Resize
from textual.widget import Widget

from ...data.ids import RowId
from ...data.model.changes import Changes
from ...data.model.checklist.competencies import compare_ratings
from ...data.model.conversation import Conversation, Rating
from ...data.session.session import Session
from ...widgets.drawing.beside.competency_detail import competency_detail
from ...widgets.drawing.hint_lines import hint_lines
from ...widgets.drawing.title_rule import Title
from ...widgets.language import tr
from ...widgets.messages import AgreementFormRequested, AnswerFormRequested
from ...widgets.primitives.line_widget import LineWidget
from ...widgets.primitives.pane import ListPane, pane_around
from ...widgets.primitives.row_list import RowList
from ...widgets.views.competencies import CompetenciesPane
from ...widgets.views.reading import ReadingPane
from ..controllers.rows.edits import EditController
from ..controllers.rows.ratings import RatingController
from ..controllers.rows.row_forms import RowForms
from ..environment import keymap_of
from ..formatting.clock import today
from ..keys import table as keys
from .framed_screen import SessionView

_HINT_FROM = 24
"""The fewest rows of a screen that shows a hint below the detail."""
_HINT_ROWS = 2


class Competencies(CompetenciesPane):
    """The list, with its key bindings."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("competencies")


class _Detail(ReadingPane):
    """The detail, with the same key bindings."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("competencies")


class _Hint(LineWidget):
    """What an agreement on a competency is good for."""

    def __init__(self, key: str, what: str) -> None:
        super().__init__()
        self._key, self._what = key, what

    def lay_out(self) -> None:
        """Lay out the lines again."""
        self.set_lines(hint_lines(self.size.width, self._key, self._what, tr("competencies.hint")))


class CompetenciesScreen(SessionView[ListPane]):
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
        keymap = keymap_of(self.app)
        hint = tr("competencies.none", header=keymap.first_key("list.header"))
        self._list = Competencies(id="competencies", empty_hint=hint)
        self.active_pane = self._list
        self._detail = _Detail(id="detail")
        offered = session.conversation.header.offered
        self._kind = "development" if "development" in offered else offered[0]
        what = "development" if self._kind == "development" else "other"
        self._agree_hint = _Hint(
            keymap.first_key("competencies.agree"), tr(f"competencies.agree.{what}")
        )
        self._agree_hint.styles.height = _HINT_ROWS
        self._switch_writer, self._private_hidden = switch_writer, private_hidden
        self._order: list[RowId] = []
        context = self._screen_context
        self._edits = edits = EditController(session, context)
        self._forms = RowForms(session, context, edits, private_hidden)
        self._ratings = RatingController(session, context)

    def body(self) -> Iterable[Widget]:
        """Yield the list, the detail of its selected row, and the hint below."""
        yield self._list
        yield self._detail
        yield self._agree_hint

    def on_mount(self) -> None:
        """Show the title, and the competencies in order."""
        self.action_sort()

    def on_resize(self, event: Resize) -> None:
        """Share the rows between the list and the detail."""
        self._arrange(event.size.width, event.size.height)

    @on(DescendantFocus)
    def _focus_moved(self, message: DescendantFocus) -> None:
        panes = (self._list, self._detail)
        self.active_pane = pane_around(message.widget, panes) or self.active_pane

    @on(RowList.Highlighted)
    def _cursor_moved(self, message: RowList.Highlighted) -> None:
        message.stop()
        self._show_detail()

    def action_rate(self) -> None:
        """Step to the next rating of the selected competency."""
        self.action_rate_as(None)

    def action_rate_as(self, rating: Rating | None) -> None:
        """Set this rating of the selected competency, or with None the next one."""
        if key := self._list.key:
            self.show_status(self._ratings.step(RowId(key), rating))

    @on(RowList.Opened)
    def action_answer(self) -> None:
        """Edit the writer's answer to the selected competency."""
        if key := self._list.key:
            self._forms.open_answer(AnswerFormRequested(RowId(key)))

    def action_agree(self) -> None:
        """Open the form of a new agreement that is based on the selected competency."""
        key = self._list.key
        if key and (item := self._session.conversation.item(RowId(key))):
            filled = {"kind": self._kind, "based_on": item.text}
            self._forms.open_agreement(AgreementFormRequested(None, filled=filled))

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
        self._show()

    def action_other_pane(self) -> None:
        """Move the focus between the list and the detail."""
        self.active_pane = self._detail if self.active_pane is self._list else self._list
        self.set_focus(self.active_pane.body)

    def follow(self, changes: Changes) -> None:
        """Show these changes of the session."""
        if changes.rows:
            self._show()

    def _seen(self) -> Conversation:
        """Return the conversation, without what only this user sees while that is hidden."""
        hidden = self._private_hidden()
        return self._session.conversation if hidden else self._session.conversation_as_seen()

    def _show(self) -> None:
        conversation = self._seen()
        self._heading.show_title(*self.title_forms(tr("competencies.heading")))
        ranks = {item_id: rank for rank, item_id in enumerate(self._order)}
        rows = sorted(
            compare_ratings(conversation), key=lambda row: ranks.get(row.item.id, len(ranks))
        )
        writer = conversation.partner(self._session.writer)
        is_guest = self._session.has_guest
        chip = tr("desk.writer", name=writer.name) if writer and is_guest else ""
        self._list.show(rows, conversation, self._session.me, chip)
        self._arrange(*self.app.size)
        self._show_detail()

    def _show_detail(self) -> None:
        conversation, key = self._seen(), self._list.key
        item = conversation.item(RowId(key)) if key else None
        self._detail.display = item is not None
        if item is None:
            self._detail.show(None, Title(), [])
            return
        found = competency_detail(
            item, conversation, self._session.me, today(), self.app.size.width
        )
        self._detail.show(item.id, found.title, found.rows)

    def _arrange(self, width: int, height: int) -> None:
        """Give the list the rows that it needs, but little more than half of the screen."""
        room = height - 2
        wanted = self._list.lines_in(width) + (1 if height >= _HINT_FROM else 0)
        self._list.styles.height = max(4, min(wanted, room * 11 // 20))
        self._agree_hint.display = height >= _HINT_FROM and self._list.key is not None
