"""The list of search results, grouped by conversation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.cells import cell_len

from ...data.i18n.date_format import format_date
from ...data.notebook.full_text_search import Hit
from ..drawing.list_row import ListRow
from ..drawing.wrapping import Piece
from ..language import spoken, tr
from ..primitives.row_list import RowList


class HitList(RowList):
    """Lines that contain the words, under their conversation."""

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty=empty, id=id)
        self._hits: Sequence[Hit] = ()

    @property
    def hit(self) -> Hit | None:
        """The selected hit."""
        return self._hits[int(self.key)] if self.key is not None else None

    def show(self, hits: Sequence[Hit], today: date, more: str = "") -> None:
        """Show `hits`, and select the first; `more` is a last line, about those left out."""
        self._hits = hits
        locations = [tr(hit.location_label()) for hit in hits]
        width = max(map(cell_len, locations), default=0)
        rows: list[ListRow] = []
        for number, (hit, location) in enumerate(zip(hits, locations, strict=True)):
            if number == 0 or hits[number - 1].slug != hit.slug:
                rows.append(_heading(hit, today))
            mark = f" {location}{' ' * (width - cell_len(location))}  "
            pieces = _by_word(hit.excerpt(before=60, after=240))
            rows.append(ListRow(str(number), "", mark=mark, tail=tuple(pieces)))
        if more:
            rows.append(ListRow("…", more, selectable=False, style="dim"))
        self.update_rows(rows)
        self.action_first()


def _heading(hit: Hit, today: date) -> ListRow:
    parts = [hit.conversation()]
    if hit.date:
        parts.append(format_date(hit.date, spoken().language, today=today))
    return ListRow(f"#{hit.slug}", " · ".join(parts), selectable=False, style="bold")


def _by_word(pieces: Iterable[tuple[str, bool]]) -> list[Piece]:
    """Return the pieces by word; a word is bold if it contains a match."""
    words: list[tuple[str, bool]] = [("", False)]
    for text, found in pieces:
        first, *rest = text.split(" ")
        before, bold = words[-1]
        words[-1] = (before + first, bold or (found and bool(first)))
        words.extend((word, found) for word in rest)
    return [(word, "bold" if found else "") for word, found in words]
