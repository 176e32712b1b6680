"""The parts of a form: label, edge, what was understood, what is wrong, and how concrete it is."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from ..roles import Role
from ..title_rule import Title, count, title_rule
from ..wrapping import Line, Piece, first_lines, fit, line_width, wrap_pieces

EDGE, EDGE_ACTIVE = "│", "┃"
_DONE, _OPEN = "●", "○"


def label_line(label: str, width: int, *, active: bool, above: bool = False) -> Line:
    """Return a label against the edge of its field, or at the left if it stands above it."""
    mark = ">" if active else " "
    role = Role.LABEL_ACTIVE if active else Role.LABEL
    words = fit(label, max(0, width - 3))
    blanks = 1 if above else max(0, width - 2 - cell_len(words))
    return ((mark, role), (" " * blanks, Role.PLAIN), (words, role))


def edge_line(*, active: bool) -> Line:
    """Return the cell at the left of each row of a field."""
    return ((EDGE_ACTIVE, Role.EDGE_ACTIVE) if active else (EDGE, Role.EDGE),)


def right_line(forms: Sequence[str], width: int, role: Role) -> Line:
    """Return the first form that fits, or the last one cut, one cell from the right."""
    room = max(0, width - 1)
    words = next((form for form in forms if cell_len(form) <= room), "".join(forms[-1:]))
    words = fit(words, room)
    return ((" " * (room - cell_len(words)), Role.PLAIN), (words, role)) if words else ()


def below_lines(words: str, role: Role, remedy: str, width: int) -> list[Line]:
    """Return what is said under a field, and what would do instead; no line for nothing."""
    if not words:
        return []
    return wrap_pieces([(words, role), *([(remedy, Role.REMEDY)] if remedy else [])], width)


def help_lines(words: str, example: str, width: int, height: int) -> list[Line]:
    """Return the help of a field in at most `height` lines, and below it an example.

    An example that does not fit whole is left out; an ellipsis tells that there is more help.
    """
    room = max(1, width - 2)
    lines = wrap_pieces([(words, Role.PLAIN)], room)
    more = wrap_pieces([(example, Role.DIM)], room) if example else []
    if len(lines) + len(more) <= height:
        lines += more
    return [((" ", Role.PLAIN), *line) for line in first_lines(lines, height, room)]


def concrete_lines(
    width: int, name: str, words: str, parts: Sequence[tuple[str, bool]]
) -> list[Line]:
    """Return a rule with `words` at its right, and a dot for each part, full if it is there."""
    rule = title_rule(width, Title((name,), (count(words),)))
    for gap in (4, 3, 2, 1):
        dots: list[Piece] = [(" ", Role.PLAIN)]
        for number, (part, there) in enumerate(parts):
            dots.append((" " * gap if number else "", Role.PLAIN))
            dots.append((_DONE if there else _OPEN, Role.BAR_FULL if there else Role.MISSING))
            dots.append((f" {part}", Role.PLAIN if there else Role.MISSING))
        if line_width(tuple(dots)) <= width:
            break
    return [rule, tuple(piece for piece in dots if piece[0])]
