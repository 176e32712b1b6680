"""What an empty notebook says: how to begin, what one may count on, and what to do if invited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len

from ....data.lazy_dataclass import dataclass
from ...language import tr
from ..list_row import ListRow
from ..roles import Role
from ..wrapping import Line, Piece, hanging, line_width, wrap_pieces

_WIDTH = 68
"""The cells of the block, from the left edge of its texts."""
STEPS = {"begin": "notebook.begin", "invite": "notebook.invite", "talk": "notebook.open"}
"""The steps, and the bindings whose keys do them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSteps(ListRow):
    """The page of an empty notebook, as one row that nobody can select."""

    keys: Mapping[str, str]
    """The first key of each binding."""
    rows: int
    """How many lines there are."""

    def lines(self, width: int) -> list[Line]:
        """Return the lines: in the middle, and closer together where there is little room."""
        left = max(1, min(11, width - _WIDTH))
        room = width - left
        steps = [self._step(name, key, room) for name, key in STEPS.items()]
        parts = [
            _wrapped(tr("notebook.first.intro"), Role.PLAIN, room),
            *steps,
            _wrapped(tr("notebook.first.promise"), Role.DIM, min(room, 61)),
            self._invited(room),
        ]
        for gaps in ((2, 1, 1, 2, 2), (1, 1, 1, 1, 1), (1, 0, 0, 1, 1), (0, 0, 0, 0, 0)):
            lines = list(parts[0])
            for gap, part in zip(gaps, parts[1:], strict=True):
                lines += [()] * gap + part
            if len(lines) <= self.rows:
                break
        above = (self.rows - len(lines)) * 4 // 6 if self.rows > len(lines) else 0
        indent: Line = ((" " * left, Role.PLAIN),)
        return [()] * above + [(*indent, *line) if line else () for line in lines]

    def _step(self, name: str, binding: str, room: int) -> list[Line]:
        verbs = max(cell_len(tr(f"notebook.first.{each}")) for each in STEPS)
        key = self.keys.get(binding, "")
        verb = tr(f"notebook.first.{name}")
        mark: Line = (
            (key.rjust(6), Role.KEY),
            ("   ", Role.PLAIN),
            (verb.ljust(verbs + 2), Role.BOLD),
        )
        words = [(tr(f"notebook.first.{name}.is"), Role.PLAIN)]
        return hanging(mark, wrap_pieces(words, room - line_width(mark)))

    def _invited(self, room: int) -> list[Line]:
        before, command, after = (tr(f"notebook.first.invited.{part}") for part in (1, 2, 3))
        pieces: Sequence[Piece] = (
            (before, Role.DIM),
            (command, Role.ACCENT),
            (after, Role.DIM),
        )
        return wrap_pieces(pieces, room)


def _wrapped(text: str, role: Role, width: int) -> list[Line]:
    return wrap_pieces([(text, role)], width)
