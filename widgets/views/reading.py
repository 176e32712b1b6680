"""A pane to read: rows without a cursor, under a title."""

from __future__ import annotations

from collections.abc import Sequence

from ..drawing.list_row import ListRow
from ..drawing.title_rule import Title
from ..primitives.pane import ListPane
from ..primitives.scroll_list import ScrollList


class ReadingPane(ListPane):
    """Rows that scroll; those about something else begin at the top."""

    def __init__(self, *, empty_hint: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty_hint=empty_hint, id=id)
        self._about: str | None = None

    def _make_list(self, empty_hint: str) -> ScrollList:
        return ScrollList(empty=empty_hint)

    def show(self, about: str | None, title: Title, rows: Sequence[ListRow]) -> None:
        """Show rows about the thing with this id."""
        self.body.update_rows(rows)
        self.show_title(title)
        if about != self._about:
            self._about = about
            self.body.action_first()
