"""How the notes of a conversation came about: what they were at its moments, and what changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from ..crdt.replica import Replica
from ..crdt.replica_errors import ReplicaError
from ..crdt.snapshot import Snapshot
from ..crdt.time_travel import DocumentHistory
from ..model.conversation import Conversation, NoteLine
from ..storage.checkpoints import Checkpoints
from ..text.sanitize import clean_line, clean_text
from ..text.text_diff import changed_line_blocks

_CACHE_SIZE = 8
"""Of so many moments the notes are kept, so that going to and fro costs nothing."""

Lines = tuple[NoteLine, ...]


class LineChange(NamedTuple):
    """A line with words in it that came, or went, since the moment before."""

    added: bool
    line: NoteLine
    number: int
    """Where it stands, counted from 0: in the notes of this moment, or of the one before."""


class NotesHistory:
    """The moments of one conversation until it was made, oldest first; the last one is now.

    A moment whose notes are those of now is now itself. Where the document waits for something that
    is missing there is no other moment.
    """

    def __init__(self, replica: Replica, moments: Checkpoints) -> None:
        """Called, and asked, in the replica's own thread."""
        self._current_notes = _cleaned(replica.notes.note_lines())
        self._checkpoints: list[tuple[datetime | None, Snapshot]] = []
        self.notes_at = lru_cache(_CACHE_SIZE)(self._notes_at)
        """The notes at a moment, by its place (from 0), harmless to show."""
        try:
            self._document_history: DocumentHistory | None = DocumentHistory(replica)
        except ReplicaError:
            self._document_history = None
        else:
            self._checkpoints += moments.snapshots(self._document_history.current_snapshot)
        if (
            not self._checkpoints
            or self.notes_at(len(self._checkpoints) - 1) != self._current_notes
        ):
            self._checkpoints.append((None, Snapshot()))

    def __len__(self) -> int:
        return len(self._checkpoints)

    def time_at(self, index: int) -> datetime | None:
        """When a moment was (UTC); None for a now that no save holds yet."""
        return self._checkpoints[index][0]

    def changes_at(self, index: int) -> list[LineChange]:
        """What came and went since the moment before, in the order of the notes.

        Before the first moment there was nothing. Lines without words are not told.
        """
        before = _non_blank(self.notes_at(index - 1)) if index else []
        after = _non_blank(self.notes_at(index))
        changes: list[LineChange] = []
        for i, j, k, m in changed_line_blocks(
            [line for _, line in before], [line for _, line in after]
        ):
            changes += [LineChange(False, line, number) for number, line in before[i:j]]
            changes += [LineChange(True, line, number) for number, line in after[k:m]]
        return changes

    def _notes_at(self, index: int) -> Lines:
        at, state = self._checkpoints[index]
        if at is None or self._document_history is None:
            return self._current_notes
        try:
            return _cleaned(self._document_history.notes_at(state))
        except ReplicaError:  # no save of ours wrote that: as if nothing had happened
            return self.notes_at(index - 1) if index else ()


def _cleaned(lines: Iterable[NoteLine]) -> Lines:
    """The lines as they may be shown: what came in was cleaned only after it was there."""
    return tuple(NoteLine(clean_text(line.text).replace("\n", " "), line.by) for line in lines)


def _non_blank(lines: Lines) -> list[tuple[int, NoteLine]]:
    return [(number, line) for number, line in enumerate(lines) if line.text.strip()]


def initials(changed: Iterable[LineChange], conversation: Conversation) -> list[str]:
    """Whose text came or went: the initials, in the order of the partners."""
    authors = {change.line.by for change in changed}
    return [clean_line(p.initials) for p in conversation.partners if p.id in authors]
