"""The overview pane: how far each agreement is, its dates, who does what, and what lacks.

One list that scrolls with its cursor. Rows use words and signs, so that no colour is needed; bars
and timelines fill the width.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from textual import on
from textual.message import Message

from ...data.ids import RowId
from ...data.model.agreements.completeness import missing_fields
from ...data.model.agreements.progress import is_late
from ...data.model.conversation import Agreement, Conversation, Header
from ..drawing.beside.overview_rows import (
    AboutRow,
    gap_rows,
    people_rows,
    status_rows,
    timeline_rows,
)
from ..drawing.desk.agreement_rows import late_and_lacking
from ..drawing.list_row import height_of
from ..drawing.title_rule import Title, count
from ..language import tr
from ..primitives.pane import ListPane
from ..primitives.row_list import RowList

_MIN_WIDTH_ABREAST = 60
"""From this many columns on, the commitments of two people are side by side."""


@dataclass
class AgreementChosen(Message):
    """The cursor moved to a row about another agreement; None if there are no agreements."""

    agreement_id: RowId | None


class OverviewPane(ListPane):
    """The overview. `show` sets the conversation and the date.

    `agreement` is that of the current row, else of the last row with one.
    """

    def __init__(self, *, empty_hint: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty_hint=empty_hint, id=id)
        self._conversation = Conversation(Header())
        self._today = date.min
        self._agreement_by_row: dict[str, RowId] = {}
        self._chosen: RowId | None = None
        self._abreast = False

    def show(self, conversation: Conversation, today: date) -> None:
        """Show this conversation; agreements due before `today` are late."""
        self._conversation, self._today = conversation, today
        self._update()

    @property
    def agreement(self) -> Agreement | None:
        """The agreement of the current row, else of the last row that had one."""
        return self._conversation.agreement(self._chosen) if self._chosen else None

    def lines_wanted(self, width: int) -> int:
        """Return how many lines title, agreements and timeline need at this width."""
        rows = takewhile(lambda row: row.key != "heading/people", self.body.rows)
        return 1 + height_of(rows, width - 1)

    def on_resize(self) -> None:
        """Put people side by side if there is room."""
        if (self.size.width >= _MIN_WIDTH_ABREAST) != self._abreast:
            self._abreast = not self._abreast
            self._update()

    @on(RowList.Highlighted)
    def _choose(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._follow_cursor()

    def _follow_cursor(self) -> None:
        chosen = self._agreement_by_row.get(self.key or "", self._chosen)
        if chosen is None or self._conversation.agreement(chosen) is None:
            chosen = next(iter(self._agreement_by_row.values()), None)
        self._chosen = chosen
        self.post_message(AgreementChosen(chosen))

    def _update(self) -> None:
        rows = list(self._rows())
        self._agreement_by_row = {row.key: about for row, about in rows if about}
        self.body.update_rows([row for row, _ in rows])
        self._follow_cursor()
        self.show_title(self._title())

    def _rows(self) -> Iterator[AboutRow]:
        conversation, today = self._conversation, self._today
        if not conversation.agreements:
            return  # the hint says what would stand here
        yield from status_rows(conversation, today)
        yield from timeline_rows(conversation, today)
        yield from people_rows(conversation, today, abreast=self._abreast)
        yield from gap_rows(conversation)

    def _title(self) -> Title:
        """Return the title with what is open, late and lacking a word, as far as there is any."""
        rows = [row for row in self._conversation.agreements if row.status == "open"]
        counts = [count(tr("pane.agreements.open", count=len(rows)))] if rows else []
        late = sum(is_late(row, self._today) for row in rows)
        lacking = sum(bool(missing_fields(row)) for row in rows)
        return Title((tr("overview.title"),), [*counts, *late_and_lacking(late, lacking)])
