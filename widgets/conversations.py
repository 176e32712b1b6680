"""The list of conversations: date, partner, ticked of total, open agreements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len

from ..data.dates import say_date
from ..data.language import say, spoken
from ..data.summary import Summary
from .rows import Row, RowList
from .wrapping import Line, fit

_NARROW = 60
"""Below this many columns the numbers stand on a second line."""


@dataclass(frozen=True, slots=True)
class _ConversationRow(Row):
    day: str = ""
    ticked: str = ""
    agreements: str = ""
    fault: str = ""
    widths: tuple[int, int, int] = (0, 0, 0)

    def lines(self, width: int) -> list[Line]:
        """In columns where there is room, else the numbers below the name."""
        day_width, ticked_width, agreements_width = self.widths
        day = self.day.ljust(day_width)
        if self.fault:
            blanks = " " * (day_width + 2)
            told = Row(self.key, self.fault, mark=blanks).lines(width)
            return [((day, ""), (f"  {fit(self.text, width - day_width - 2)}", "")), *told]
        ticked = self.ticked.rjust(ticked_width)
        agreements = self.agreements.rjust(agreements_width)
        if width < _NARROW:
            room = max(1, width - day_width - 2)
            below = f"{' ' * (day_width + 2)}{self.ticked} · {self.agreements}"
            return [
                ((day, ""), (f"  {fit(self.text, room)}", "bold")),
                ((fit(below, width), ""),),
            ]
        room = width - day_width - ticked_width - agreements_width - 6
        name = fit(self.text, room)
        blanks = " " * (room - cell_len(name))
        tail = f"{blanks}  {ticked}  {agreements}"
        return [((day, ""), (f"  {name}", "bold"), (tail, ""))]


class ConversationList(RowList):
    """The conversations of a notebook."""

    def show(self, summaries: Sequence[Summary], today: date) -> None:
        """Show these; the cursor stays on its conversation. The year of `today` goes unsaid."""
        rows = [_row(summary, today) for summary in summaries]
        widths = (
            max((cell_len(row.day) for row in rows), default=0),
            max((cell_len(row.ticked) for row in rows), default=0),
            max((cell_len(row.agreements) for row in rows), default=0),
        )
        self.update_rows(
            [
                _ConversationRow(
                    row.key,
                    row.text,
                    day=row.day,
                    ticked=row.ticked,
                    agreements=row.agreements,
                    fault=row.fault,
                    widths=widths,
                )
                for row in rows
            ]
        )


def _row(summary: Summary, today: date) -> _ConversationRow:
    if summary.fault:
        return _ConversationRow(summary.slug, summary.slug, day="!", fault=summary.fault)
    day = say_date(summary.date, spoken(), today=today) if summary.date else "-"
    return _ConversationRow(
        summary.slug,
        " · ".join(part for part in (summary.partner, summary.title) if part),
        day=day,
        ticked=say("notebook.ticked", done=summary.done, items=summary.items),
        agreements=say("notebook.agreements", count=summary.open_agreements),
    )
