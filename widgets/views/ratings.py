"""The ratings of two partners: as symbols side by side, in words, and as bars.

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
    DESCRIBED,
    ChecklistItem,
    Conversation,
    Partner,
    Rating,
)
from ...data.text.sanitize import clean_text
from ..language import spoken, tr
from ..primitives.bars import bar
from ..primitives.list_row import ListRow
from ..primitives.wrapping import Line, Piece, fit, line_width, side_by_side, wrap_pieces

_PARTS = max(LEVELS.values())
_FULL, _EMPTY, _NONE = "●", "○", " – "
_BAR = 3 * _PARTS
_NAME = 16
"""The most columns of a name before a bar."""
_INDENT = 2
_ABREAST = 90
"""From this many columns on, the two ratings are side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedRow(ListRow):
    """A row with `ratings` at its right end, or on a line below if the text needs the room."""

    ratings: str

    def lines(self, width: int) -> list[Line]:
        """Return the row, with ratings in the same columns as the rows around it."""
        lines = super(RatedRow, self).lines(width)
        if not self.ratings:
            return lines
        room = width - cell_len(self.ratings)
        if line_width(lines[-1]) >= room:
            lines.append(())
        blanks = " " * max(0, room - line_width(lines[-1]))
        lines[-1] = (*lines[-1], (blanks, ""), (self.ratings, ""))
        return lines


def rating_symbols(rating: Rating | None) -> str:
    """Return a rating in three cells: `●●○`; a dash for None."""
    if rating is None:
        return _NONE
    return _FULL * LEVELS[rating] + _EMPTY * (_PARTS - LEVELS[rating])


def both_rating_symbols(item: ChecklistItem, partners: Sequence[Partner]) -> str:
    """Return the ratings in the partners' order; "" without any, or if it is no competency."""
    if item.kind != "competency" or not any(partner.id in item.ratings for partner in partners):
        return ""
    return " ".join(rating_symbols(item.ratings.get(partner.id)) for partner in partners)


def rating_column_heads(conversation: Conversation) -> str:
    """Return the initials to put over `both_rating_symbols`."""
    partners = conversation.partners
    return " ".join(_three_cells(short_mark(partner, conversation)) for partner in partners)


def ratings_in_words(item: ChecklistItem, conversation: Conversation) -> list[Piece]:
    """Return `JB: growing · AV: mastered`; nothing if nobody rated a competency."""
    pieces: list[Piece] = []
    partners = conversation.partners
    if both_rating_symbols(item, partners):
        for partner in partners:
            pieces += [("·", "")] if pieces else []
            pieces.append((f"{short_mark(partner, conversation)}:", "bold"))
            pieces.append((rating_word(item.ratings.get(partner.id)), ""))
    return pieces


def behaviour_lines(item: ChecklistItem) -> Iterator[str]:
    """Yield `●●○ growing: …` for each level of a competency that has texts on behaviour."""
    for level in DESCRIBED:
        if text := item.behaviour.get(level):
            yield f"{rating_symbols(level)} {rating_word(level)}: {text}"


def rating_word(rating: Rating | None) -> str:
    """Return a rating in words."""
    return tr(f"conversation.rating.{rating or 'none'}")


def short_mark(partner: Partner, conversation: Conversation) -> str:
    """Return the initials; if missing or the same for both, the first 3 letters of the role."""
    initials = [other.initials for other in conversation.partners]
    mine = partner.initials
    if mine and initials.count(mine) == 1:
        return mine
    return spoken().text(role_word(conversation.header, partner.role))[:3]


def _three_cells(text: str) -> str:
    cut = fit(text, _PARTS)
    return cut + " " * (_PARTS - cell_len(cut))


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
        drawn = bar(level / _PARTS, _BAR) if self.rating else "-" * _BAR
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
