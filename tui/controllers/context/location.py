"""A location in a conversation, for example that of a search hit."""

from __future__ import annotations

from typing import NamedTuple


class Location(NamedTuple):
    """A pane, and the texts to find in it: the first that is found is the location."""

    pane: str
    """The pane's id: `checklist`, `notes`, `agreements`."""
    words: tuple[str, ...]
    line: int = 0
    """The line of the notes from which to search, counted from 1; 0 in other panes."""
    row: str = ""
    """The id of the row, if it is known; else the texts are looked for."""
