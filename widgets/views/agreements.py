"""The agreements pane: text, owner, due date and gaps of each agreement."""

from __future__ import annotations

from datetime import date

from textual import on
from textual.app import ComposeResult

from ...data.ids import RowId
from ...data.model.agreement_label import agreement_label
from ...data.model.agreements.completeness import LATER_GAPS, completeness_gaps
from ...data.model.conversation import Agreement, AgreementStatus, Conversation, Header
from ...data.model.edits import Change, Delete, Reorder
from ...data.model.fractional_index import keys_to_insert
from ..drawing.beside.overview_rows import people_rows, timeline_rows, to_read
from ..drawing.desk.agreement_rows import agreement_rows, late_and_lacking
from ..drawing.desk.detail import Detail, agreement_detail
from ..drawing.list_row import height_of
from ..drawing.roles import Role
from ..drawing.title_rule import Title, count
from ..drawing.wrapping import Line
from ..language import tr
from ..messages import AgreementFormRequested, EditRequested, ProgressFormRequested
from ..presence.remote_selection import RemoteSelectionPane
from ..primitives.row_list import RowList
from .detail import DetailView
from .reading import ReadingPane

_DETAIL_FROM = 20
"""From this height on, in rows, the pane shows the detail of the selected agreement."""
_ALL_FROM, _ALL_ROWS = 60, 36
"""From this width on, with so many rows below the list, it has timeline and people too."""
_DETAIL_ROWS = 14
"""The rows that the detail has at least then."""


class AgreementsPane(RemoteSelectionPane):
    """The agreements in order, numbered by kind. `show` sets the conversation and the date."""

    def __init__(self, *, empty_hint: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty_hint=empty_hint, id=id)
        self.detail = DetailView()
        self.timeline, self.people = ReadingPane(), ReadingPane()
        self.timeline.body.can_focus = self.people.body.can_focus = False
        self._conversation = Conversation(Header())
        self._today = date.min

    def show(self, conversation: Conversation, today: date) -> None:
        """Show this conversation's agreements; those due before `today` are late."""
        self._conversation, self._today = conversation, today
        self.body.update_rows(agreement_rows(conversation, today, self._unread))
        agreements = conversation.agreements
        open_count = sum(agreement.status == "open" for agreement in agreements)
        counts: list[Line] = [count(tr("pane.agreements.open", count=open_count))]
        counts += late_and_lacking(agreements, today)
        counts += [count(words, Role.MISSING) for words in _gaps_of_the_whole(conversation)]
        self.show_title(Title((tr("pane.agreements.title"),), counts))
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
        for number, agreement in self._conversation.numbered():
            if agreement.id == self.key:
                label = tr(agreement_label(agreement.kind, number))
                return agreement_detail(label, agreement, self._conversation, self._today, width)
        return Detail()

    @on(RowList.Highlighted)
    def _cursor_moved(self) -> None:
        """Show the detail; the desk, which has one too, handles the message after this."""
        self._show_detail()

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.action_edit()

    def _share_height(self) -> None:
        height, width = self.size.height, self.size.width
        self.detail.display = height >= _DETAIL_FROM and bool(self.body.rows)
        lines = height_of(self.body.rows, width - 1)
        rest = height - 2 - lines
        self.detail.styles.height = max(height // 2, rest)
        is_roomy = width >= _ALL_FROM and rest >= _ALL_ROWS
        self.timeline.display = self.people.display = is_roomy and bool(self.body.rows)
        if is_roomy:
            below = self._show_all(width, rest - _DETAIL_ROWS)
            self.detail.styles.height = rest - below

    def _show_all(self, width: int, room: int) -> int:
        """Show the timeline, and who does what, in at most `room` rows; return how many."""
        below = 0
        for pane, rows in (
            (self.timeline, timeline_rows(self._conversation, self._today)),
            (self.people, people_rows(self._conversation, self._today, abreast=True)),
        ):
            title, read = to_read(rows)
            pane.show(None, title, read)
            height = min(1 + height_of(read, width - 1), room - below)
            pane.display = bool(read) and height > 1
            pane.styles.height = max(0, height)
            below += height if pane.display else 0
        return below

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


def _gaps_of_the_whole(conversation: Conversation) -> list[str]:
    """Return the gaps of the conversation in words, without those that are told later."""
    found = completeness_gaps(conversation) if conversation.agreements else ()
    names = [gap.names[0] for gap in found if gap.agreement is None]
    return [tr(f"pane.{name}.none") for name in names if name not in LATER_GAPS]
