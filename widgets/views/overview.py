"""The overview pane: progress, timeline, owners and gaps of all agreements.

One list that scrolls with its cursor. Rows use words and signs, so that no colour is needed; bars
and timelines fill the width.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import zip_longest

from rich.cells import cell_len
from textual import on
from textual.message import Message

from ...data.ids import RowId
from ...data.minutes.commitments import Commitments, commitments
from ...data.model.agreement_label import labelled
from ...data.model.completeness import completeness_gaps
from ...data.model.conversation import Agreement, Conversation, Header
from ...data.model.progress import evaluation_is_late, is_late, last_percent, support_is_late
from ..drawing.agreement_rows import format_day
from ..drawing.bars import bar
from ..drawing.list_row import ListRow
from ..drawing.roles import Role
from ..drawing.timeline import DUE, EVALUATION, LATE, SUPPORT, TODAY, make_axis
from ..drawing.title_rule import Title
from ..drawing.wrapping import Line, Piece, hanging, side_by_side, wrap_pieces
from ..language import spoken, tr
from ..primitives.pane import ListPane
from ..primitives.row_list import RowList

_BAR = 10
_GAP = 2
_MIN_TEXT = 18
"""The fewest cells for the text of an agreement; with fewer, its details go below it."""
_MIN_TIMELINE = 24
"""The fewest columns of a timeline; with fewer, the dates go below it."""
_MIN_WIDTH_ABREAST = 64
"""From this many columns on, the commitments of two people are side by side."""


@dataclass
class AgreementChosen(Message):
    """The cursor moved to a row about another agreement; None if there are no agreements."""

    agreement_id: RowId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _AgreementStatusRow(ListRow):
    """An agreement with its details: side by side if there is room."""

    cells: tuple[Piece, ...]
    widths: tuple[int, ...] = ()

    def lines(self, width: int) -> list[Line]:
        """Return the row as lines of at most `width` cells."""
        mark = (self.mark, "bold")
        width -= len(self.mark)
        room = width - sum(self.widths) - _GAP * len(self.widths)
        if room < _MIN_TEXT:
            details = [cell for cell in self.cells if cell[0]]
            dotted = [(f"{text} ·", style) for text, style in details[:-1]] + details[-1:]
            below = wrap_pieces([(self.text, self.style)], width) + wrap_pieces(dotted, width)
            return hanging(mark, below)
        cells: list[tuple[list[Line], int]] = [
            ([(cell,)], size) for cell, size in zip(self.cells, self.widths, strict=True)
        ]
        text = (wrap_pieces([(self.text, self.style)], room), room)
        return hanging(mark, side_by_side([text, *cells], _GAP))


@dataclass(frozen=True, slots=True)
class _TimelineRow(ListRow):
    """The dates of an agreement on the timeline, and in words; without signs, the months."""

    signs: tuple[tuple[date, str], ...] = ()
    days: tuple[date, ...] = ()
    """All days that the axis must include."""
    details: str = ""
    details_width: int = 0

    def lines(self, width: int) -> list[Line]:
        """Return the row as lines of at most `width` cells."""
        mark = (self.mark, "bold")
        width -= len(self.mark)
        beside = width - self.details_width - _GAP >= _MIN_TIMELINE
        line = make_axis(self.days, width - self.details_width - _GAP if beside else width)
        if not self.signs:
            names = tr("dates.months.short").split()
            return hanging(mark, [((line.months(names), "dim"),)])
        track: list[Line] = [((line.track(self.signs), ""),)]
        details = wrap_pieces([(self.details, "bold" if LATE in self.details else "")], width)
        if beside:
            columns = [(track, line.width + _GAP), (details, self.details_width)]
            return hanging(mark, side_by_side(columns, 0))
        return hanging(mark, track + details)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PairRow(ListRow):
    """The commitments of two people, side by side."""

    cells: tuple[tuple[Piece, ...], ...]

    def lines(self, width: int) -> list[Line]:
        """Return the row as lines of at most `width` cells."""
        each = max(1, (width - _GAP * (len(self.cells) - 1)) // len(self.cells))
        return side_by_side([(wrap_pieces(cell, each), each) for cell in self.cells], _GAP)


@dataclass
class _RowBuilder:
    """Collects the rows, and the id of the agreement of each, by row key."""

    rows: list[ListRow] = field(default_factory=list)
    agreement_by_row: dict[str, RowId] = field(default_factory=dict)

    def heading(self, text: str, aside: str = "") -> None:
        """Add a heading, after an empty line."""
        if self.rows:
            self.rows.append(ListRow(f"blank/{len(self.rows)}", "", selectable=False))
        tail: tuple[Piece, ...] = ((aside, "dim"),) if aside else ()
        key = f"heading/{len(self.rows)}"
        self.rows.append(ListRow(key, text, tail=tail, style="bold", selectable=False))

    def add(self, row: ListRow, agreement_id: RowId | None = None) -> None:
        """Add a row about this agreement."""
        self.rows.append(row)
        if agreement_id:
            self.agreement_by_row[row.key] = agreement_id


class OverviewPane(ListPane):
    """The overview. `show` sets the conversation and the date.

    `agreement` is that of the current row, else of the last row with one.
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._conversation = Conversation(Header())
        self._today = date.min
        self._agreement_by_row: dict[str, RowId] = {}
        self._chosen: RowId | None = None
        self._abreast = False

    def show(self, conversation: Conversation, today: date) -> None:
        """Show this conversation; agreements due before `today` are late."""
        self._conversation, self._today = conversation, today
        self._update()

    @property
    def agreement(self) -> Agreement | None:
        """The agreement of the current row, else of the last row that had one."""
        return self._conversation.agreement(self._chosen) if self._chosen else None

    def on_resize(self) -> None:
        """Put people side by side if there is room."""
        if (self.size.width >= _MIN_WIDTH_ABREAST) != self._abreast:
            self._abreast = not self._abreast
            self._update()

    @on(RowList.Highlighted)
    def _choose(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._follow_cursor()

    def _follow_cursor(self) -> None:
        chosen = self._agreement_by_row.get(self.key or "", self._chosen)
        if chosen is None or self._conversation.agreement(chosen) is None:
            chosen = next(iter(self._agreement_by_row.values()), None)
        self._chosen = chosen
        self.post_message(AgreementChosen(chosen))

    def _update(self) -> None:
        builder = _RowBuilder()
        labels = {
            agreement.id: f"{tr(label)} " for label, agreement in labelled(self._conversation)
        }
        for row in _align_columns(
            self._status_row(agreement, label) for agreement, label in self._labelled(labels)
        ):
            builder.add(row, RowId(row.key.partition("/")[2]))
        self._add_timeline(builder, labels)
        self._add_people(builder)
        builder.heading(tr("overview.welcome"))
        found = list(completeness_gaps(self._conversation))
        for number, gap in enumerate(found):
            agreement_id = gap.agreement.id if gap.agreement else None
            builder.add(ListRow(f"gap/{number}", tr(gap.message)), agreement_id)
        if not found:
            builder.add(ListRow("gap/", tr("overview.concrete")))
        self._agreement_by_row = builder.agreement_by_row
        self.body.update_rows(builder.rows)
        self._follow_cursor()
        self.show_title(self._title())

    def _labelled(self, labels: dict[RowId, str]) -> Iterator[tuple[Agreement, str]]:
        widest = max(map(cell_len, labels.values()), default=0)
        for agreement in self._conversation.agreements:
            yield agreement, labels[agreement.id].ljust(widest)

    def _title(self) -> Title:
        counts: list[Line] = []
        for status in ("open", "done", "dropped"):
            count = sum(agreement.status == status for agreement in self._conversation.agreements)
            if count:
                counts.append(((f"{count} {tr(f'form.agreement.status.{status}')}", Role.COUNT),))
        return Title((tr("overview.title"),), counts)

    # Progress

    def _status_row(self, agreement: Agreement, label: str) -> _AgreementStatusRow:
        late = is_late(agreement, self._today)
        status = tr("overview.late") + LATE if late else _status(agreement)
        return _AgreementStatusRow(
            f"state/{agreement.id}",
            agreement.text or "…",
            mark=label,
            style="strike" if agreement.status == "dropped" else "",
            cells=(
                (_progress(agreement), ""),
                (status, "bold" if late else ""),
                (self._conversation.short_name(agreement.owner), ""),
                (format_day(agreement.due, self._today) if agreement.due else "", ""),
            ),
        )

    # The timeline

    def _add_timeline(self, builder: _RowBuilder, labels: dict[RowId, str]) -> None:
        dated = [
            (agreement, label)
            for agreement, label in self._labelled(labels)
            if agreement.status != "dropped"
            and (agreement.due or agreement.evaluate_on or agreement.support_due)
        ]
        if not dated:
            return
        rows = [self._timeline_row(agreement, label) for agreement, label in dated]
        days = (self._today, *(day for row in rows for day, _ in row.signs))
        width = max(cell_len(row.details) for row in rows)
        signs = [(TODAY, "today"), (EVALUATION, "look"), (DUE, "due"), (LATE, "late")]
        if any(agreement.support_due for agreement, _ in dated):
            signs.insert(2, (SUPPORT, "support"))
        legend = " · ".join(f"{sign} {tr(f'overview.sign.{name}')}" for sign, name in signs)
        builder.heading(tr("overview.time"), legend)
        blank = " " * len(rows[0].mark)
        months = _TimelineRow("months", "", blank, days=days, details_width=width, selectable=False)
        builder.add(months)
        for (agreement, _), row in zip(dated, rows, strict=True):
            builder.add(replace(row, days=days, details_width=width), agreement.id)

    def _timeline_row(self, agreement: Agreement, label: str) -> _TimelineRow:
        signs = [(self._today, TODAY)]
        parts = []
        if agreement.evaluate_on and agreement.status == "open":
            late = evaluation_is_late(agreement, self._today)
            sign = LATE if late else EVALUATION
            signs.append((agreement.evaluate_on, sign))
            words = f" {tr('overview.look_late')}" if late else ""
            parts.append(f"{sign} {format_day(agreement.evaluate_on, self._today)}{words}")
        if agreement.support_due:
            late = support_is_late(agreement, self._today)
            sign = LATE if late else SUPPORT
            signs.append((agreement.support_due, sign))
            words = tr("overview.support_late") if late else ""
            words = tr("overview.support_given") if agreement.support_done else words
            parts.append(
                f"{sign} {format_day(agreement.support_due, self._today)} {words}".rstrip()
            )
        if agreement.due:
            late = is_late(agreement, self._today)
            sign = LATE if late else DUE
            signs.append((agreement.due, sign))
            words = tr("overview.late") if late else ""
            words = _status(agreement) if agreement.status == "done" else words
            parts.append(f"{sign} {format_day(agreement.due, self._today)} {words}".rstrip())
        return _TimelineRow(
            f"time/{agreement.id}", "", label, signs=tuple(signs), details="  ".join(parts)
        )

    # Owners

    def _add_people(self, builder: _RowBuilder) -> None:
        people = commitments(self._conversation, spoken())
        if not people:
            return
        builder.heading(tr("overview.people"))
        size = 2 if self._abreast else 1
        number = 0
        for start in range(0, len(people), size):
            group = people[start : start + size]
            names = tuple(((person.name, "bold"),) for person in group)
            builder.add(_PairRow(f"names/{start}", "", cells=names, selectable=False))
            tasks = [list(self._tasks(person)) for person in group]
            for row in zip_longest(*tasks, fillvalue=(None, ())):
                key = f"who/{number}"
                number += 1
                first = next(agreement_id for agreement_id, _ in row if agreement_id)
                cells = tuple(cell or (("", ""),) for _, cell in row)
                builder.add(_PairRow(key, "", cells=cells), first)

    def _tasks(self, person: Commitments) -> Iterator[tuple[RowId, tuple[Piece, ...]]]:
        for label, agreement in person.owns:
            due = format_day(agreement.due, self._today) if agreement.due else ""
            text = f"{label} {agreement.text or '…'}"
            yield agreement.id, _commitment(text, due, done=agreement.status == "done")
        for label, agreement in person.supports:
            key = "overview.supports" if agreement.support else "overview.supports_somehow"
            text = tr(key, label=label, support=agreement.support)
            day = agreement.support_due
            due = format_day(day, self._today) if day else ""
            done = agreement.status == "done" or agreement.support_done is not None
            yield agreement.id, _commitment(text, due, done=done)


def _commitment(text: str, due: str, *, done: bool) -> tuple[Piece, ...]:
    box = (("[x]", ""),) if done else ()
    when: tuple[Piece, ...] = ((f"· {due}", "dim"),) if due else ()
    return (*box, (text, ""), *when)


def _status(agreement: Agreement) -> str:
    return tr(f"form.agreement.status.{agreement.status}")


def _progress(agreement: Agreement) -> str:
    """Return the progress: a bar if it has a percentage, or else words."""
    percent = last_percent(agreement)
    if percent is not None:
        return f"{bar(percent / 100, _BAR)} {percent:3} %"
    if agreement.progress:
        return tr("overview.under_way")
    return tr("overview.no_progress") if agreement.status == "open" else ""


def _align_columns(rows: Iterable[_AgreementStatusRow]) -> list[_AgreementStatusRow]:
    """Return the rows with the width of each column: that of its widest cell."""
    rows = list(rows)
    widths = tuple(
        max(cell_len(text) for text, _ in column)
        for column in zip(*(row.cells for row in rows), strict=True)
    )
    return [replace(row, widths=widths) for row in rows]
