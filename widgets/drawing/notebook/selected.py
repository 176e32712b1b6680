"""The conversation that is selected: what is open in it, and the one thing to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len

from ....data.i18n.date_format import format_date
from ....data.i18n.relative_days import is_soon
from ....data.notebook.agenda.agenda import Section, Talk
from ....data.notebook.agenda.board import OpenAgreement
from ....data.notebook.agenda.waiting import Waiting, waiting_for
from ....data.notebook.summary import Summary
from ....data.text.sanitize import clean_line
from ...language import spoken, tr
from ..bars import bar_pieces
from ..desk.agreement_rows import LABELS, LATE, MAX_OWNER, format_day
from ..roles import Role
from ..title_rule import Title
from ..wrapping import Line, Piece, fit, line_width, wrap_pieces
from .columns import WIDTHS, Column, places
from .words import distance, kind_name, name_of

_OWNER_FROM = 100
"""From this many cells on the owner of an agreement has a column."""
_LEAST_OWNER = 6
"""The fewest cells of the column of owners."""
_BAR_FROM = 112
"""From this many cells on a bar shows how far an agreement is."""
_BAR, _PERCENT = 20, 6


_INVITE = ("notebook.invite", "notebook.todo.invite")
_APPROVE = ("notebook.open", "notebook.todo.approve")
_FOLLOW = ("notebook.follow_up", "notebook.todo.follow")
_REMEDIES: Mapping[Waiting, tuple[str, str]] = {
    Waiting.NOBODY_PREPARED: _INVITE,
    Waiting.ONE_PREPARED: _INVITE,
    Waiting.OTHER_PREPARES: _INVITE,
    Waiting.I_PREPARE: ("notebook.open", "notebook.todo.prepare"),
    Waiting.BOTH_PREPARED: ("notebook.open", "notebook.todo.talk"),
    Waiting.BEGUN: ("notebook.open", "notebook.todo.go_on"),
    Waiting.PLANNING: _FOLLOW,
    Waiting.OVERDUE: _FOLLOW,
    Waiting.CHANGED: _APPROVE,
    Waiting.ONE_APPROVES: _APPROVE,
    Waiting.NOBODY_APPROVES: _APPROVE,
}
"""What a talk waits for -> the binding of a key, and the message of what that does about it."""


def selected_title(talk: Talk, today: date) -> Title:
    """Return the name, and which conversation it is with its day."""
    summary = talk.summary
    title = clean_line(summary.title) or kind_name(summary)
    words = _when(talk, today)
    state = Role.LATE_DATE if talk.is_late(today) and talk.section is Section.DUE else Role.COUNT
    return Title((name_of(summary),), (((title, Role.COUNT),), ((words, state),)))


def _when(talk: Talk, today: date) -> str:
    """Return when it was or is, in words."""
    summary, language = talk.summary, spoken().language
    if summary.date is None:
        return tr(
            "notebook.when.held_undated" if talk.section is Section.HELD else "notebook.when.none"
        )
    day = format_day(summary.date, today)
    if talk.section is Section.HELD:
        return tr("notebook.when.held", day=day)
    if summary.date < today:
        return tr("notebook.when.late", day=day)
    if summary.date == today:
        return tr("notebook.when.today", time=summary.time).rstrip()
    near = format_date(summary.date, language, today=today, width="weekday")
    return tr("notebook.when.planned", day=f"{near} {summary.time}".rstrip())


def selected_lines(
    talk: Talk,
    agreements: Sequence[OpenAgreement],
    keys: Mapping[str, str],
    today: date,
    width: int,
    height: int,
) -> list[Line]:
    """Return at most `height` lines: the open agreements, and what to do.

    `keys` are the keys of bindings.
    """
    last = _waiting_lines(talk, keys, today, width)[: max(0, height)]
    shown = agreements[: max(0, height - len(last))]
    has_bars = width >= _BAR_FROM and any(each.percent is not None for each in shown)
    owners = [_owner(each, talk.summary) for each in shown]
    owner = max([_LEAST_OWNER, *map(cell_len, owners)]) if has_bars else MAX_OWNER
    layout = Layout(width, owner if width >= _OWNER_FROM else 0, has_bars)
    return [*(_agreement(each, talk.summary, today, layout) for each in shown), *last]


class Layout(NamedTuple):
    """The cells of a line, of the column of owners, and whether there is one of bars."""

    width: int
    owner: int
    has_bars: bool


def _owner(row: OpenAgreement, summary: Summary) -> str:
    name = clean_line(row.owner)
    return fit(name.partition(" ")[0] if row.owner in summary.names else name, MAX_OWNER)


def _agreement(row: OpenAgreement, summary: Summary, today: date, layout: Layout) -> Line:
    """Return label, text, how far it is and of whom if there is room, due date and how far off."""
    width = layout.width
    at = places(width - 1)
    due_at = 1 + at.get(Column.APPROVED, at[Column.NEXT])[0]
    next_at = 1 + at[Column.NEXT][0]
    if due_at == next_at:
        due_at = next_at - WIDTHS[Column.APPROVED] - 1
    label = tr(row.label)
    head: list[Piece] = [
        (" ", Role.PLAIN),
        (label, LABELS.get(row.kind, Role.OTHER_LABEL)),
        (" ", Role.PLAIN),
    ]
    text_end = due_at - 2
    owner = _owner(row, summary) if layout.owner else ""
    if layout.owner:
        text_end = due_at - layout.owner - (2 if layout.has_bars else 3)
    owner_at = text_end if layout.has_bars else text_end + 2
    if layout.has_bars:
        text_end = owner_at - _BAR - _PERCENT - 4
    text = fit(clean_line(row.text) or "…", text_end - line_width(tuple(head)))
    line = [*head, (text, Role.PLAIN)]
    if layout.has_bars and row.percent is not None:
        line += [_to(line, text_end + 2), *bar_pieces(row.percent / 100, _BAR)]
        line.append((f"{row.percent:4} %", Role.PLAIN))
    if owner:
        line += [_to(line, owner_at), (owner, Role.PLAIN)]
    day, word = _due(row, today)
    if day[0]:
        line += [_to(line, due_at), day]
    return (*line, _to(line, next_at), word)


def _due(row: OpenAgreement, today: date) -> tuple[Piece, Piece]:
    if row.due is None:
        return ("", Role.PLAIN), (tr("notebook.undated"), Role.MISSING)
    day, far = format_day(row.due, today), distance(row.due, today)
    if row.due < today:
        return (f"{day}{LATE}", Role.LATE_DATE), (far, Role.LATE)
    if is_soon(row.due, today):
        return (day, Role.SOON), (far, Role.SOON)
    return (day, Role.PLAIN), (far, Role.DIM)


def _to(line: Sequence[Piece], x: int) -> Piece:
    """Return the blanks from the end of a line to cell `x`."""
    return " " * max(0, x - line_width(tuple(line))), Role.PLAIN


def _waiting_lines(talk: Talk, keys: Mapping[str, str], today: date, width: int) -> list[Line]:
    """Return what a talk waits for, and which key does something about it."""
    waiting = waiting_for(talk, today)
    if waiting is None:
        return []
    role = Role.DIM if waiting is Waiting.NOTHING else Role.MISSING
    pieces: list[Piece] = [(waiting_words(talk.summary, waiting), role)]
    binding, action = _REMEDIES.get(waiting, ("", ""))
    if key := keys.get(binding, ""):
        name = first_name(talk.summary)
        pieces += [(key, Role.KEY), (tr(action, name=name), Role.DIM)]
        if sum(cell_len(text) + 1 for text, _ in pieces) >= width:
            pieces[2] = (tr(f"{action}.short"), Role.DIM)
    return [((" ", Role.PLAIN), *line) for line in wrap_pieces(pieces, width - 2)]


def waiting_words(summary: Summary, waiting: Waiting) -> str:
    """Return what a conversation waits for, in words."""
    return tr(f"notebook.todo.{waiting.value}", name=first_name(summary))


def first_name(summary: Summary) -> str:
    """Return the first name of the other."""
    return (name_of(summary).split() or [""])[0]
