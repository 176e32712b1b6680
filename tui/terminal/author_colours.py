"""The colours that the user chose for what others do: their initials, carets and selected rows."""

from __future__ import annotations

from collections.abc import Sequence

from ...widgets.notes.author_gutter import OTHER
from ...widgets.presence.remote_carets import CARET_STYLES


def author_rules(colours: Sequence[str]) -> str:
    """Style rules for these colours, of which there is at least one; the first is the other's.

    Where more people are here than there are colours, these go round.
    """
    rules = [(OTHER, colours[0])]
    rules += [(name, colours[n % len(colours)]) for n, name in enumerate(CARET_STYLES)]
    return "\n".join(f".{name} {{ color: {_style(colour)}; }}" for name, colour in rules)


def _style(colour: str) -> str:
    """A colour as style rules have it."""
    return colour if colour.startswith("#") else f"ansi_{colour.replace('-', '_')}"
