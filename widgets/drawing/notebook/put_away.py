"""A row of an archived or deleted conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ....data.notebook.agenda.agenda import Section, Talk
from ....data.notebook.summary import Summary
from ....data.text.sanitize import clean_line
from ...language import tr
from ..desk.agreement_rows import format_day
from ..list_row import ListRow
from ..roles import Role
from ..wrapping import Line, Piece, fit, line_width
from .columns import NARROW
from .words import kind_name, name_of, when_piece

_WHO, _TALK, _WHEN = 26, 14, 12
"""Cells of the columns; the last one takes the rest."""
_INDENT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAwayRow(ListRow):
    """With whom, what and when; of a deleted one also until when it is kept."""

    summary: Summary
    today: date
    kept_until: date | None = None

    def height(self, width: int) -> int | None:
        """Return 1, or 2 if it does not fit; None for a fault, which wraps."""
        if self.summary.fault:
            return None
        return 1 if self._fits(width) else 2

    def lines(self, width: int) -> list[Line]:
        """Return the row in columns, or in two lines if that does not fit."""
        summary, note = self.summary, self._note()
        if summary.fault:
            text = " · ".join(filter(None, (note[0], tr(summary.fault))))
            name: Piece = (fit(clean_line(summary.slug), width), Role.BOLD)
            return [(name,), *ListRow(self.key, text, mark=" " * _INDENT).lines(width)]
        talk = Talk(summary, Section.HELD)
        name = (name_of(summary), Role.BOLD)
        parts = [(kind_name(summary), Role.PLAIN), when_piece(talk, self.today, _WHEN)]
        if not self._fits(width):
            rest = "  ".join(text for text, _ in (*parts, note) if text)
            indented = " " * _INDENT + fit(rest, max(1, width - _INDENT))
            return [((fit(name[0], width), name[1]),), ((indented, Role.PLAIN),)]
        columns = zip((name, *parts), (_WHO, _TALK, _WHEN), strict=True)
        line = [piece for cell, cells in columns for piece in _cell(cell, cells)]
        return [(*line, (" " * (width - line_width((*line, note))), Role.PLAIN), note)]

    def _fits(self, width: int) -> bool:
        needed = _WHO + _TALK + _WHEN + line_width((self._note(),))
        return width >= max(needed, NARROW - 1)

    def _note(self) -> Piece:
        """Return until when a deleted one is kept."""
        if self.kept_until is None:
            return "", Role.PLAIN
        day = format_day(self.kept_until, self.today)
        return tr("lifecycle.kept_until", day=day), Role.DIM


def _cell(piece: Piece, cells: int) -> Line:
    """Return a text in so many cells, at least one of them blank."""
    text = fit(piece[0], cells - 1)
    return (text, piece[1]), (" " * (cells - line_width(((text, piece[1]),))), Role.PLAIN)
