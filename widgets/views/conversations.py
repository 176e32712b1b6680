"""The list of conversations: date, partner and title, items ticked of total, open agreements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from rich.cells import cell_len

from ...data.i18n.date_format import format_date
from ...data.notebook.summary import Summary
from ..drawing.list_row import ListRow
from ..drawing.wrapping import Line, fit
from ..language import plural, spoken, tr
from ..primitives.row_list import RowList

_NARROW = 60
"""Below this many columns the numbers are on a second line."""

OFFER = "+"
"""The first column of a conversation that another user offers."""

_NO_OFFERS: Mapping[str, str] = MappingProxyType({})

_DAYS = 4096
"""The number of days whose words are cached: conversations of eleven years."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Shared by the rows of one list: the words for each value, and the widths of the columns."""

    days: dict[date | None, str]
    ticked: dict[tuple[int, int], str]
    agreements: dict[int, str]
    widths: tuple[int, int, int]
    today: date
    time: str
    """The local time of day, HH:MM."""

    def awaits_talk(self, summary: Summary) -> bool:
        """Return whether the talk of a conversation is still to come."""
        return summary.awaits_talk(self.today, self.time)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ConversationRow(ListRow):
    """A conversation. `lines` makes its text on demand: of thousands only a screenful is seen."""

    summary: Summary
    columns: _Columns

    def height(self, width: int) -> int | None:
        """Return 1, or 2 if narrow; None for a fault, which has to be wrapped."""
        if self.summary.fault:
            return None
        return (2 if width < _NARROW else 1) + bool(self.summary.copies)

    def lines(self, width: int) -> list[Line]:
        """Return columns if there is room, or else the numbers below the name; then the copies."""
        lines = self._lines(width)
        if count := len(self.summary.copies):
            indent = self.columns.widths[0] + 2
            text = plural("notebook.copies", count)
            lines.append(((" " * indent, ""), (fit(text, max(1, width - indent)), "")))
        return lines

    def _lines(self, width: int) -> list[Line]:
        summary, columns = self.summary, self.columns
        day_width, ticked_width, agreements_width = columns.widths
        if summary.fault:
            blanks = " " * (day_width + 2)
            fault = ListRow(self.key, tr(summary.fault), mark=blanks).lines(width)
            slug = fit(summary.slug, width - day_width - 2)
            mark = "-" if summary.locked else "!"
            return [((mark.ljust(day_width), ""), (f"  {slug}", "")), *fault]
        day = columns.days[summary.date].ljust(day_width)
        ticked = columns.ticked[summary.done, summary.items]
        agreements = columns.agreements[summary.open_agreements]
        text = " · ".join(part for part in (summary.partner, summary.title) if part)
        prepared = ""
        if summary.prepared and columns.awaits_talk(summary):
            prepared = tr("notebook.prepared", names=", ".join(summary.prepared))
        if width < _NARROW:
            room = max(1, width - day_width - 2)
            numbers = (agreements, prepared) if prepared else (ticked, agreements)
            below = " " * (day_width + 2) + " · ".join(numbers)
            return [
                ((day, ""), (f"  {fit(text, room)}", "bold")),
                ((fit(below, width), ""),),
            ]
        room = width - day_width - ticked_width - agreements_width - 6
        whole = f"{text} · {prepared}" if prepared else text
        name = fit(whole if cell_len(whole) <= room else text, room)
        blanks = " " * (room - cell_len(name))
        tail = f"{blanks}  {ticked.rjust(ticked_width)}  {agreements.rjust(agreements_width)}"
        return [((day, ""), (f"  {name}", "bold"), (tail, ""))]


class ConversationList(RowList):
    """The conversations of a notebook, below those that others offer."""

    def show(
        self,
        summaries: Sequence[Summary],
        today: date,
        time: str = "",
        offers: Mapping[str, str] = _NO_OFFERS,
    ) -> None:
        """Show these; the cursor stays on its row. Dates omit the year of `today`.

        `time` is the local time of day, HH:MM; "" when the day begins. `offers` are texts by key; a
        key differs from every slug.
        """
        columns = _columns(summaries, today, time)
        mark = OFFER.ljust(columns.widths[0] + 2)
        self.update_rows(
            [
                *(ListRow(key, text, mark=mark, style="bold") for key, text in offers.items()),
                *(
                    _ConversationRow(each.slug, "", summary=each, columns=columns)
                    for each in summaries
                ),
            ]
        )


def _columns(summaries: Sequence[Summary], today: date, time: str) -> _Columns:
    sound = [summary for summary in summaries if not summary.fault]
    days = {
        day: _day_in_words(day, today, spoken().language) for day in {each.date for each in sound}
    }
    ticked = {
        (done, items): tr("notebook.ticked", done=done, items=items)
        for done, items in {(each.done, each.items) for each in sound}
    }
    agreements = {
        count: tr("notebook.agreements", count=count)
        for count in {each.open_agreements for each in sound}
    }
    faults = ["!"] if len(sound) < len(summaries) else []
    widths = (
        max(map(cell_len, [*days.values(), *faults]), default=0),
        max(map(cell_len, ticked.values()), default=0),
        max(map(cell_len, agreements.values()), default=0),
    )
    return _Columns(days, ticked, agreements, widths, today, time)


@lru_cache(_DAYS)
def _day_in_words(day: date | None, today: date, language: str) -> str:
    return format_date(day, language, today=today) if day else "-"
