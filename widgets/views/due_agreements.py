"""The list of agreements of all conversations, and of their support: late, due, done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rich.cells import cell_len

from ...data.i18n.date_format import format_date
from ...data.notebook.agreement_query import FoundAgreement
from ...data.text.sanitize import clean_line
from ..drawing.list_row import ListRow
from ..drawing.wrapping import Line, hanging, side_by_side, wrap_pieces
from ..language import spoken, tr
from ..primitives.row_list import RowList

_WIDE = 100
"""From this many columns on, owner and conversation are beside the text, not below it."""
_OWNER, _CONVERSATION = 18, 30
"""The widths of owner and conversation then, in columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _DueRow(ListRow):
    owner: str
    conversation: str

    def lines(self, width: int) -> list[Line]:
        """Return the text beside its date and label, then the owner and the conversation."""
        mark = ((self.mark, ""),)
        room = width - cell_len(self.mark)
        if width < _WIDE:
            details = " · ".join(part for part in (self.owner, self.conversation) if part)
            below = wrap_pieces([(details, "dim")], room) if details else []
            return hanging(mark, wrap_pieces([(self.text, self.style)], room) + below)
        text = room - _OWNER - _CONVERSATION - 4
        cells = [
            (wrap_pieces([(self.text, self.style)], text), text),
            (wrap_pieces([(self.owner, "")], _OWNER), _OWNER),
            (wrap_pieces([(self.conversation, "dim")], _CONVERSATION), _CONVERSATION),
        ]
        return hanging(mark, side_by_side(cells, 2))


class DueList(RowList):
    """The agreements, most urgent first, under headings."""

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty=empty, id=id)
        self._found: dict[str, FoundAgreement] = {}

    @property
    def agreement(self) -> FoundAgreement | None:
        """The selected agreement."""
        return self._found.get(self.key) if self.key is not None else None

    def show(self, found: Sequence[FoundAgreement], today: date, more: str = "") -> None:
        """Show `found`, sorted by urgency; `more` is a last line, about those left out."""
        self._found = {_key(row): row for row in found}
        days = {key: _day_in_words(row, today) for key, row in self._found.items()}
        day_width = max(map(cell_len, days.values()), default=0)
        label_width = max((cell_len(tr(row.label)) for row in found), default=0)
        rows: list[ListRow] = []
        for urgency, alike in groupby(
            self._found.items(), key=lambda pair: _urgency(pair[1], today)
        ):
            section = list(_section(alike, days, day_width, label_width))
            heading = tr(f"due.{urgency}", count=len(section))
            rows += [ListRow(f"#{urgency}", heading, selectable=False, style="bold"), *section]
        if more:
            rows.append(ListRow("…", more, selectable=False, style="dim"))
        self.update_rows(rows)


def _key(row: FoundAgreement) -> str:
    key = f"{row.slug}/{row.agreement.id}"
    return f"{key}/support" if row.is_support else key


def _section(
    alike: Iterator[tuple[str, FoundAgreement]],
    days: dict[str, str],
    day_width: int,
    label_width: int,
) -> Iterator[_DueRow]:
    for key, row in alike:
        day, label = days[key], tr(row.label)
        yield _DueRow(
            key,
            row.text_in(spoken()),
            mark=f" {day}{' ' * (day_width - cell_len(day))}  {label.ljust(label_width)} ",
            style="strike" if row.status == "dropped" else "",
            owner=row.owner,
            conversation=clean_line(row.conversation),
        )


def _urgency(row: FoundAgreement, today: date) -> str:
    if not row.is_open:
        return "closed"
    if row.due is None:
        return "undated"
    return "late" if row.is_late(today) else "coming"


def _day_in_words(row: FoundAgreement, today: date) -> str:
    day = format_date(row.due, spoken().language, today=today) if row.due else "-"
    if not row.is_open:
        return f"{day} {tr(f'due.status.{row.status}')}"
    return f"{day}!" if row.is_late(today) else day
