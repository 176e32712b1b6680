"""The changes of a conversation, as the subscribers of a session get them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..ids import RowId
from ..lazy_dataclass import dataclass
from ..text.splice import Splice


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of one update.

    `splices` apply to the notes one after the other, each to the text after the previous one.
    `rows` are (table, id) pairs of which a field changed: ("item", "goals"), ("agreement", "…").
    `written`: the splices came from `Write` edits, so the editor shows them already.
    """

    splices: Sequence[Splice] = ()
    rows: frozenset[tuple[str, RowId]] = frozenset()
    written: bool = False

    def __bool__(self) -> bool:
        return bool(self.splices or self.rows)

    def touches(self, table: str) -> bool:
        """Return whether a row of this table changed."""
        return any(name == table for name, _ in self.rows)


def union(parts: Sequence[Changes]) -> Changes:
    """Return changes made one after the other as one."""
    splices = tuple(splice for part in parts for splice in part.splices)
    return Changes(splices, frozenset(row for part in parts for row in part.rows))


def shift(position: int, splices: Iterable[Splice], *, after_insertion: bool = False) -> int:
    """Return the position of a caret after splices; at an insertion it stays before the new text.

    With `after_insertion` it moves behind the new text. It stays if a text is replaced by one of
    the same length: that is the same text of another author.

    pycrdt's relative positions do not serve: in a text with a character beyond ASCII, making one
    can panic, or give another position (https://github.com/y-crdt/pycrdt/issues/382).
    """
    for start, deleted, text, _ in splices:
        if position < start or (position == start and not after_insertion):
            continue
        if position >= start + deleted:
            position += len(text) - deleted
        elif len(text) != deleted:
            position = start
    return position
