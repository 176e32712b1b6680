"""Which line of the notes each agreement was drafted from.

An agreement keeps the words of its line (`drafted_from`), not its place: a line is found again
after the lines around it changed, after it was edited itself, and on the other partner's machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from ...ids import RowId
from ...text.lazy_pattern import lazy_pattern
from ...text.list_editing import plain_text
from ...text.sanitize import clean_line
from ..conversation import Agreement

_WORD = lazy_pattern(r"\w+")
_ALIKE = 0.7
"""The part of its words that a line keeps at least while it counts as the same."""
_FEWEST = 3
"""The fewest words that have to be the same, unless all are."""


def draft_of(line: str) -> str:
    """Return the words of a line as an agreement keeps them: without marks and without a time."""
    return clean_line(plain_text(line))


def drafted_lines(lines: Sequence[str], agreements: Iterable[Agreement]) -> Mapping[int, RowId]:
    """Return the agreement of each line that has one, by line (from 0).

    The same words come first; a line that was edited since is the one with the most words of the
    draft. A line belongs to one agreement, the first.
    """
    sought = [(row.id, drafts) for row in agreements if any(drafts := _drafts(row))]
    if not sought:
        return {}
    places: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if words := draft_of(line).casefold():
            places.setdefault(words, []).append(number)
    found: dict[int, RowId] = {}
    edited: list[tuple[RowId, str]] = []
    for row_id, drafts in sought:
        same = (n for draft in drafts for n in places.get(draft.casefold(), ()) if n not in found)
        if (first := next(same, None)) is not None:
            found[first] = row_id
        elif drafts[0]:
            edited.append((row_id, drafts[0].casefold()))
    words_in = {text: set(_WORD.findall(text)) for text in places} if edited else {}
    for row_id, draft in edited:
        ours = set(_WORD.findall(draft))
        likely = (
            (n, 1.0 if text.startswith(draft) else _likeness(ours, words_in[text]))
            for text, rows in places.items()
            for n in rows
            if n not in found
        )
        number, likeness = max(likely, key=lambda each: (each[1], -each[0]), default=(0, 0.0))
        if likeness >= _ALIKE:
            found[number] = row_id
    return found


def _drafts(agreement: Agreement) -> tuple[str, str]:
    """Return the line it was drafted from, if known, and its own text, which may be that line."""
    return agreement.drafted_from, clean_line(agreement.text)


def _likeness(ours: Set[str], theirs: Set[str]) -> float:
    """Return how many of our words a line still has, from 0 to 1."""
    common = len(ours & theirs)
    return common / len(ours) if common >= min(_FEWEST, len(ours)) > 0 else 0.0
