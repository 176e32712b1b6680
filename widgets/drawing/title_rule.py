"""The line above a pane: its name at the left, its numbers at the right."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from ...data.lazy_dataclass import dataclass
from .roles import Role
from .wrapping import Line, Piece, fit, line_width

LIGHT, HEAVY = "─", "━"
_SEPARATOR: Piece = (" · ", Role.DIM)
_GAP: Piece = ("  ", Role.PLAIN)


@dataclass(frozen=True, slots=True)
class Title:
    """What the line says.

    `names` are forms of the name, the longest first. `counts` are numbers, the most important
    first; one with the role COUNT takes the colour of the focus.
    """

    names: Sequence[str] = ("",)
    counts: Sequence[Line] = ()
    chip: str = ""
    """A warning before the numbers, which stays longest of all."""


def count(text: str, role: Role = Role.COUNT) -> Line:
    """Return a number of one piece."""
    return ((text, role),)


def hidden_counts(above: int, below: int) -> str:
    """Return how many lines are out of view: `↑3 ↓10`; "" for none."""
    return " ".join([*([f"↑{above}"] if above else []), *([f"↓{below}"] if below else [])])


def title_rule(width: int, title: Title, *, hidden: str = "", focused: bool = False) -> Line:
    """Return the line of exactly `width` cells.

    What does not fit is left out whole: counts from the right, then `hidden`, then the first count.
    The name is shortened only for the first count and `hidden`, so that it does not come and go
    with further counts while one scrolls; it is cut last.
    """
    if width < 1:
        return ()
    rule, role = (HEAVY, Role.RULE_FOCUSED) if focused else (LIGHT, Role.RULE)
    name, numbers = _that_fits(width, title, hidden)
    line: list[Piece] = [(rule, role)]
    if name:
        line.append((f" {name} ", Role.TITLE_FOCUSED if focused else Role.TITLE))
    tail: list[Piece] = []
    if numbers:
        tail = [(" ", Role.PLAIN), *(_coloured(piece, focused) for piece in numbers)]
        tail += [(" ", Role.PLAIN), (rule, role)]
    fill = width - line_width(tuple(line)) - line_width(tuple(tail))
    if fill < 0:
        return ((rule * width, role),)
    return (*line, (rule * fill, role), *tail)


def _that_fits(width: int, title: Title, hidden: str) -> tuple[str, Line]:
    """Return the name and the numbers for a rule of this width."""
    names, first = title.names, min(1, len(title.counts))
    least = range(max(1, len(title.counts)), 0, -1)
    forms = [(name, min(shown, len(title.counts)), hidden) for name in names for shown in least]
    forms += [(name, *rest) for rest in ((first, ""), (0, hidden), (0, "")) for name in names]
    for name, shown, out_of_view in forms:
        numbers = _joined(title.chip, title.counts[:shown], out_of_view)
        if _width(name, numbers) <= width:
            return name, numbers
    return fit(title.names[-1], max(0, width - 4)), ()


def _width(name: str, numbers: Line) -> int:
    """Return the fewest cells of a rule with these."""
    return 1 + (cell_len(name) + 3 if name else 1) + (line_width(numbers) + 3 if numbers else 0)


def _joined(chip: str, counts: Sequence[Line], hidden: str) -> Line:
    line: list[Piece] = []
    for count in counts:
        line += [*([_SEPARATOR] if line else []), *count]
    if hidden:
        line += [*([_GAP] if line else []), (hidden, Role.COUNT)]
    if chip:
        line = [(f" {chip} ", Role.OTHER_WRITES), *([_GAP, *line] if line else [])]
    return tuple(line)


def _coloured(piece: Piece, focused: bool) -> Piece:
    text, role = piece
    return (text, Role.COUNT_FOCUSED) if focused and role == Role.COUNT else piece
