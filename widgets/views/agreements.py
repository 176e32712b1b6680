"""The agreements pane: text, owner, due date and gaps of each agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rich.cells import cell_len

from ...data.i18n.date_format import format_date
from ...data.ids import RowId
from ...data.model.agreement_label import agreement_label
from ...data.model.completeness import LATER_GAPS, completeness_gaps, missing_fields
from ...data.model.conversation import Agreement, AgreementStatus, Conversation, Header
from ...data.model.edits import Change, Delete, Reorder
from ...data.model.fractional_index import keys_to_insert
from ...data.model.progress import is_late
from ..language import spoken, tr
from ..messages import AgreementFormRequested, EditRequested, ProgressFormRequested
from ..presence.remote_selection import RemoteSelectionPane
from ..primitives.list_row import ListRow
from ..primitives.wrapping import CARRIED, Line, hanging, side_by_side, wrap_pieces

_MIN_TEXT = 18
"""The fewest cells for the text; with fewer, the details go below it."""
_AMPLE_TEXT = 30
"""With this many cells for the text, the details need not wrap."""
_GAP = 2
_NEAR = timedelta(days=360)
"""How far ahead a date needs no year: less than a year, so that it is unambiguous."""


_Widths = tuple[int, int, int]

_MARKS: Mapping[AgreementStatus, str] = {"open": "", "done": "[x]", "dropped": "[-]"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _AgreementRow(ListRow):
    """An agreement, with its details in columns that all rows share.

    `note` names the first gap and the number of others, `notes` names all gaps.
    """

    status: str
    owner: str
    due: str
    note: str
    notes: str
    late: bool
    label: int = 0
    """The width of the column of marks, in cells."""
    wide: _Widths = (0, 0, 0)
    """The widths of owner, due date and note in which none of them wraps."""
    tight: _Widths = (0, 0, 0)
    """The widths in which no word breaks."""

    def lines(self, width: int) -> list[Line]:
        """Return the row: the details beside the text if there is room, or else below it."""
        return hanging((self.mark.ljust(self.label), "bold"), self._lines(width - self.label))

    def _lines(self, width: int) -> list[Line]:
        """Return text and details, without the mark."""
        widths = self.wide if width - _total_width(self.wide) >= _AMPLE_TEXT else self.tight
        room = width - _total_width(widths)
        text = [(self.status, ""), (self.text, self.style)]
        due_style = "bold" if self.late else ""
        if room < _MIN_TEXT:
            parts = [(self.owner, ""), (self.due, due_style), (self.notes, "dim")]
            filled = [part for part in parts if part[0]]
            dotted = [(f"{part} ·", style) for part, style in filled[:-1]] + filled[-1:]
            return wrap_pieces(text, width) + wrap_pieces(dotted, width)
        details = ((self.owner, ""), (self.due, due_style), (self.note, "dim"))
        cells = [
            (wrap_pieces([detail], column), column)
            for detail, column in zip(details, widths, strict=True)
            if column
        ]
        return side_by_side([(wrap_pieces(text, room), room), *cells], _GAP)


def _total_width(widths: _Widths) -> int:
    return sum(width + _GAP for width in widths if width)


class AgreementsPane(RemoteSelectionPane):
    """The agreements in order, numbered by kind. `show` sets the conversation and the date."""

    def __init__(self, *, empty_hint: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(empty_hint=empty_hint, id=id)
        self._conversation = Conversation(Header())
        self._today = date.min

    def show(self, conversation: Conversation, today: date) -> None:
        """Show this conversation's agreements; those due before `today` are late."""
        self._conversation, self._today = conversation, today
        rows = [self._row(number, agreement) for number, agreement in conversation.numbered()]
        label = max((cell_len(row.mark) for row in rows), default=0)
        owner, due, note = (
            [row.owner for row in rows],
            [row.due for row in rows],
            [row.note for row in rows],
        )
        wide = (_widest(owner), _widest(due), _widest(note))
        tight = (_widest(_words(owner)), wide[1], _widest(_words(note)))
        self.body.update_rows([replace(row, label=label, wide=wide, tight=tight) for row in rows])
        count = sum(agreement.status == "open" for agreement in conversation.agreements)
        total = tr("pane.agreements.open", count=count)
        title = tr("pane.agreements.title")
        whole, lacking = _conversation_gaps(conversation)
        self.set_titles(
            f"{title} ── {' · '.join([total, *lacking, *whole])}",
            f"{title} ── {' · '.join([total, *whole])}",
            f"{title} ── {total}",
            f"{title} {total}",
            f"3 {total}",
        )

    @property
    def agreement(self) -> Agreement | None:
        """The selected agreement."""
        return self._conversation.agreement(RowId(self.key)) if self.key else None

    def _row(self, number: str, agreement: Agreement) -> _AgreementRow:
        status = agreement.status
        late = is_late(agreement, self._today)
        note, notes = _gaps_in_words(agreement)
        due = format_day(agreement.due, self._today) if agreement.due is not None else ""
        return _AgreementRow(
            agreement.id,
            agreement.text or "…",
            mark=f"{tr(agreement_label(agreement.kind, number))} ",
            status=" ".join([_MARKS[status], *([CARRIED] if agreement.carried_from else [])]),
            style="strike" if status == "dropped" else "",
            owner=self._conversation.short_name(agreement.owner),
            due=f"{due}!" if late else due,
            note=note,
            notes=notes,
            late=late,
            new=agreement.id in self._unread,
        )

    # Actions

    def action_done(self) -> None:
        """Toggle the agreement between done and open."""
        self._toggle("done")

    def action_drop(self) -> None:
        """Toggle the agreement between dropped and open."""
        self._toggle("dropped")

    def _toggle(self, status: AgreementStatus) -> None:
        if agreement := self.agreement:
            new = "open" if agreement.status == status else status
            self.post_message(EditRequested(Change("agreement", agreement.id, {"status": new})))

    def action_add(self) -> None:
        """Request the form of a new agreement."""
        self.post_message(AgreementFormRequested(None))

    def action_edit(self) -> None:
        """Request the form of the agreement."""
        self._request_form("")

    def action_owner(self) -> None:
        """Request the form, with the owner focused."""
        self._request_form("owner")

    def action_due(self) -> None:
        """Request the form, with the due date focused."""
        self._request_form("due")

    def _request_form(self, field: str) -> None:
        if agreement := self.agreement:
            self.post_message(AgreementFormRequested(agreement.id, focus_field=field))

    def action_progress(self) -> None:
        """Request the form of progress."""
        if agreement := self.agreement:
            self.post_message(ProgressFormRequested(agreement.id))

    def action_delete(self) -> None:
        """Delete the agreement."""
        if agreement := self.agreement:
            self.post_message(EditRequested(Delete("agreement", agreement.id)))

    def action_move_down(self) -> None:
        """Move the agreement down."""
        self._move(1)

    def action_move_up(self) -> None:
        """Move the agreement up."""
        self._move(-1)

    def _move(self, step: int) -> None:
        agreement = self.agreement
        if agreement is None:
            return
        agreements = list(self._conversation.agreements)
        goal = agreements.index(agreement) + step
        if 0 <= goal < len(agreements):
            agreements.remove(agreement)
            orders = keys_to_insert(
                agreement.id, goal, [(other.id, other.order) for other in agreements]
            )
            self.post_message(EditRequested(Reorder("agreement", orders)))


