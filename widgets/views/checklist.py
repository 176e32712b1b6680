"""The checklist pane: the items to discuss, ticked off during the conversation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult

from ...data.ids import PartnerId, RowId
from ...data.model.conversation import ChecklistItem, Conversation, Header, ItemState, Rating
from ...data.model.edits import Delete, Reorder, Tick
from ...data.text.sanitize import clean_line
from ..drawing.desk.checklist_content import (
    ChecklistRows,
    checklist_title,
    detail_height,
    heading_key,
    own_items,
)
from ..drawing.desk.detail import Detail, item_detail, section_detail
from ..messages import (
    AgreementFormRequested,
    AnswerFormRequested,
    DisclosureRequested,
    EditRequested,
    ItemFormRequested,
    KeysChanged,
    NoteRequested,
    RatingRequested,
)
from ..presence.remote_selection import RemoteSelectionPane
from ..presence.selection_marks import RemoteSelection
from ..primitives.row_list import RowList
from .checklist_order import orders_after_move
from .detail import DetailView
from .rail import RailView

View = Literal["mine", "all"]


class ChecklistPane(RemoteSelectionPane):
    """The checklist by section, with the details of the current item below it.

    `show` sets the conversation, the private answers and the reader.
    """

    def __init__(self, *, empty_hint: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty_hint=empty_hint, id=id)
        self.detail = DetailView()
        self.rail = RailView()
        self.rail.display = False
        self._other_detail: Detail | None = None
        self._conversation = Conversation(Header())
        self._private: Mapping[RowId, str] = {}
        self._me: PartnerId | None = None
        self._view: View = "mine"
        self._private_placeholder = ""
        self._was_on_competency = False
        self._remote_selections: Sequence[RemoteSelection] = ()
        self._rows = ChecklistRows()

    def compose(self) -> ComposeResult:
        """Yield the list, with the detail of the current item below it."""
        yield from super().compose()
        yield self.rail
        yield self.detail

    def show(
        self, conversation: Conversation, private: Mapping[RowId, str], me: PartnerId | None
    ) -> None:
        """Show this conversation's checklist to partner `me`; `private` are their own answers."""
        self._conversation, self._private, self._me = conversation, private, me
        self._update()

    def hide_private(self, instead: str) -> None:
        """Show this text instead of private answers; "" shows the answers again."""
        self._private_placeholder = instead
        self._show_detail()

    def show_remote_selections(self, others: Iterable[RemoteSelection]) -> None:
        """Mark the items that others selected; for a hidden item, mark its section's heading."""
        self._remote_selections = tuple(others)
        shown = {item.id for item in self._visible_items()}
        super().show_remote_selections(
            other._replace(key=heading_key(item.section))
            if other.key not in shown and (item := self._conversation.item(RowId(other.key)))
            else other
            for other in self._remote_selections
        )

    @property
    def view(self) -> View:
        """The items shown: "mine" (those of the reader and of both partners) or "all"."""
        return self._view

    @view.setter
    def view(self, view: View) -> None:
        self._view = view
        self._update()

    @property
    def item(self) -> ChecklistItem | None:
        """The item with the cursor."""
        return self._conversation.item(RowId(self.key)) if self.key else None

    def on_resize(self) -> None:
        """Give the detail a quarter, or what the list leaves; leave it out of a low pane."""
        self._share_height()

    def show_detail_of(self, other: Detail | None) -> None:
        """Show another detail than that of the current item; None for that of the item again."""
        if other == self._other_detail:
            return
        self._other_detail = other
        if other is not None:
            self.detail.show(other)
        self._show_detail()

    def show_as_rail(self, as_rail: bool) -> None:
        """Show the list as a rail, or as itself."""
        self.rail.display, self.body.display = as_rail, not as_rail
        self._share_height()

    def show_section(self, section: str, key: str) -> None:
        """Open this section in the rail; `key` opens the list."""
        self.rail.show_section(section, key)

    def section_detail(self, section: str, key: str) -> Detail | None:
        """Return the detail of a section; None if no visible item is in it."""
        items = [
            item
            for item in self._visible_items()
            if clean_line(item.section).casefold() == section.casefold()
        ]
        return section_detail(section, items, self._me, key) if items else None

    def _share_height(self) -> None:
        height = detail_height(self.size.height, len(self.body.rows))
        self.detail.display = height > 0 and not self.rail.display
        self.detail.styles.height = height

    @on(RowList.Highlighted)
    def _cursor_moved(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._show_detail()
        if self.on_competency != self._was_on_competency:
            self._was_on_competency = self.on_competency
            self.post_message(KeysChanged())

    @on(RowList.BoxClicked)
    def _box_clicked(self, event: RowList.BoxClicked) -> None:
        event.stop()
        self.action_tick()

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.action_answer()

    # Content

    def _visible_items(self) -> list[ChecklistItem]:
        items = self._conversation.checklist
        return list(items) if self._view == "all" else own_items(items, self._me)

    def _update(self) -> None:
        shown = self._visible_items()
        before = len(self.body.rows)
        rows = self._rows.rows(shown, self._conversation, self._private, self._me, self._unread)
        self.body.update_rows(rows)
        if len(self.body.rows) != before:
            self._share_height()
        if self._remote_selections:
            self.show_remote_selections(self._remote_selections)
        self._show_detail()
        self.rail.show_items(shown)
        self.show_title(checklist_title(shown, self._conversation))

    def _show_detail(self) -> None:
        """Show the detail of the current item, unless another one is shown."""
        if self._other_detail is not None:
            return
        item, instead = self.item, self._private_placeholder
        self.detail.show(
            item_detail(item, self._conversation, self._private, self._me, instead)
            if item
            else Detail()
        )

    # Actions

    def action_tick(self) -> None:
        """Toggle the item between done and open."""
        if item := self.item:
            self._set(item, "open" if item.state == "done" else "done")

    def action_park(self) -> None:
        """Toggle the item between parked and open."""
        if item := self.item:
            self._set(item, "open" if item.state == "parked" else "parked")

    def action_parked(self) -> None:
        """Select the next parked item; after the last, the first."""
        shown = self._visible_items()
        parked = [number for number, item in enumerate(shown) if item.state == "parked"]
        if parked:
            here = shown.index(self.item) if self.item in shown else -1
            following = (number for number in parked if number > here)
            self.select(shown[next(following, parked[0])].id)

    def _set(self, item: ChecklistItem, state: ItemState) -> None:
        self.post_message(EditRequested(Tick(item.id, state)))

    def action_add(self) -> None:
        """Ask for the form of a new item, in the section of the current item."""
        self.post_message(ItemFormRequested(None, self.item.section if self.item else ""))

    def action_edit(self) -> None:
        """Ask for the form of the item."""
        if item := self.item:
            self.post_message(ItemFormRequested(item.id, item.section))

    def action_answer(self) -> None:
        """Ask for the form of the reader's answer."""
        if item := self.item:
            self.post_message(AnswerFormRequested(item.id))

    def action_rate(self) -> None:
        """Ask to change the reader's rating of the competency."""
        if item := self.item:
            self.post_message(RatingRequested(item.id))

    def action_rate_as(self, rating: Rating) -> None:
        """Ask for this rating of the competency; raise SkipAction at any other row.

        There the key is for another use.
        """
        if not self.on_competency or (item := self.item) is None:
            raise SkipAction
        self.post_message(RatingRequested(item.id, rating))

    @property
    def on_competency(self) -> bool:
        """Whether the cursor is on a competency."""
        return (item := self.item) is not None and item.kind == "competency"

    def action_show_to_both(self) -> None:
        """Ask to share the private answer to this item with the other partner."""
        if item := self.item:
            self.post_message(DisclosureRequested(item.id))

    def action_show_all(self) -> None:
        """Ask to share all private answers with the other partner."""
        self.post_message(DisclosureRequested(None))

    def action_delete(self) -> None:
        """Delete the item."""
        if item := self.item:
            self.post_message(EditRequested(Delete("item", item.id)))

    def action_agree(self) -> None:
        """Ask for the form of a new agreement, with the item's text as a draft."""
        if item := self.item:
            self.post_message(AgreementFormRequested(None, draft=item.text))

    def action_note(self) -> None:
        """Ask to write a note under the heading of the item's section."""
        if item := self.item:
            self.post_message(NoteRequested(item.section))

    def action_view(self) -> None:
        """Toggle between the reader's items and all."""
        self.view = "all" if self._view == "mine" else "mine"

    def action_move_down(self) -> None:
        """Move the item down; past the end of its section it goes into the next one."""
        self._move(1)

    def action_move_up(self) -> None:
        """Move the item up; past the top of its section it goes into the previous one."""
        self._move(-1)

    def _move(self, step: int) -> None:
        item, shown = self.item, self._visible_items()
        if item is None:
            return
        goal = shown.index(item) + step
        if not 0 <= goal < len(shown):
            return
        neighbour = shown[goal]
        orders = orders_after_move(self._conversation.checklist, item, neighbour, step)
        section = {item.id: neighbour.section} if neighbour.section != item.section else {}
        self.post_message(EditRequested(Reorder("item", orders, section)))
