"""The agreements of all conversations, and of their support: late, due, done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual import on
from textual.app import ComposeResult

from ...data.notebook.agreement_query import FoundAgreement
from ..drawing.beside.due_rows import due_detail, due_rows, due_title, key_of
from ..drawing.desk.detail import Detail
from ..primitives.pane import ListPane
from ..primitives.row_list import RowList
from .detail import DetailView

_DETAIL = 6
"""The rows of the detail with its title."""
_DETAIL_FROM = 14
"""From this height on, in rows, the pane shows the detail of the selected agreement."""


class DuePane(ListPane):
    """The agreements, most urgent first, under headings; below them the selected one, whole."""

    def __init__(self, *, empty_hint: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty_hint=empty_hint, id=id)
        self.detail = DetailView()
        self.detail.styles.height = _DETAIL
        self._found: dict[str, FoundAgreement] = {}
        self._today = date.min

    def compose(self) -> ComposeResult:
        """Yield the title, the list and the detail."""
        yield from super().compose()
        yield self.detail

    @property
    def agreement(self) -> FoundAgreement | None:
        """The selected agreement."""
        return self._found.get(self.key) if self.key is not None else None

    def show(self, found: Sequence[FoundAgreement], today: date, more: str = "") -> None:
        """Show `found`, sorted by urgency; `more` is a last line, about those left out."""
        self._found, self._today = {key_of(row): row for row in found}, today
        self.body.update_rows(due_rows(found, today, more))
        self.show_title(due_title(found, today))
        self._show_detail()

    def on_resize(self) -> None:
        """Show the detail where there is room."""
        self._show_detail()

    @on(RowList.Highlighted)
    def _cursor_moved(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._show_detail()

    def _show_detail(self) -> None:
        agreement = self.agreement
        self.detail.display = agreement is not None and self.size.height >= _DETAIL_FROM
        self.detail.show(due_detail(agreement, self._today) if agreement else Detail())