def format_day(day: date, today: date) -> str:
    """Return a short date; without the year if in `today`'s year, or less than `_NEAR` ahead."""
    near = today <= day < today + _NEAR
    return format_date(day, spoken().language, today=day if near else today, width="short")


def _conversation_gaps(conversation: Conversation) -> tuple[list[str], list[str]]:
    """Return titles for the gaps of the conversation, and for the number of incomplete rows."""
    found = list(completeness_gaps(conversation)) if conversation.agreements else []
    count = sum(gap.agreement is not None for gap in found)
    lacking = [tr("pane.agreements.lacking", count=count)] if count else []
    whole = [gap.names[0] for gap in found if gap.agreement is None]
    return [tr(f"pane.{name}.none") for name in whole if name not in LATER_GAPS], lacking


def _widest(texts: Iterable[str]) -> int:
    return max((cell_len(text) for text in texts), default=0)


def _words(texts: Iterable[str]) -> Iterator[str]:
    # Keep a word and the question mark after it together.
    return (word for text in texts for word in text.replace(" ?", "_?").split(" "))


def _gaps_in_words(agreement: Agreement) -> tuple[str, str]:
    """Return the gaps of an agreement, short and in full."""
    if agreement.status != "open":
        word = tr(f"pane.agreements.{agreement.status}")
        return word, word
    names = [tr(f"pane.missing.{name}") for name in missing_fields(agreement)]
    if not names:
        word = tr("pane.agreements.complete")
        return word, word
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    return f"{names[0]} ?{more}", f"{', '.join(names)} ?"
