"""Ratings as symbols: `●●○`, in the colour of whose they are, and initials over their columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from ....data.ids import PartnerId
from ....data.kinds.role_words import role_word
from ....data.model.checklist.competencies import LEVELS
from ....data.model.conversation import ChecklistItem, Conversation, Partner, Rating
from ....data.text.sanitize import clean_line
from ...language import spoken
from ..roles import Role
from ..wrapping import Piece, fit

PARTS = max(LEVELS.values())
"""The cells of a rating."""
FULL, EMPTY, NONE = "●", "○", " – "


def rating_symbols(rating: Rating | None) -> str:
    """Return a rating in three cells: `●●○`; a dash for None."""
    if rating is None:
        return NONE
    return FULL * LEVELS[rating] + EMPTY * (PARTS - LEVELS[rating])


def is_rated(item: ChecklistItem, partners: Sequence[Partner]) -> bool:
    """Return whether the item is a competency that a partner has rated."""
    return item.kind == "competency" and any(partner.id in item.ratings for partner in partners)


def both_ratings(
    item: ChecklistItem, partners: Sequence[Partner], me: PartnerId | None
) -> list[Piece]:
    """Return both ratings in the partners' order, of a competency that one of them has rated."""
    pieces: list[Piece] = []
    for partner in partners if is_rated(item, partners) else ():
        pieces += [(" ", Role.PLAIN)] if pieces else []
        pieces.append((rating_symbols(item.ratings.get(partner.id)), _role(partner, me)))
    return pieces


def column_heads(conversation: Conversation, me: PartnerId | None) -> list[Piece]:
    """Return the initials to put over `both_ratings`."""
    pieces: list[Piece] = []
    for partner in conversation.partners:
        name = fit(short_mark(partner, conversation), PARTS)
        blanks = " " * (PARTS - cell_len(name) + (1 if pieces else 0))
        pieces += [(blanks, Role.PLAIN), (name, _role(partner, me))]
    return pieces


def short_mark(partner: Partner, conversation: Conversation) -> str:
    """Return the initials; if missing or the same for both, the first 3 letters of the role."""
    initials = [clean_line(other.initials) for other in conversation.partners]
    mine = clean_line(partner.initials)
    if mine and initials.count(mine) == 1:
        return mine
    return spoken().text(role_word(conversation.header, partner.role))[:3]


def _role(partner: Partner, me: PartnerId | None) -> Role:
    return Role.MINE if me is None or partner.id == me else Role.OTHER
