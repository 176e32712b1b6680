"""The rows of the agreements: label, text, owner, due date, and what is to be said about each.

A row is one line while the text has room, else two: the text, and the details below it. Columns are
as wide as their widest word in the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from rich.cells import cell_len

from ....data.i18n.date_format import format_date
from ....data.i18n.relative_days import is_soon, relative_day
from ....data.ids import RowId
from ....data.lazy_dataclass import dataclass, field, replace
from ....data.model.agreement_label import agreement_label
from ....data.model.agreements.completeness import missing_fields
from ....data.model.agreements.progress import is_late
from ....data.model.conversation import Agreement, Conversation, Header
from ....data.text.sanitize import clean_line
from ...language import plural, spoken, tr
from ..list_row import ListRow
from ..marks import CARRIED
from ..roles import Role
from ..row_line import in_columns
from ..title_rule import count
from ..wrapping import Line, Piece, fit
from .row_memory import RowMemory

LATE = "!"
"""The sign directly behind a date that is over."""
_MIN_TEXT = 18
"""The fewest cells for the text; with fewer, the details go below it."""
_NEAR = timedelta(days=360)
"""How far ahead a date needs no year: less than a year, so that it is unambiguous."""
MAX_OWNER = 16
"""The most cells of an owner."""

LABELS = {
    "result": Role.RESULT,
    "development": Role.DEVELOPMENT,
    "other": Role.OTHER_LABEL,
}
"""Kind of agreement -> the role of its label."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The widths of the columns that all rows share, in cells."""

    label: int = 0
    owner: int = 0
    due: int = 0
    note: int = 0

    @property
    def details(self) -> int:
        """The cells beside the text, with the blanks before each column."""
        return sum(
            gap + width for gap, width in ((1, self.owner), (2, self.due), (1, self.note)) if width
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow(ListRow):
    """An agreement.

    `note` is the one word about it, `notes` names all its gaps.
    """

    label: Piece
    owner: str
    due: Piece
    note: Piece
    notes: Piece
    closed: bool = False
    """Whether it is done or dropped."""
    late: bool = False
    """Whether it is open, and was due before today."""
    lacking: bool = False
    """Whether it is open, and lacks a word."""
    columns: Columns = field(default_factory=Columns)

    def height(self, width: int) -> int | None:
        """Return 1, or 2 if the details are below the text."""
        return 2 if self._room(width) < _MIN_TEXT else 1

    def lines(self, width: int) -> list[Line]:
        """Return the agreement in one line or two."""
        columns, text = self.columns, clean_line(self.text)
        name, role = self.label
        head = (name.ljust(columns.label), role)
        room = self._room(width)
        if room < _MIN_TEXT:
            left = max(1, width - columns.label)
            indent = (" " * columns.label, Role.PLAIN)
            return [(head, (fit(text, left - 1), self.style)), (indent, *self._details(left))]
        cells = (
            (0, (fit(text, room), self.style), room),
            (1, self._owner_in(columns.owner), columns.owner),
            (2, self.due, columns.due),
            (1, self.note, columns.note),
        )
        return [(head, *in_columns(cells))]

    def _details(self, width: int) -> list[Piece]:
        """Return the line below the text: the owner is cut first, and then the date left out."""
        columns = self.columns
        due = columns.due if columns.due + 2 + columns.note <= width else 0
        beside = (due + 2 if due else 0) + (columns.note + 2 if columns.note else 0)
        owner = max(0, min(columns.owner, width - beside))
        room = width - (due + 2 if due else 0) - (owner + 2 if owner else 0)
        note = self.notes if cell_len(self.notes[0]) <= room else self.note
        text, role = note
        cells = (
            (0, self._owner_in(owner), owner),
            (2, self.due, due),
            (2, (fit(text, room), role), cell_len(fit(text, room))),
        )
        return in_columns(cells)

    def _owner_in(self, width: int) -> Piece:
        return fit(self.owner, width), Role.DONE if self.closed else Role.PLAIN

    def _room(self, width: int) -> int:
        return width - self.columns.label - self.columns.details


def agreement_rows(
    conversation: Conversation, today: date, unread: Iterable[str] = ()
) -> list[AgreementRow]:
    """Return the rows of all agreements of a conversation, in order."""
    return AgreementRows().rows(conversation, today, unread)


class AgreementRows:
    """As `agreement_rows`, again and again: the rows that did not change are the same."""

    def __init__(self) -> None:
        self._conversation, self._today, self._columns = Conversation(Header()), date.min, Columns()
        self._made = RowMemory(self._row)
        self._in_columns = RowMemory(self._in_its_columns)

    def rows(
        self, conversation: Conversation, today: date, unread: Iterable[str] = ()
    ) -> list[AgreementRow]:
        """Return the rows of all agreements, as `agreement_rows` does."""
        self._conversation, self._today, new = conversation, today, set(unread)
        sources = [(number, row, row.id in new) for number, row in conversation.numbered()]
        rows = self._made.rows(sources, conversation.partners, today, spoken().language)
        self._columns = _columns_of(rows)
        return self._in_columns.rows([(row,) for row in rows], self._columns)

    def _row(self, source: tuple[str, Agreement, bool]) -> AgreementRow:
        number, agreement, new = source
        return _row(number, agreement, self._conversation, self._today, new=new)

    def _in_its_columns(self, source: tuple[AgreementRow]) -> AgreementRow:
        return replace(source[0], columns=self._columns)


def _columns_of(rows: Sequence[AgreementRow]) -> Columns:
    """Return the columns in which the widest words of these rows have room."""
    return Columns(
        label=_widest({f"{row.label[0]} " for row in rows}),
        owner=_widest({row.owner for row in rows}),
        due=_widest({row.due[0].rstrip(LATE) + LATE for row in rows if row.due[0]}),
        note=_widest({row.note[0] for row in rows}),
    )


def text_role(agreement: Agreement) -> Role:
    """Return the role of an agreement's text, by its status."""
    return {"done": Role.DONE, "dropped": Role.STRIKE}.get(agreement.status, Role.PLAIN)


def label_piece(agreement: Agreement, number: str) -> Piece:
    """Return the label of an agreement, such as `R1`; `number` is that within its kind."""
    role = LABELS[agreement.kind] if agreement.status == "open" else Role.DONE
    return tr(agreement_label(agreement.kind, number)), role


def format_day(day: date, today: date) -> str:
    """Return a short date; without the year if in `today`'s year, or less than `_NEAR` ahead."""
    near = today <= day < today + _NEAR
    return format_date(day, spoken().language, today=day if near else today, width="short")


def _row(
    number: str, agreement: Agreement, conversation: Conversation, today: date, *, new: bool
) -> AgreementRow:
    """Return the row of one agreement, without columns; of the conversation it has the names."""
    closed = agreement.status != "open"
    text = agreement.text or "…"
    note, notes = agreement_notes(agreement, today)
    return AgreementRow(
        RowId(agreement.id),
        f"{CARRIED} {text}" if agreement.carried_from else text,
        style=text_role(agreement),
        label=label_piece(agreement, number),
        owner=fit(clean_line(conversation.short_name(agreement.owner)), MAX_OWNER),
        due=due_piece(agreement, today),
        note=note,
        notes=notes,
        closed=closed,
        late=is_late(agreement, today),
        lacking=not closed and bool(missing_fields(agreement)),
        new=new,
    )


def due_piece(agreement: Agreement, today: date) -> Piece:
    """Return the due date, with a sign if it is over; "" if there is none."""
    if agreement.due is None:
        return "", Role.PLAIN
    day = format_day(agreement.due, today)
    if agreement.status != "open":
        return day, Role.DONE
    if is_late(agreement, today):
        return f"{day}{LATE}", Role.LATE_DATE
    return day, Role.SOON if is_soon(agreement.due, today) else Role.PLAIN


def agreement_notes(agreement: Agreement, today: date) -> tuple[Piece, Piece]:
    """Return what is to be said about an agreement: in one word, and with all its gaps.

    That it is closed, how late it is, what is missing, that it is due soon, or `ok`.
    """
    if agreement.status != "open":
        word = tr(f"pane.agreements.{agreement.status}"), Role.DONE
        return word, word
    names = [tr(f"pane.missing.{name}") for name in missing_fields(agreement)]
    if agreement.due is not None and is_late(agreement, today):
        late = tr(relative_day(agreement.due, today)), Role.LATE
        return late, late
    if names:
        more = f" +{len(names) - 1}" if len(names) > 1 else ""
        return (f"{names[0]} ?{more}", Role.MISSING), (f"{', '.join(names)} ?", Role.MISSING)
    if agreement.due is not None and is_soon(agreement.due, today):
        soon = tr(relative_day(agreement.due, today)), Role.SOON
        return soon, soon
    word = tr("pane.agreements.complete"), Role.DIM
    return word, word


def late_and_lacking(late: int, lacking: int) -> list[Line]:
    """Return how many open agreements are late, and how many lack a word, for a title."""
    counts: list[Line] = []
    if late:
        counts.append(count(tr("pane.agreements.late", count=late), Role.LATE_DATE))
    if lacking:
        counts.append(count(plural("pane.agreements.lacking", lacking), Role.MISSING))
    return counts


def _widest(texts: Iterable[str]) -> int:
    return max((cell_len(text) for text in texts), default=0)
