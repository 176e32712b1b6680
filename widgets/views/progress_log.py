"""The progress log of one agreement, newest first, with date and author. Read-only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...data.ids import RowId
from ...data.model.agreement_label import labelled
from ...data.model.conversation import Agreement, Conversation
from ...data.model.progress import local_day
from ...data.text.sanitize import clean_line
from ..drawing.agreement_rows import format_day
from ..drawing.list_row import ListRow
from ..drawing.title_rule import Title, count
from ..language import tr
from ..primitives.pane import ListPane
from ..primitives.scroll_list import ScrollList


class LogPane(ListPane):
    """The progress of one agreement. `show` sets which."""

    def __init__(self, *, empty_hint: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty_hint=empty_hint, id=id)
        self._list = ScrollList(empty=empty_hint)
        self._agreement_id: RowId | None = None

    def show(self, agreement: Agreement | None, conversation: Conversation, today: date) -> None:
        """Show the log of this agreement, which belongs to the conversation."""
        title = tr("overview.log")
        rows = list(_rows(agreement, conversation, today)) if agreement else []
        self.body.update_rows(rows)
        agreement_id = agreement.id if agreement else None
        if agreement_id != self._agreement_id:
            self._agreement_id = agreement_id
            self.body.action_first()
        if agreement is None:
            self.show_title(Title((title,)))
            return
        label = next(tr(name) for name, row in labelled(conversation) if row.id == agreement.id)
        name = f"{label} {clean_line(agreement.text)}"
        counts = [count(f"{title.lower()} · {len(rows)}" if rows else title.lower())]
        self.show_title(Title((name, label), counts))


def _rows(agreement: Agreement, conversation: Conversation, today: date) -> Iterator[ListRow]:
    for entry in reversed(agreement.progress):
        day = local_day(entry.at)
        parts = [
            format_day(day, today) if day else "",
            conversation.short_name(conversation.name_of(entry.by)),
            f"{entry.percent} %" if entry.percent is not None else "",
        ]
        head = " · ".join(part for part in parts if part)
        yield ListRow(
            entry.id,
            f"{head}:" if head and entry.text else head,
            tail=((entry.text, ""),) if entry.text else (),
            style="bold",
            selectable=False,
        )
