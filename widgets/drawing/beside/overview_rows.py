"""The rows of the overview: how far each agreement is, when it is due, who does what, and gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest

from rich.cells import cell_len

from ....data.i18n.relative_days import is_soon, is_told_by_month, relative_day
from ....data.ids import RowId
from ....data.lazy_dataclass import dataclass, field, replace
from ....data.minutes.commitments import Commitments, commitments
from ....data.model.agreements.completeness import completeness_gaps
from ....data.model.agreements.progress import (
    evaluation_is_late,
    is_late,
    last_percent,
    support_is_late,
)
from ....data.model.conversation import Agreement, Conversation
from ....data.text.sanitize import clean_line
from ...language import spoken, tr
from ..bars import bar_pieces
from ..desk.agreement_rows import MAX_OWNER, due_piece, format_day, label_piece, text_role
from ..list_row import ListRow
from ..roles import Role
from ..row_line import in_columns
from ..timeline import DUE, EVALUATION, LATE, SUPPORT, TODAY, Sign, make_axis
from ..title_rule import Title, count, title_rule
from ..wrapping import ELLIPSIS, Line, Piece, fit, line_width, side_by_side, wrap_pieces

_BARS = (10, 5)
"""The cells of a bar, the most first."""
_PERCENT = 6
_MIN_TEXT = 15
"""The fewest cells for the text of an agreement; with fewer, the rest goes below it."""
_GAP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow(ListRow):
    """A heading: a rule over the whole width, with a name and a legend."""

    title: Title

    def lines(self, width: int) -> list[Line]:
        """Return the rule."""
        return [title_rule(width, self.title)]

    def height(self, width: int) -> int | None:  # noqa: ARG002 - at any width
        """Return 1."""
        return 1


@dataclass(frozen=True, slots=True)
class StatusWidths:
    """The widths of the columns that all rows share, in cells."""

    label: int = 0
    owner: int = 0
    due: int = 0
    note: int = 0

    def bar(self, width: int) -> int:
        """Return the cells of a bar in a row of this width; 0 if all goes below the text."""
        columns = (self.owner, self.due, self.note)
        rest = width - self.label - sum(_GAP + column for column in columns if column)
        return next((bar for bar in _BARS if rest - bar - _PERCENT - 1 >= _MIN_TEXT), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow(ListRow):
    """An agreement: how far it is, of whom, until when, and what is to be said of that."""

    label: Piece
    percent: int | None
    told: str | None
    """Words instead of a bar; None for a bar."""
    owner: Piece
    due: Piece
    note: Piece
    done: bool
    widths: StatusWidths = field(default_factory=StatusWidths)

    def height(self, width: int) -> int | None:
        """Return 1, or 2 if all but the text is below it."""
        return 1 if self.widths.bar(width) else 2

    def lines(self, width: int) -> list[Line]:
        """Return the row in one line or two."""
        widths = self.widths
        name, role = self.label
        head: Piece = (name.ljust(widths.label), role)
        columns = ((self.owner, widths.owner), (self.due, widths.due), (self.note, widths.note))
        cells = [(_GAP, *column) for column in columns]
        bar = widths.bar(width)
        if bar:
            room = width - widths.label - bar - _PERCENT - 1
            room -= sum(_GAP + column for _, _, column in cells if column)
            text = fit(clean_line(self.text), room)
            line: list[Piece] = [head, (text, self.style)]
            line.append((" " * (room + 1 - cell_len(text)), Role.PLAIN))
            return [(*line, *self._progress(bar), *in_columns(cells, begun=True))]
        room = width - widths.label
        return [
            (head, (fit(clean_line(self.text), room), self.style)),
            ((" " * widths.label, Role.PLAIN), *self._below(cells, room)),
        ]

    def _below(self, cells: Sequence[tuple[int, Piece, int]], room: int) -> Line:
        """Return as much as fits: what is said of the date stays longest, and then the date."""
        bar = self._progress(_BARS[-1])
        for before, shown in ((bar, 3), (bar, 2), ([], 2)):
            line = (*before, *in_columns(cells[len(cells) - shown :], begun=True))
            if line_width(line) <= room:
                return line
        return ((fit(self.note[0], room), self.note[1]),)

    def _progress(self, bar: int) -> list[Piece]:
        """Return the bar and its figure, or the words instead of it, in the same cells."""
        if self.told is not None:
            words = fit(self.told, bar + _PERCENT)
            return [(words, Role.DIM), (" " * (bar + _PERCENT - cell_len(words)), Role.PLAIN)]
        share = 1.0 if self.done else (self.percent or 0) / 100
        figure = "" if self.percent is None else f"{self.percent:4} %"
        figure = figure if figure or self.done else "   –  "
        role = Role.PLAIN if self.percent is not None else Role.DIM
        return [*bar_pieces(share, bar), (figure.ljust(_PERCENT), role)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow(ListRow):
    """The dates of an agreement on the timeline; without a label the months above it."""

    label: Piece = ("", Role.PLAIN)
    column: int
    """The cells of the labels."""
    today: date
    days: tuple[date, ...]
    """All days that the axis must include."""
    signs: tuple[Sign, ...] = ()
    until: tuple[date, Role] | None = None

    def height(self, width: int) -> int | None:  # noqa: ARG002 - at any width
        """Return 1."""
        return 1

    def lines(self, width: int) -> list[Line]:
        """Return the one line."""
        axis = make_axis(self.days, max(1, width - self.column))
        text, role = self.label
        head: Piece = (text.ljust(self.column), role)
        if not text:
            return [(head, *axis.months_line(tr("dates.months.short").split(), self.today))]
        return [(head, *axis.track(self.today, self.signs, self.until))]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow(ListRow):
    """The commitments of two people, side by side."""

    cells: tuple[tuple[Piece, ...], ...]

    def lines(self, width: int) -> list[Line]:
        """Return the row in lines of at most `width` cells."""
        each = max(1, (width - _GAP * (len(self.cells) - 1)) // len(self.cells))
        return side_by_side([(wrap_pieces(cell, each), each) for cell in self.cells], _GAP)


AboutRow = tuple[ListRow, RowId | None]
"""A row, and the id of the agreement that it is about."""


def to_read(about: Iterable[AboutRow]) -> tuple[Title, list[ListRow]]:
    """Return the title and the rows of a part that is only read; no rows if it is empty."""
    rows = [row for row, _ in about]
    title = next((row.title for row in rows if isinstance(row, RuleRow)), Title())
    rest = [replace(row, selectable=False) for row in rows if not isinstance(row, RuleRow)]
    return title, rest


def rule_row(key: str, name: str, legend: Sequence[Line] = ()) -> ListRow:
    """Return a heading over the whole width."""
    title = Title((name,), legend)
    return RuleRow(f"heading/{key}", name, title=title, selectable=False, full=True)


def status_rows(conversation: Conversation, today: date) -> Iterator[AboutRow]:
    """Yield a row for each agreement."""
    rows = [
        _status_row(agreement, number, conversation, today)
        for number, agreement in conversation.numbered()
    ]
    widths = StatusWidths(
        max((cell_len(row.label[0]) + 1 for row in rows), default=0),
        *(
            max((cell_len(cell[0]) for cell in column), default=0)
            for column in zip(*((row.owner, row.due, row.note) for row in rows), strict=True)
        ),
    )
    for row in rows:
        yield replace(row, widths=widths), RowId(row.key.partition("/")[2])


def _status_row(
    agreement: Agreement, number: str, conversation: Conversation, today: date
) -> StatusRow:
    closed, done = agreement.status != "open", agreement.status == "done"
    percent = last_percent(agreement)
    told = "" if agreement.status == "dropped" else None
    if agreement.status == "open" and agreement.progress and percent is None:
        told = tr("overview.under_way")
    owner = fit(clean_line(conversation.short_name(agreement.owner)), MAX_OWNER)
    return StatusRow(
        f"state/{agreement.id}",
        agreement.text or ELLIPSIS,
        style=text_role(agreement),
        label=label_piece(agreement, number),
        percent=percent,
        told=told,
        owner=(owner, Role.DONE if closed else Role.PLAIN),
        due=due_piece(agreement, today),
        note=_note(agreement, today),
        done=done,
    )


def _note(agreement: Agreement, today: date) -> Piece:
    """Return what is to be said of the date: that it is closed, late, or how far off."""
    if agreement.status != "open":
        return tr(f"pane.agreements.{agreement.status}"), Role.DONE
    if agreement.due is None:
        return f"{tr('pane.missing.due')} ?", Role.MISSING
    words = tr(relative_day(agreement.due, today))
    if is_late(agreement, today):
        return words, Role.LATE
    if is_told_by_month(agreement.due, today):
        return "", Role.PLAIN  # its date tells as much
    return words, Role.SOON if is_soon(agreement.due, today) else Role.DIM


# The timeline


def timeline_rows(conversation: Conversation, today: date) -> Iterator[AboutRow]:
    """Yield a heading, the months, and a row for each agreement with a date; without one nothing.

    Dropped agreements are left out.
    """
    dated = [
        (number, agreement)
        for number, agreement in conversation.numbered()
        if agreement.status != "dropped"
        and (agreement.due or agreement.evaluate_on or agreement.support_due)
    ]
    if not dated:
        return
    tracks = [list(_signs(agreement, today)) for _, agreement in dated]
    days = (today, *(sign.day for track in tracks for sign in track))
    shown = {sign.text for track in tracks for sign in track}
    yield rule_row("when", tr("overview.time"), _legend(SUPPORT in shown)), None
    labels = [label_piece(agreement, number) for number, agreement in dated]
    column = max(cell_len(text) for text, _ in labels) + 1
    months = TimelineRow("months", "", selectable=False, column=column, today=today, days=days)
    yield months, None
    for (_, agreement), label, track in zip(dated, labels, tracks, strict=True):
        row = replace(
            months,
            key=f"time/{agreement.id}",
            selectable=True,
            label=label,
            signs=tuple(track),
            until=_stretch(agreement, track, today),
        )
        yield row, agreement.id


def _signs(agreement: Agreement, today: date) -> Iterator[Sign]:
    """Yield the signs of an agreement; that of a day that passed in vain says so."""
    late = LATE, Role.LATE_DATE
    if agreement.evaluate_on and agreement.status == "open":
        over = evaluation_is_late(agreement, today)
        yield Sign(agreement.evaluate_on, *(late if over else (EVALUATION, Role.ACCENT)))
    if agreement.support_due:
        over = support_is_late(agreement, today)
        yield Sign(agreement.support_due, *(late if over else (SUPPORT, Role.ACCENT)))
    if agreement.due:
        role = Role.SOON if is_soon(agreement.due, today) else Role.PLAIN
        role = Role.ALL_DONE if agreement.status == "done" else role
        over = is_late(agreement, today)
        yield Sign(agreement.due, *(late if over else (DUE, role)))


def _stretch(agreement: Agreement, track: Sequence[Sign], today: date) -> tuple[date, Role] | None:
    """Return the day to which a line leads from today, and its role; None without a day."""
    end = agreement.due or max((sign.day for sign in track), default=None)
    if end is None:
        return None
    return end, Role.LATE_DATE if is_late(agreement, today) else Role.DIM


def _legend(support: bool) -> list[Line]:
    """Return what the signs mean; the one of support goes first where there is no room."""
    signs = ((TODAY, "today"), (EVALUATION, "look"), (DUE, "due"))
    words = "".join(f"{sign} {tr(f'overview.sign.{name}')}  " for sign, name in signs)
    late = f"{LATE} {tr('overview.sign.late')}", Role.LATE_DATE
    lines: list[Line] = [((words, Role.DIM), late)]
    if support:
        lines.append(count(f"{SUPPORT} {tr('overview.sign.support')}"))
    return lines


# People and gaps


def people_rows(conversation: Conversation, today: date, *, abreast: bool) -> Iterator[AboutRow]:
    """Yield a heading and who does what; `abreast` puts two people side by side."""
    people = commitments(conversation, spoken())
    if not people:
        return
    yield rule_row("people", tr("overview.people")), None
    size = 2 if abreast else 1
    number = 0
    for start in range(0, len(people), size):
        group = people[start : start + size]
        names = tuple(((clean_line(person.name), Role.BOLD),) for person in group)
        yield PairRow(f"names/{start}", "", cells=names, selectable=False), None
        tasks = [list(_tasks(person, today)) for person in group]
        for row in zip_longest(*tasks, fillvalue=(None, ())):
            first = next(agreement_id for agreement_id, _ in row if agreement_id)
            cells = tuple(cell or (("", Role.PLAIN),) for _, cell in row)
            yield PairRow(f"who/{number}", "", cells=cells), first
            number += 1


def _tasks(person: Commitments, today: date) -> Iterator[tuple[RowId, tuple[Piece, ...]]]:
    for label, agreement in person.owns:
        text = f"{label} {clean_line(agreement.text) or ELLIPSIS}"
        late = is_late(agreement, today)
        yield agreement.id, _task(text, agreement.due, today, late, agreement.status == "done")
    for label, agreement in person.supports:
        key = "overview.supports" if agreement.support else "overview.supports_somehow"
        text = tr(key, label=label, support=clean_line(agreement.support))
        late = support_is_late(agreement, today)
        done = agreement.status == "done" or agreement.support_done is not None
        yield agreement.id, _task(text, agreement.support_due, today, late, done)


def _task(text: str, day: date | None, today: date, late: bool, done: bool) -> tuple[Piece, ...]:
    box: list[Piece] = [("[x]", Role.DONE_BOX)] if done else []
    pieces: list[Piece] = [*box, (text, Role.DONE if done else Role.PLAIN)]
    if day is not None:
        pieces.append((f"· {format_day(day, today)}", Role.DIM))
    if day is not None and late:
        pieces.append((tr(relative_day(day, today)), Role.LATE))
    return tuple(pieces)


def gap_rows(conversation: Conversation) -> Iterator[AboutRow]:
    """Yield a heading and what is still to add."""
    yield rule_row("gaps", tr("overview.welcome")), None
    found = list(completeness_gaps(conversation))
    for number, gap in enumerate(found):
        agreement_id = gap.agreement.id if gap.agreement else None
        yield ListRow(f"gap/{number}", tr(gap.message)), agreement_id
    if not found:
        yield ListRow("gap/", tr("overview.concrete")), None
