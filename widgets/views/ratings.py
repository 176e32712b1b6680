"""The ratings of two partners as bars.

Each rating has its partner: by initials above the column, or by a name before the words. No mark or
colour is without a word, and ratings are never added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from ...data.kinds.role_words import role_word
from ...data.model.competencies import LEVELS, RatingComparison
from ...data.model.conversation import (
    ChecklistItem,
    Conversation,
    Partner,
    Rating,
)
from ...data.text.sanitize import clean_text
from ..drawing.bars import bar
from ..drawing.detail import rating_word
from ..drawing.list_row import ListRow
from ..drawing.ratings import PARTS
from ..drawing.wrapping import Line, Piece, fit, side_by_side, wrap_pieces
from ..language import spoken, tr

_BAR = 3 * PARTS
_NAME = 16
"""The most columns of a name before a bar."""
_INDENT = 2
_ABREAST = 90
"""From this many columns on, the two ratings are side by side."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One partner's rating, with name and remark."""

    name: str
    rating: Rating | None
    earlier: Rating | None
    """The rating in the conversation before."""
    is_hidden: bool
    """Whether there is a rating that the other does not see yet."""
    remark: str
    behaviour: str = ""
    """The behaviour that goes with the rating."""

    def lines(self, width: int, name_width: int) -> list[Line]:
        """Return `Jan ██████░░░ growing`, and the remark below it."""
        name = fit(self.name, name_width)
        level = LEVELS[self.rating] if self.rating else 0
        drawn = bar(level / PARTS, _BAR) if self.rating else "-" * _BAR
        head: list[tuple[list[Line], int]] = [
            ([((name, ""),)], name_width),
            ([((drawn, ""),)], _BAR),
            (wrap_pieces(self._words(), width - name_width - _BAR - 2), 0),
        ]
        lines = side_by_side(head, 1)
        if self.behaviour:
            lines += _indented(wrap_pieces([(self.behaviour, "dim")], width - _INDENT))
        for text in clean_text(self.remark).splitlines():
            lines += _indented(wrap_pieces([(text, "")], width - _INDENT))
        return lines

    def _words(self) -> list[Piece]:
        """Return `growing`, with the rating of the time before if there was one."""
        hidden = "competencies.only_you" if self.rating else "competencies.hidden"
        words: list[Piece] = [(rating_word(self.rating), "")] if self.rating else []
        words += [(tr(hidden), "dim" if self.rating else "")] if self.is_hidden else []
        words = words or [(rating_word(None), "")]
        if self.earlier:
            words.append((tr("competencies.earlier", rating=rating_word(self.earlier)), "dim"))
        return words


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow(ListRow):
    """A competency with both ratings, under the heading `text · comparison`."""

    sides: tuple[_Side, ...]

    def lines(self, width: int) -> list[Line]:
        """Return the ratings side by side if there is room, or else under each other."""
        head = ListRow(self.key, self.text, tail=self.tail, style=self.style).lines(width)
        room = width - _INDENT
        name_width = min(_NAME, max((cell_len(side.name) for side in self.sides), default=0))
        if width >= _ABREAST and len(self.sides) > 1:
            half = (room - _INDENT) // len(self.sides)
            parts = [(side.lines(half, name_width), half) for side in self.sides]
            return [*head, *_indented(side_by_side(parts, _INDENT))]
        below = [line for side in self.sides for line in side.lines(room, name_width)]
        return [*head, *_indented(below)]


def comparison(rows: Sequence[RatingComparison], conversation: Conversation) -> Iterator[ListRow]:
    """Yield the rows of the competencies screen, with an empty row between them."""
    for number, row in enumerate(rows):
        if number:
            yield ListRow(f"between/{row.item.id}", "", selectable=False)
        apart = row.view in ("far", "near")
        yield ComparedRow(
            row.item.id,
            row.item.text or "…",
            style="bold",
            tail=(("·", ""), (tr(f"competencies.view.{row.view}"), "bold" if apart else "")),
            sides=tuple(
                _Side(
                    conversation.short_name(partner.name)
                    or spoken().text(role_word(conversation.header, partner.role)),
                    row.item.ratings.get(partner.id),
                    row.item.earlier.get(partner.id),
                    partner.id in row.item.rated,
                    row.item.remarks.get(partner.id, ""),
                    _behaviour(row.item, partner),
                )
                for partner in conversation.partners
            ),
        )


def _behaviour(item: ChecklistItem, partner: Partner) -> str:
    rating = item.ratings.get(partner.id)
    return item.behaviour.get(rating, "") if rating else ""


def _indented(lines: Sequence[Line]) -> list[Line]:
    return [((" " * _INDENT, ""), *line) for line in lines]
