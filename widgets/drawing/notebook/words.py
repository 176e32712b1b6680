"""What the cells of the table say, in words and roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rich.cells import cell_len

from ....data.i18n.relative_days import relative_day
from ....data.ids import PARTNER_IDS
from ....data.model.conversation import CONVERSATION_KINDS
from ....data.notebook.agenda.agenda import WEEK, Section, Talk
from ....data.notebook.summary import Summary
from ....data.text.sanitize import clean_line
from ...language import tr
from ..desk.agreement_rows import LATE, format_day
from ..roles import Role
from ..wrapping import Piece
from .columns import WIDTHS, Column

_DAYS_IN_YEAR = 365
_MOST_DAYS = 999
"""More days late are told in years, so that the word has room."""
YES, NO = "●", "○"


def kind_name(summary: Summary) -> str:
    """Return what the kind of a conversation is called, in a word or two."""
    if summary.kind in CONVERSATION_KINDS:
        return tr(f"notebook.kind.{summary.kind}")
    return clean_line(summary.kind_title).lower() or tr("conversation.kind.other")


def kind_letter(kind: str, name: str) -> str:
    """Return the letter of a kind in the year."""
    if kind in CONVERSATION_KINDS:
        return tr(f"notebook.letter.{kind}")
    return name[:1].upper() or NO


def distance(day: date, today: date) -> str:
    """Return how far off a day is, in at most the cells of the last column."""
    words = tr(relative_day(day, today))
    if cell_len(words) <= WIDTHS[Column.NEXT]:
        return words
    days = (today - day).days
    if days > _MOST_DAYS:
        return tr("notebook.next.years", years=days // _DAYS_IN_YEAR)
    if days > 0:
        return tr("notebook.next.late", days=days)
    return tr("notebook.next.weeks", weeks=round(-days / 7))


def next_piece(talk: Talk, today: date) -> Piece:
    """Return when the next talk is, or that it is late or has to be planned."""
    if talk.lacks_day:
        return tr("notebook.next.plan"), Role.SOON
    day = talk.next_day
    if day is None:
        return "", Role.PLAIN
    return distance(day, today), talk_role(talk, today, late=Role.LATE)


def talk_role(talk: Talk, today: date, *, late: Role = Role.LATE_DATE) -> Role:
    """Return the role of the day of the next talk; `late` if it is over."""
    day = talk.next_day
    if day is None:
        return Role.PLAIN
    if day < today:
        return late
    if day == today:
        return Role.TODAY
    return Role.SOON if (day - today).days <= WEEK else Role.PLAIN


def when_piece(talk: Talk, today: date, room: int) -> Piece:
    """Return the day of a talk, with the time if it is ahead and there is room."""
    summary = talk.summary
    if summary.date is None:
        return "", Role.PLAIN
    day = format_day(summary.date, today)
    held = talk.section is Section.HELD
    if held:
        return day, Role.DIM if talk.is_past else Role.PLAIN
    timed = f"{day} {summary.time}".rstrip()
    role = talk_role(talk, today)
    shown = timed if summary.date >= today and cell_len(timed) <= room else day
    return shown, Role.PLAIN if role is Role.SOON else role


def prepared_pieces(summary: Summary) -> Sequence[Piece]:
    """Return who prepared: the reader first, then the other."""
    order = sorted(PARTNER_IDS, key=lambda partner: partner != summary.me)
    roles = (Role.MINE, Role.OTHER)
    return [
        (YES, role) if partner in summary.prepared_by else (NO, Role.DIM)
        for partner, role in zip(order, roles, strict=True)
    ]


def done_piece(talk: Talk) -> Piece:
    """Return how many items are done of how many; "" without items."""
    done, items = talk.summary.done, talk.summary.items
    if not items:
        return "", Role.PLAIN
    role = Role.PLAIN if done else Role.DIM
    if talk.is_past:
        role = Role.DIM
    elif done == items:
        role = Role.ALL_DONE
    return f"{done}/{items}", role


def open_piece(talk: Talk) -> Piece:
    """Return the number of open agreements; "" if there never were any."""
    count = talk.summary.open_agreements
    if not talk.summary.agreements:
        return "", Role.PLAIN
    return str(count), Role.DIM if talk.is_past or not count else Role.PLAIN


def late_piece(talk: Talk) -> Piece:
    """Return the number of late agreements, with a sign; "" for none."""
    count = talk.late_agreements
    return (f"{count}{LATE}" if count else ""), Role.LATE_DATE


def approved_piece(talk: Talk) -> Piece:
    """Return how many agree with the minutes, or that they changed since; "" for nobody."""
    summary = talk.summary
    if summary.approval_void:
        return tr("notebook.approved.changed"), Role.MISSING
    role = {0: Role.PLAIN, 1: Role.MISSING, 2: Role.ALL_DONE}[min(2, len(summary.approved))]
    word = {0: "", 1: tr("notebook.approved.one"), 2: tr("notebook.approved.both")}
    return word[min(2, len(summary.approved))], Role.DIM if talk.is_past else role


def cells_of(talk: Talk, today: date, when_room: int) -> Mapping[Column, Sequence[Piece]]:
    """Return what stands in each column about a conversation."""
    summary = talk.summary
    base = Role.DIM if talk.is_past else Role.PLAIN
    return {
        Column.WHO: [(name_of(summary), base or Role.BOLD)],
        Column.TALK: [(kind_name(summary), base)],
        Column.WHEN: [when_piece(talk, today, when_room)],
        Column.PREPARED: prepared_pieces(summary),
        Column.DONE: [done_piece(talk)],
        Column.OPEN: [open_piece(talk)],
        Column.LATE: [late_piece(talk)],
        Column.APPROVED: [approved_piece(talk)],
        Column.NEXT: [next_piece(talk, today)],
    }


def name_of(summary: Summary) -> str:
    """Return the name of the other, or else the title, or else the name of the file."""
    return clean_line(summary.partner or summary.title or summary.slug)
