"""The agreements pane: text, owner, due date and gaps of each agreement."""

from __future__ import annotations

from datetime import date

from textual import on
from textual.app import ComposeResult

from ...data.ids import RowId
from ...data.model.conversation import Agreement, AgreementStatus, Conversation, Header
from ...data.model.edits import Change, Delete, Reorder
from ...data.model.fractional_index import keys_to_insert
from ..drawing.beside.agreements_content import agreements_heights
from ..drawing.desk.agreement_rows import AgreementRows
from ..drawing.desk.agreements_title import agreements_title
from ..drawing.desk.detail import Detail, detail_of
from ..messages import AgreementFormRequested, EditRequested, ProgressFormRequested
from ..presence.remote_selection import RemoteSelectionPane
from ..primitives.row_list import RowList
from .detail import DetailView
from .reading import ReadingPane


class AgreementsPane(RemoteSelectionPane):
    """The agreements in order, numbered by kind. `show` sets the conversation and the date."""

    def __init__(self, *, empty_hint: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty_hint=empty_hint, id=id)
        self.detail = DetailView()
        self.timeline, self.people = ReadingPane(), ReadingPane()
        self.timeline.body.can_focus = self.people.body.can_focus = False
        self._conversation = Conversation(Header())
        self._today = date.min
        self._rows = AgreementRows()

    def show(self, conversation: Conversation, today: date) -> None:
        """Show this conversation's agreements; those due before `today` are late."""
        self._conversation, self._today = conversation, today
        rows = self._rows.rows(conversation, today, self._unread)
        self.body.update_rows(rows)
        self.show_title(agreements_title(conversation, rows))
        self._share_height()
        self._show_detail()

    def compose(self) -> ComposeResult:
        """Yield the list, with the detail of the current agreement below it."""
        yield from super().compose()
        yield self.detail
        yield self.timeline
        yield self.people

    def on_mount(self) -> None:
        """Show no detail until there is room."""
        self._share_height()

    def on_resize(self) -> None:
        """Show the detail if the pane is high enough, below the list."""
        self._share_height()
        self._show_detail()

    def detail_in(self, width: int) -> Detail:
        """Return the detail of the selected agreement for a width in cells."""
        return detail_of(self.key, self._conversation, self._today, width)

    @on(RowList.Highlighted)
    def _cursor_moved(self) -> None:
        """Show the detail; the desk, which has one too, handles the message after this."""
        self._show_detail()

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.action_edit()

    def _share_height(self) -> None:
        heights = agreements_heights(self._conversation, self._today, self.body.rows, *self.size)
        self.detail.display = heights.detail > 0
        self.detail.styles.height = heights.detail
        below = {self.timeline: heights.timeline, self.people: heights.people}
        for pane, part in below.items():
            pane.display = part is not None
            if part is not None:
                pane.show(None, part.title, part.rows)
                pane.styles.height = part.height

    def _show_detail(self) -> None:
        if self.detail.display:
            self.detail.show(self.detail_in(self.size.width - 2))

    @property
    def agreement(self) -> Agreement | None:
        """The selected agreement."""
        return self._conversation.agreement(RowId(self.key)) if self.key else None

    # Actions

    def action_done(self) -> None:
        """Toggle the agreement between done and open."""
        self._toggle("done")

    def action_drop(self) -> None:
        """Toggle the agreement between dropped and open."""
        self._toggle("dropped")

    def _toggle(self, status: AgreementStatus) -> None:
        if agreement := self.agreement:
            new = "open" if agreement.status == status else status
            self.post_message(EditRequested(Change("agreement", agreement.id, {"status": new})))

    def action_add(self) -> None:
        """Request the form of a new agreement."""
        self.post_message(AgreementFormRequested(None))

    def action_edit(self) -> None:
        """Request the form of the agreement."""
        self._request_form("")

    def action_owner(self) -> None:
        """Request the form, with the owner focused."""
        self._request_form("owner")

    def action_due(self) -> None:
        """Request the form, with the due date focused."""
        self._request_form("due")

    def _request_form(self, field: str) -> None:
        if agreement := self.agreement:
            self.post_message(AgreementFormRequested(agreement.id, focus_field=field))

    def action_progress(self) -> None:
        """Request the form of progress."""
        if agreement := self.agreement:
            self.post_message(ProgressFormRequested(agreement.id))

    def action_delete(self) -> None:
        """Delete the agreement."""
        if agreement := self.agreement:
            self.post_message(EditRequested(Delete("agreement", agreement.id)))

    def action_move_down(self) -> None:
        """Move the agreement down."""
        self._move(1)

    def action_move_up(self) -> None:
        """Move the agreement up."""
        self._move(-1)

    def _move(self, step: int) -> None:
        agreement = self.agreement
        if agreement is None:
            return
        agreements = list(self._conversation.agreements)
        goal = agreements.index(agreement) + step
        if 0 <= goal < len(agreements):
            agreements.remove(agreement)
            orders = keys_to_insert(
                agreement.id, goal, [(other.id, other.order) for other in agreements]
            )
            self.post_message(EditRequested(Reorder("agreement", orders)))
