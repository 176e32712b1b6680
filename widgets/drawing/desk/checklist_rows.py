"""The rows of the checklist: sections with their counts, and items of one line each."""

from __future__ import annotations

from collections.abc import Mapping

from ....data.lazy_dataclass import dataclass
from ....data.model.conversation import ItemState
from ..list_row import ListRow
from ..marks import CARRIED
from ..roles import Role
from ..row_line import one_line
from ..wrapping import Line, Piece, line_width

_TAIL_FROM = 23
"""Below this width, in cells, an item shows neither ratings nor signs: its words need the room."""

BOXES: Mapping[ItemState, Piece] = {
    "open": ("[ ]", Role.OPEN_BOX),
    "done": ("[x]", Role.DONE_BOX),
    "parked": ("[-]", Role.PARKED_BOX),
}
FOR_BOTH, PRIVATE = "*", "°"
"""The signs of an answer for both, and of one for oneself."""


def count_role(done: int, total: int) -> Role:
    """Return the role of a count of items, which says whether all are done."""
    return Role.ALL_DONE if total and done == total else Role.COUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow(ListRow):
    """The heading of a section, with its count, or with initials over columns of ratings."""

    done: int
    total: int
    heads: tuple[Piece, ...] = ()
    selectable: bool = False

    def height(self, width: int) -> int | None:  # noqa: ARG002 - as every row
        """Return 1."""
        return 1

    def lines(self, width: int) -> list[Line]:
        """Return the heading in one line."""
        role = count_role(self.done, self.total)
        tail: tuple[Piece, ...] = ((f"{self.done}/{self.total}", role),)
        if self.heads and width >= _TAIL_FROM:
            tail = self.heads
        return [one_line((), (self.text, Role.HEADING), tail, width)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow(ListRow):
    """An item: its box, its words, and its ratings or the signs of its answers."""

    state: ItemState
    carried: bool = False
    ratings: tuple[Piece, ...] = ()
    has_remark: bool = False
    """Whether there is an answer for both."""
    has_private: bool = False
    """Whether the reader has an answer for themselves."""
    belongs: str = ""
    """The initials of the other, if the item is theirs alone."""

    @property
    def box(self) -> int:
        """The cells of the box."""
        return line_width((BOXES[self.state],))

    def height(self, width: int) -> int | None:  # noqa: ARG002 - as every row
        """Return 1."""
        return 1

    def lines(self, width: int) -> list[Line]:
        """Return the item in one line; what is cut is whole in the detail."""
        box = BOXES[self.state]
        words = f"{CARRIED} {self.text}" if self.carried else self.text
        role = Role.PLAIN if self.state == "open" else Role.DONE
        tail = self._tail() if width >= _TAIL_FROM else ()
        return [one_line((box, (" ", Role.PLAIN)), (words, role), tail, width)]

    def _tail(self) -> tuple[Piece, ...]:
        pieces: list[Piece] = [(f"({self.belongs})", Role.DIM)] if self.belongs else []
        pieces += [(FOR_BOTH, Role.FOR_BOTH)] if self.has_remark else []
        pieces += [(PRIVATE, Role.PRIVATE)] if self.has_private else []
        if pieces and self.ratings:
            pieces.append((" ", Role.PLAIN))
        return (*pieces, *self.ratings)
