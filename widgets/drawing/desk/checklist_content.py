"""What the checklist pane shows: its rows and its title, and the height of its detail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from ....data.ids import PartnerId, RowId
from ....data.model.conversation import ChecklistItem, Conversation, Header
from ....data.text.sanitize import clean_line
from ...language import tr
from ..list_row import ListRow
from ..title_rule import Title, count
from ..wrapping import Line
from .checklist_rows import ItemRow, SectionRow
from .ratings import both_ratings, column_heads
from .row_memory import RowMemory

_MIN_HEIGHT_FOR_DETAIL = 8
"""Below this height, in rows, the pane shows the list alone."""
_USUAL_DETAIL = 6
"""The rows of the detail and its title in a pane of a usual height, at most half of it."""


def heading_key(section: str) -> str:
    """Return the key of the row that is the heading of a section."""
    return f"heading/{section}"


def own_items(items: Iterable[ChecklistItem], me: PartnerId | None) -> list[ChecklistItem]:
    """Return the items of partner `me`, and those of both."""
    return [item for item in items if item.belongs in (me, "both")]


def checklist_rows(
    items: Sequence[ChecklistItem],
    conversation: Conversation,
    private: Mapping[RowId, str],
    me: PartnerId | None,
    unread: Collection[str] = (),
) -> list[ListRow]:
    """Return the rows of these items, under the headings of their sections.

    `private` are the answers of partner `me` for themselves, `unread` the ids of changed items.
    """
    return ChecklistRows().rows(items, conversation, private, me, unread)


class ChecklistRows:
    """As `checklist_rows`, again and again: the rows of items that did not change are the same."""

    def __init__(self) -> None:
        self._memory = RowMemory(self._item_row)
        self._conversation, self._me = Conversation(Header()), PartnerId("")

    def rows(
        self,
        items: Sequence[ChecklistItem],
        conversation: Conversation,
        private: Mapping[RowId, str],
        me: PartnerId | None,
        unread: Collection[str] = (),
    ) -> list[ListRow]:
        """Return the rows of these items, as `checklist_rows` does."""
        self._conversation, self._me = conversation, me or PartnerId("")
        sources = [(item, item.id in unread, item.id in private) for item in items]
        rows = self._memory.rows(sources, conversation.partners, me)
        shown: list[ListRow] = []
        first = 0
        for section, group in groupby(items, key=attrgetter("section")):
            members = rows[first : first + len(list(group))]
            first += len(members)
            rated = any(row.ratings for row in members)
            head = SectionRow(
                heading_key(section),
                section,
                done=sum([row.state == "done" for row in members]),
                total=len(members),
                heads=tuple(column_heads(conversation, me)) if rated else (),
            )
            shown += [head, *members]
        return shown

    def _item_row(self, source: tuple[ChecklistItem, bool, bool]) -> ItemRow:
        item, new, has_private = source
        me = self._me or None
        belongs = "" if item.belongs in (me, "both") else item.belongs
        other = self._conversation.partner(PartnerId(belongs)) if belongs else None
        return ItemRow(
            item.id,
            item.text,
            state=item.state,
            carried=bool(item.carried_from),
            new=new,
            ratings=tuple(both_ratings(item, self._conversation.partners, me)),
            has_remark=bool(item.remarks),
            has_private=has_private,
            belongs=clean_line(other.initials) if other else "",
        )


def checklist_title(shown: Sequence[ChecklistItem], conversation: Conversation) -> Title:
    """Return the title over these items of the checklist, with how many are done."""
    done = sum([item.state == "done" for item in shown])
    counts: list[Line] = [count(f"{done}/{len(shown)}")]
    if parked := sum([item.state == "parked" for item in shown]):
        counts.append(count(tr("pane.checklist.parked", count=parked)))
    if len(shown) < len(conversation.checklist):
        counts.append(count(tr("pane.checklist.mine")))
    return Title((tr("pane.checklist.title"), tr("pane.checklist.short")), counts)


def detail_height(height: int, rows: int) -> int:
    """Return the rows of the detail, with its title, in a pane of this height; 0 for none.

    It has a quarter of the pane, or what a list of so many rows leaves. An empty list needs the
    pane for what it says, and has nothing to detail.
    """
    if height < _MIN_HEIGHT_FOR_DETAIL or not rows:
        return 0
    least = max(min(_USUAL_DETAIL, height // 2), height // 4)
    return max(least, height - 1 - rows)
