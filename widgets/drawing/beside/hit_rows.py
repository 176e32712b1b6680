"""What a search found: lines with the words that match, under their conversation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.cells import cell_len

from ....data.i18n.date_format import format_date
from ....data.notebook.full_text_search import Hit
from ....data.text.sanitize import clean_line
from ...language import plural, spoken, tr
from ..list_row import ListRow
from ..roles import Role
from ..title_rule import Title, count
from ..wrapping import Line, Piece, hanging, wrap_pieces

_BEFORE, _AFTER = 60, 240
"""The most code points that an excerpt has before and after the first match."""


class HitRow(ListRow):
    """A line that was found; its place stands before it."""

    def lines(self, width: int) -> list[Line]:
        """Return the text, which wraps beside its place."""
        mark: Line = ((self.mark, Role.DIM),)
        pieces = [(clean_line(text), role) for text, role in self.tail]
        return hanging(mark, wrap_pieces(pieces, width - cell_len(self.mark)))


class ConversationRow(ListRow):
    """The conversation above what was found in it, with its day."""

    def lines(self, width: int) -> list[Line]:
        """Return the name and the day; they wrap where there is no room."""
        return wrap_pieces([(clean_line(self.text), Role.HEADING), *self.tail], width)


def hit_rows(hits: Sequence[Hit], today: date, more: str = "") -> list[ListRow]:
    """Return the rows, keyed by the number of the hit; `more` is about those left out."""
    places = [tr(hit.location_label()) for hit in hits]
    width = max(map(cell_len, places), default=0)
    rows: list[ListRow] = []
    for number, (hit, place) in enumerate(zip(hits, places, strict=True)):
        if number == 0 or hits[number - 1].slug != hit.slug:
            rows.append(_conversation(hit, today))
        mark = f"{place}{' ' * (width - cell_len(place))}  "
        tail = tuple(_by_word(hit.excerpt(_BEFORE, _AFTER)))
        rows.append(HitRow(str(number), "", mark=mark, tail=tail))
    if more:
        rows.append(ListRow("…", more, selectable=False, style=Role.DIM))
    return rows


def hits_title(hits: Sequence[Hit]) -> Title:
    """Return the title: how many lines were found, and in how many conversations."""
    counts: list[Line] = []
    if hits:
        talks = plural("search.found.in", len({hit.slug for hit in hits}))
        counts.append(count(f"{plural('search.found', len(hits))} {talks}"))
    return Title((tr("search.pane"), tr("search.pane.short")), counts)


def _conversation(hit: Hit, today: date) -> ListRow:
    tail: tuple[Piece, ...] = ()
    if hit.date:
        tail = ((format_date(hit.date, spoken().language, today=today), Role.DIM),)
    return ConversationRow(f"#{hit.slug}", hit.conversation(), tail=tail, selectable=False)


def _by_word(pieces: Iterable[tuple[str, bool]]) -> list[Piece]:
    """Return the pieces by word; a word stands out if it contains a match."""
    words: list[tuple[str, bool]] = [("", False)]
    for text, found in pieces:
        first, *rest = text.split(" ")
        before, bold = words[-1]
        words[-1] = (before + first, bold or (found and bool(first)))
        words.extend((word, found) for word in rest)
    return [(word, Role.BOLD if found else Role.PLAIN) for word, found in words]
