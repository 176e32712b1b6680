"""A place in a conversation, such as a finding leads to."""

from __future__ import annotations

from typing import NamedTuple


class Location(NamedTuple):
    """A place in a conversation: a pane, and in it the row with the first of these words found."""

    pane: str
    """The pane's id: `checklist`, `notes`, `agreements`."""
    words: tuple[str, ...]
    line: int = 0
    """The line of the notes to look from, counted from 1; 0 in other panes."""
