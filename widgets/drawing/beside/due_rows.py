"""The agreements of all conversations: rows in columns under headings, and the detail of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from rich.cells import cell_len

from ....data.i18n.relative_days import is_soon, relative_day
from ....data.notebook.agreement_query import FoundAgreement
from ....data.text.sanitize import clean_line
from ...language import spoken, tr
from ..desk.agreement_rows import LABELS, LATE, MAX_OWNER, AgreementRow, Columns, format_day
from ..desk.detail import Detail, Paragraph
from ..list_row import ListRow
from ..roles import Role
from ..section_row import SectionRow
from ..title_rule import Title, count
from ..wrapping import Line, Piece, fit, line_width

_WIDE = 100
"""From this many cells on, the conversation is beside the text."""
_CONVERSATION = 30
"""The most cells of a conversation beside the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow(AgreementRow):
    """An agreement of any conversation; on a wide screen its conversation stands behind it."""

    conversation: str

    def lines(self, width: int) -> list[Line]:
        """Return the row in one line or two."""
        if width < _WIDE:
            return AgreementRow.lines(self, width)
        room = width - _CONVERSATION - 2
        first, *rest = AgreementRow.lines(self, room)
        blanks = " " * (room - line_width(first) + 2)
        return [(*first, (blanks, Role.PLAIN), (self._where, Role.DIM)), *rest]

    @property
    def _where(self) -> str:
        return fit(clean_line(self.conversation), _CONVERSATION)


def key_of(found: FoundAgreement) -> str:
    """Return the key of the row of an agreement, or of its support."""
    key = f"{found.slug}/{found.agreement.id}"
    return f"{key}/support" if found.is_support else key


def due_rows(found: Iterable[FoundAgreement], today: date, more: str = "") -> list[ListRow]:
    """Return the rows of agreements that are sorted by urgency, under headings.

    `more` is a last line, about those that were left out.
    """
    rows: list[ListRow] = []
    made = [(_urgency(each, today), _row(each, today)) for each in found]
    columns = _columns([row for _, row in made])
    for urgency, group in groupby(made, key=lambda pair: pair[0]):
        section = [replace(row, columns=columns) for _, row in group]
        name = tr(f"due.{urgency}")
        rows.append(SectionRow(f"#{urgency}", name, selectable=False, count=len(section)))
        rows += section
    if more:
        rows.append(ListRow("…", more, selectable=False, style=Role.DIM))
    return rows


def due_title(found: Sequence[FoundAgreement], today: date) -> Title:
    """Return the title of the list: how many are open, and how many of them are late."""
    is_open = sum(each.is_open for each in found)
    late = sum(each.is_late(today) for each in found)
    counts = [count(tr("pane.agreements.open", count=is_open))]
    if late:
        counts.append(count(tr("pane.agreements.late", count=late), Role.LATE_DATE))
    return Title((tr("due.pane"), tr("due.pane.short")), counts)


def due_detail(found: FoundAgreement, today: date) -> Detail:
    """Return the detail of an agreement: its conversation, whole text, and how both will see it."""
    note = _note(found, today)
    title = Title((clean_line(found.conversation),), [(note,)] if note[0] else ())
    label = (tr(found.label), LABELS.get(found.agreement.kind, Role.OTHER_LABEL))
    first = [Paragraph([(found.text_in(spoken()), Role.PLAIN)], (label, (" ", Role.PLAIN)))]
    if measure := found.agreement.measure:
        name = (f"{tr('overview.field.measure')}: ", Role.DIM)
        first.append(Paragraph([name, (measure, Role.PLAIN)]))
    facts = [(clean_line(found.owner), Role.PLAIN), *([_due(found, today)] if found.due else [])]
    line: list[Piece] = []
    for piece in facts:
        if piece[0]:
            line += [*([(" · ", Role.DIM)] if line else []), piece]
    return Detail(title, first, [Paragraph(line)] if line else ())


def _columns(rows: Sequence[AgreementRow]) -> Columns:
    """Return the widths that all rows share."""
    return Columns(
        label=max((cell_len(row.label[0]) + 1 for row in rows), default=0),
        owner=max((cell_len(row.owner) for row in rows), default=0),
        due=max(
            (cell_len(row.due[0].rstrip(LATE) + LATE) for row in rows if row.due[0]), default=0
        ),
        note=max((cell_len(row.note[0]) for row in rows), default=0),
    )


def _row(found: FoundAgreement, today: date) -> DueRow:
    styles = {"done": Role.DONE, "dropped": Role.STRIKE}
    note = _note(found, today)
    closed = not found.is_open
    label_role = LABELS.get(found.agreement.kind, Role.OTHER_LABEL)
    return DueRow(
        key_of(found),
        found.text_in(spoken()),
        style=styles.get(found.status, Role.PLAIN),
        label=(tr(found.label), Role.DONE if closed else label_role),
        owner=fit(clean_line(found.owner), MAX_OWNER),
        due=_due(found, today),
        note=note,
        notes=note,
        closed=closed,
        conversation=found.conversation,
    )


def _due(found: FoundAgreement, today: date) -> Piece:
    if found.due is None:
        return "", Role.PLAIN
    day = format_day(found.due, today)
    if not found.is_open:
        return day, Role.DONE
    if found.is_late(today):
        return f"{day}{LATE}", Role.LATE_DATE
    return day, Role.SOON if is_soon(found.due, today) else Role.PLAIN


def _note(found: FoundAgreement, today: date) -> Piece:
    """Return that it is closed, how late it is, or that it is due soon."""
    if not found.is_open:
        return tr(f"pane.agreements.{found.status}"), Role.DONE
    if found.due is None:
        return "", Role.PLAIN
    if found.is_late(today):
        return tr(relative_day(found.due, today)), Role.LATE
    if is_soon(found.due, today):
        return tr(relative_day(found.due, today)), Role.SOON
    return "", Role.PLAIN


def _urgency(found: FoundAgreement, today: date) -> str:
    if not found.is_open:
        return "closed"
    if found.due is None:
        return "undated"
    return "late" if found.is_late(today) else "coming"
