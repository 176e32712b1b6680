"""Remote carets in the notes: their positions, how they move, and how they are drawn.

A position is in code points; each splice moves it, until its owner sends another. No caret blinks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.style import Style
from rich.text import Span, Text

from ...data.model.changes import shift
from ...data.text.graphemes import next_boundary
from ...data.text.splice import Splice

_COLOURS = ("$accent", "$success", "$warning")

CARET_STYLES = tuple(f"caret--{number}" for number in range(len(_COLOURS)))
"""The component classes of carets; a widget that draws carets declares all of them."""


def caret_rules(widget: str) -> str:
    """Return the style rules of these classes in a widget type: a colour, reversed, underlined."""
    return "\n".join(
        f"{widget} > .{name} {{ color: {colour}; text-style: reverse underline; }}"
        for name, colour in zip(CARET_STYLES, _COLOURS, strict=True)
    )


def component_class(style: int) -> str:
    """Return the component class for the person with this index, any integer."""
    return CARET_STYLES[style % len(CARET_STYLES)]


class RemoteCaret(NamedTuple):
    """The caret of another person."""

    initials: str
    position: int
    """In code points, from 0 to the length of the notes."""
    person_index: int = 0
    """Any integer, different for each person."""

    @property
    def component(self) -> str:
        """The component class of the caret."""
        return component_class(self.person_index)


def moved_carets(
    carets: Iterable[RemoteCaret], splices: Sequence[Splice]
) -> tuple[RemoteCaret, ...]:
    """Return the carets after splices. At an insertion they stay before the new text."""
    return tuple(caret._replace(position=shift(caret.position, splices)) for caret in carets)


def draw_caret(line: Text, column: int, style: Style) -> None:
    """Draw a caret at a column of a line; at the end of the line in the cell after it."""
    end = max(column + 1, next_boundary(line.plain, column))
    # Not by `stylize`, which skips spans past the end of the text.
    line.spans.append(Span(column, end, style))
