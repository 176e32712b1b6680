"""The history of a conversation's notes: their content and changes at each checkpoint."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from ...crdt.replica import Replica
from ...crdt.replica_errors import ReplicaError
from ...crdt.snapshot import Snapshot
from ...crdt.time_travel import DocumentHistory
from ...model.conversation import Conversation, NoteLine
from ...storage.checkpoints import Checkpoints, odd_times
from ...text.sanitize import clean_text
from ...text.text_diff import changed_line_blocks

_CACHE_SIZE = 8
"""The number of checkpoints whose notes are cached, for going back and forth."""

Lines = tuple[NoteLine, ...]


class LineChange(NamedTuple):
    """A line, not blank, that was added or removed since the checkpoint before."""

    added: bool
    line: NoteLine
    number: int
    """Its number, from 0: in the notes of this checkpoint, or of the one before if removed."""


class NotesHistory:
    """The checkpoints of one conversation, up to when this was created, each after those before it.

    The last one has the present notes; it has no time if they are not saved. If the document waits
    for a missing update, there are no others. The index of a checkpoint is from 0.
    """

    def __init__(
        self, replica: Replica, checkpoints: Checkpoints, now: datetime | None = None
    ) -> None:
        """Create it, and call all methods, in the replica's own thread.

        `now` is the present time, time-zone aware; by default that of this machine.
        """
        self._current_notes = _cleaned(replica.notes.note_lines())
        self._checkpoints: list[tuple[datetime | None, Snapshot]] = []
        self._cached_notes = lru_cache(_CACHE_SIZE)(self._rebuild_notes)
        try:
            self._document_history: DocumentHistory | None = DocumentHistory(replica)
        except ReplicaError:
            self._document_history = None
        else:
            self._checkpoints += checkpoints.snapshots(self._document_history.current_snapshot)
        times = [at.timestamp() for at, _ in self._checkpoints if at is not None]
        self._odd_times = odd_times(times, (now or datetime.now(UTC)).timestamp())
        if (
            not self._checkpoints
            or self.notes_at(len(self._checkpoints) - 1) != self._current_notes
        ):
            self._checkpoints.append((None, Snapshot()))

    def __len__(self) -> int:
        return len(self._checkpoints)

    def time_at(self, index: int) -> datetime | None:
        """Return the time of a checkpoint (UTC); None for a present state without a save."""
        return self._checkpoints[index][0]

    def has_odd_time(self, index: int) -> bool:
        """Return whether the clock was probably wrong at a checkpoint: its time is out of order."""
        return index < len(self._odd_times) and self._odd_times[index]

    def notes_at(self, index: int) -> Lines:
        """Return the lines of the notes at a checkpoint, cleaned."""
        return self._cached_notes(index)

    def changes_at(self, index: int) -> list[LineChange]:
        """Return the lines added and removed since the checkpoint before, in note order.

        At the first checkpoint all lines are new. Blank lines are left out.
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

    def _rebuild_notes(self, index: int) -> Lines:
        at, snapshot = self._checkpoints[index]
        if at is None or self._document_history is None:
            return self._current_notes
        try:
            return _cleaned(self._document_history.notes_at(snapshot))
        except ReplicaError:  # the library cannot rebuild this checkpoint: show no change
            return self.notes_at(index - 1) if index else ()


def _cleaned(lines: Iterable[NoteLine]) -> Lines:
    """Return cleaned lines: old states may hold uncleaned received text."""
    return tuple(NoteLine(clean_text(line.text).replace("\n", " "), line.by) for line in lines)


def _non_blank(lines: Lines) -> list[tuple[int, NoteLine]]:
    return [(number, line) for number, line in enumerate(lines) if line.text.strip()]


def initials(changed: Iterable[LineChange], conversation: Conversation) -> list[str]:
    """Return the initials of the authors of changed lines, in the order of the partners."""
    authors = {change.line.by for change in changed}
    return [p.initials for p in conversation.partners if p.id in authors]
