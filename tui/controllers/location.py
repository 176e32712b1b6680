"""A location in a conversation, such as a search result leads to."""

from __future__ import annotations

from typing import NamedTuple


class Location(NamedTuple):
    """A pane, and in it the row with the first of these words that is found."""

    pane: str
    """The pane's id: `checklist`, `notes`, `agreements`."""
    words: tuple[str, ...]
    line: int = 0
    """The line of the notes to start looking from, counted from 1; 0 in other panes."""
