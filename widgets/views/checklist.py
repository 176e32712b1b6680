"""The checklist pane: the items to discuss, ticked off during the conversation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from textual import on
from textual.app import ComposeResult

from ...data.ids import PartnerId, RowId
from ...data.model.conversation import ChecklistItem, Conversation, Header, ItemState
from ...data.model.edits import Delete, Reorder, Tick
from ...data.notebook.notebook import short_slug
from ...data.text.sanitize import clean_line, clean_text
from ..language import tr
from ..messages import (
    AgreementFormRequested,
    AnswerFormRequested,
    DisclosureRequested,
    EditRequested,
    ItemFormRequested,
    NoteRequested,
    RatingRequested,
)
from ..presence.remote_selection import RemoteSelectionPane
from ..presence.selection_marks import RemoteSelection
from ..primitives.list_row import ListRow
from ..primitives.row_list import RowList
from ..primitives.wrapping import CARRIED, Piece
from .checklist_order import orders_after_move
from .item_detail import ItemDetail, StyledText
from .ratings import (
    RatedRow,
    behaviour_lines,
    both_rating_symbols,
    rating_column_heads,
    ratings_in_words,
)

View = Literal["mine", "all"]
_MARKS: Mapping[ItemState, str] = {"open": "[ ] ", "done": "[x] ", "parked": "[-] "}
_HEADING = "heading/"
_MIN_HEIGHT_FOR_DETAIL = 8
"""Below this height, in rows, the pane shows the list alone."""


class ChecklistPane(RemoteSelectionPane):
    """The checklist by section, with the details of the current item below it.

    `show` sets the conversation, the private answers and the reader.
    """

    def __init__(self, *, empty_hint: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty_hint=empty_hint, id=id)
        self._detail = ItemDetail()
        self._conversation = Conversation(Header())
        self._private: Mapping[RowId, str] = {}
        self._me: PartnerId | None = None
        self._view: View = "mine"
        self._private_placeholder = ""
        self._remote_selections: Sequence[RemoteSelection] = ()

    def compose(self) -> ComposeResult:
        """Yield the list, with the detail of the current item below it."""
        yield self.body
        yield self._detail

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
            other._replace(key=f"{_HEADING}{item.section}")
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
        """Leave the detail out of a low pane."""
        super().on_resize()
        self._detail.display = self.outer_size.height >= _MIN_HEIGHT_FOR_DETAIL

    @on(RowList.Highlighted)
    def _cursor_moved(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._show_detail()

    # Content

    def _visible_items(self) -> list[ChecklistItem]:
        items = self._conversation.checklist
        if self._view == "all":
            return list(items)
        return [item for item in items if item.belongs in (self._me, "both")]

    def _update(self) -> None:
        shown = self._visible_items()
        self.body.update_rows(list(self._rows(shown)))
        if self._remote_selections:
            self.show_remote_selections(self._remote_selections)
        self._show_detail()
        done = sum(item.state == "done" for item in shown)
        title, count = tr("pane.checklist.title"), f"{done}/{len(shown)}"
        short = tr("pane.checklist.short")
        titles = [f"{title} ── {count}", f"{title} {count}", f"{short} {count}", f"1 {count}"]
        if len(shown) < len(self._conversation.checklist):
            mine = tr("pane.checklist.mine", count=count)
            titles = [f"{title} ── {mine}", f"{title} {mine}", f"{short} {mine}", *titles[1:]]
        if parked := sum(item.state == "parked" for item in shown):
            words = tr("pane.checklist.parked", count=parked)
            mark = f"{_MARKS['parked'].strip()} {parked}"
            titles = [
                f"{titles[0]} · {words}",
                f"{short} {count} · {words}",
                f"{title} {count} {mark}",
                f"{short} {count} {mark}",
                *titles,
            ]
        self.set_titles(*titles)

    def _rows(self, items: Sequence[ChecklistItem]) -> Iterator[ListRow]:
        section: str | None = None
        partners = self._conversation.partners
        rated = {item.section for item in items if both_rating_symbols(item, partners)}
        for item in items:
            if item.section != section:
                section = item.section
                named = rating_column_heads(self._conversation) if section in rated else ""
                key = f"{_HEADING}{section}"
                yield RatedRow(key, section, style="bold", selectable=False, ratings=named)
            yield RatedRow(
                item.id,
                f"{CARRIED} {item.text}" if item.carried_from else item.text,
                _MARKS[item.state],
                tuple(self._tail(item)),
                "dim" if item.state == "parked" else "",
                new=item.id in self._unread,
                ratings=both_rating_symbols(item, partners),
            )

    def _tail(self, item: ChecklistItem) -> Iterator[Piece]:
        if item.belongs not in (self._me, "both"):
            other = self._conversation.partner(PartnerId(item.belongs))
            if other is not None and other.initials:
                yield f"({other.initials})", "dim"
        if item.remarks or item.id in self._private:
            yield "*", "bold"

    def _show_detail(self) -> None:
        item = self.item
        explanation = item.question_for(self._me).splitlines() if item else []
        if item and item.carried_from:
            slug = short_slug(item.carried_from, self._conversation)
            explanation.insert(0, tr("pane.carried", slug=clean_line(slug)))
        remarks = list(self._remarks(item)) if item else []
        if item and (views := ratings_in_words(item, self._conversation)):
            remarks.insert(0, views)
        shown: list[StyledText] = [[(line, "")] for line in explanation]
        shown += [[(line, "dim")] for line in behaviour_lines(item)] if item else []
        self._detail.show(shown, remarks)

    def _remarks(self, item: ChecklistItem) -> Iterator[StyledText]:
        for partner in self._conversation.partners:
            if remark := item.remarks.get(partner.id):
                yield from _remark(partner.initials, remark)
        if own := self._private.get(item.id):
            me = self._conversation.partner(self._me)
            initials = me.initials if me else ""
            yield from _remark(
                f"{initials} {tr('pane.private')}".strip(), self._private_placeholder or own
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


def _remark(label: str, text: str) -> Iterator[StyledText]:
    first, *rest = clean_text(text).splitlines() or [""]
    yield [(f"{label}:", "bold"), (first, "")]
    for line in rest:
        yield [(line, "")]
