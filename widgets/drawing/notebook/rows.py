"""The rows of the table: a conversation, a section, and what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ....data.lazy_dataclass import dataclass
from ....data.notebook.agenda.agenda import Agenda, Section, Talk
from ....data.text.sanitize import clean_line
from ...language import plural, tr
from ..list_row import ListRow
from ..roles import Role
from ..section_row import SectionRow
from ..wrapping import Line, Piece, fit, line_width
from .columns import NARROW, Column, in_places, places
from .words import (
    approved_piece,
    cells_of,
    done_piece,
    kind_name,
    late_piece,
    name_of,
    next_piece,
    prepared_pieces,
    when_piece,
)

FOLDED_FROM = 20
"""So many earlier conversations, and more, are folded away."""

_FAULT, _LOCKED = "!", "-"
_INDENT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkRow(ListRow):
    """A conversation. `lines` makes its text on demand: of thousands only a screenful is seen."""

    talk: Talk
    today: date

    def height(self, width: int) -> int | None:
        """Return 1, or 2 if narrow, and 1 more for copies; None for a fault, which wraps."""
        summary = self.talk.summary
        if summary.fault:
            return None
        return (2 if width + 1 < NARROW else 1) + bool(summary.copies)

    def lines(self, width: int) -> list[Line]:
        """Return the conversation in the columns, or in two lines; then that there are copies."""
        summary = self.talk.summary
        if summary.fault:
            mark = _LOCKED if summary.locked else _FAULT
            slug = fit(clean_line(summary.slug), max(1, width - _INDENT))
            lines = ListRow(self.key, tr(summary.fault), mark=" " * _INDENT).lines(width)
            return [((mark.ljust(_INDENT), Role.PLAIN), (slug, Role.PLAIN)), *lines]
        lines = self._narrow(width) if width + 1 < NARROW else [self._in_columns(width)]
        if count := len(summary.copies):
            text = fit(plural("notebook.copies", count), max(1, width - _INDENT))
            lines.append(((" " * _INDENT, Role.PLAIN), (text, Role.PLAIN)))
        return lines

    def _in_columns(self, width: int) -> Line:
        return in_places(cells_of(self.talk, self.today, places(width)[Column.WHEN][1]), width)

    def _narrow(self, width: int) -> list[Line]:
        """Return name and next talk, and below them all that fits of the rest."""
        talk, today = self.talk, self.today
        following = next_piece(talk, today)
        base = Role.DIM if talk.is_past else Role.PLAIN
        room = max(1, width - len(following[0]) - 2)
        name = fit(name_of(talk.summary), room if following[0] else width)
        first: list[Piece] = [(name, base or Role.BOLD)]
        if following[0]:
            blanks = width - line_width((*first, following))
            first += [(" " * max(1, blanks), Role.PLAIN), following]
        done, done_role = done_piece(talk)
        parts: list[Sequence[Piece]] = [
            [(kind_name(talk.summary), base)],
            [when_piece(talk, today, width)],
            prepared_pieces(talk.summary),
            [(done, done_role)],
            [late_piece(talk)],
            [approved_piece(talk)],
        ]
        return [tuple(first), ((" " * _INDENT, Role.PLAIN), *_that_fit(parts, width - _INDENT))]


def _that_fit(parts: Sequence[Sequence[Piece]], width: int) -> Line:
    """Return the first parts that fit, two blanks between them; the first one is cut."""
    line: list[Piece] = []
    for part in parts:
        if not any(text for text, _ in part):
            continue
        gap: Line = (("  ", Role.PLAIN),) if line else ()
        if line_width((*line, *gap, *part)) > width:
            if line:
                break
            text, role = part[0]
            return ((fit(text, max(1, width)), role),)
        line += [*gap, *part]
    return tuple(line)


def folds(agenda: Agenda) -> bool:
    """Return whether there are so many earlier conversations that they are folded away."""
    return sum(talk.is_past for talk in agenda.talks) >= FOLDED_FROM


def notebook_rows(agenda: Agenda, today: date, *, folded: bool, key: str) -> Iterator[ListRow]:
    """Yield the rows of all sections that are not empty.

    If `folded`, only the last conversation of each person is shown of those that were held; `key`
    shows the others.
    """
    for section in Section:
        if not (talks := agenda.of(section)):
            continue
        shown, hint = talks, ""
        if section is Section.HELD and folds(agenda):
            if folded:
                shown = [talk for talk in talks if not talk.is_past]
                hint = tr("notebook.unfold", count=len(talks) - len(shown))
            else:
                hint = tr("notebook.fold")
        name = tr(f"notebook.section.{section.value}")
        heading = f"section/{section.value}"
        yield SectionRow(
            heading,
            name,
            selectable=False,
            count=len(talks),
            hint=hint,
            hint_key=key if hint else "",
        )
        for talk in shown:
            yield TalkRow(talk.summary.slug, "", talk=talk, today=today)
