"""The user's colours for other authors: their initials, carets and selected rows."""

from __future__ import annotations

from collections.abc import Sequence

from ...widgets.notes.author_gutter import OTHER
from ...widgets.presence.remote_carets import CARET_STYLES


def author_rules(colours: Sequence[str]) -> str:
    """Return style rules for these colours, of which there is at least one.

    The first colour is the other partner's. If there are more authors than colours, the colours
    start again.
    """
    rules = [(OTHER, colours[0])]
    rules += [(name, colours[n % len(colours)]) for n, name in enumerate(CARET_STYLES)]
    return "\n".join(f".{name} {{ color: {_style(colour)}; }}" for name, colour in rules)


def _style(colour: str) -> str:
    """Return a colour as a style sheet of Textual names it."""
    return colour if colour.startswith("#") else f"ansi_{colour.replace('-', '_')}"
