"""What a search found, grouped by conversation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ...data.notebook.full_text_search import Hit
from ..drawing.beside.hit_rows import hit_rows, hits_title
from ..primitives.pane import ListPane
from ..primitives.row_list import RowList


class HitList(RowList):
    """The list; keys move its cursor while one types the words, so it looks as if in focus."""

    @property
    def shows_selection(self) -> bool:
        """Return True: the keys of the input act on this list."""
        return True


class HitPane(ListPane):
    """Lines that contain the words, under their conversation."""

    def __init__(self, *, empty_hint: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty_hint=empty_hint, id=id)
        self.body.can_focus = False
        self.rule.show_focus(True)
        self._hits: Sequence[Hit] = ()

    def _make_list(self, empty_hint: str) -> RowList:
        return HitList(empty=empty_hint)

    @property
    def hit(self) -> Hit | None:
        """The selected hit."""
        return self._hits[int(self.key)] if self.key is not None else None

    def show(self, hits: Sequence[Hit], today: date, more: str = "") -> None:
        """Show `hits`, and select the first; `more` is a last line, about those left out."""
        self._hits = hits
        self._list.update_rows(hit_rows(hits, today, more))
        self._list.action_first()
        self.show_title(hits_title(hits))
