"""The carets of others in the notes: where they are, how they move, and how they are drawn.

They are plain positions that move along with every edit. Whoever shares a conversation tells them
anew when somebody moves theirs; nothing here is drawn because time passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.style import Style
from rich.text import Span, Text

from ...data.model.changes import shift
from ...data.text.graphemes import next_boundary
from ...data.text.splice import Splice

_COLOURS = ("$accent", "$success", "$warning")

CARET_STYLES = tuple(f"caret--{number}" for number in range(len(_COLOURS)))
"""The component classes in which carets are drawn; a widget that draws them has them all."""


def caret_rules(widget: str) -> str:
    """The style rules of these classes in a widget of this type. Not by colour alone."""
    return "\n".join(
        f"{widget} > .{name} {{ color: {colour}; text-style: reverse underline; }}"
        for name, colour in zip(CARET_STYLES, _COLOURS, strict=True)
    )


def component_class(style: int) -> str:
    """The component class for the person with this number; any number will do."""
    return CARET_STYLES[style % len(CARET_STYLES)]


class RemoteCaret(NamedTuple):
    """Where somebody else is in the notes."""

    initials: str
    position: int
    """In code points, between 0 and the length of the notes."""
    person_index: int = 0
    """A number by which people are told apart; any number will do."""

    @property
    def component(self) -> str:
        """The component class in which it is drawn."""
        return component_class(self.person_index)


class RemoteCarets:
    """The carets of all others."""

    def __init__(self, carets: Iterable[RemoteCaret] = ()) -> None:
        self._carets = tuple(carets)

    def __iter__(self) -> Iterator[RemoteCaret]:
        return iter(self._carets)

    def move(self, splices: Sequence[Splice]) -> None:
        """Take them along when the text changes. At an insertion they stay before the new text."""
        self._carets = tuple(
            caret._replace(position=shift(caret.position, splices)) for caret in self._carets
        )


def draw_caret(line: Text, column: int, style: Style) -> None:
    """Draw a caret at a column of a line; at its end in the cell that follows the text."""
    end = max(column + 1, next_boundary(line.plain, column))
    # Not by `stylize`, which leaves out what is past the end of the text.
    line.spans.append(Span(column, end, style))
