"""The undo and redo steps of a document: our own changes only, never another replica's.

The library joins edits that are close in time into one step. It gets a clock of ours, which
advances only at the boundaries between steps.

The library gives a text that comes back the author of the marks around it by then, and removes
marks that others wrote beside since. So this module remembers whose text each step removed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..text.splice import Splice
from .received_changes import AuthoredRun, MarkChange
from .removed_text import RemovedText, Run
from .undo_stacks import CAPTURE_MILLISECONDS, UndoStacks
from .yjs_document import YjsDocument


class _Clock:
    """A time in milliseconds."""

    def __init__(self) -> None:
        self.now = CAPTURE_MILLISECONDS  # from 0 the library would not merge edits


class UndoHistory:
    """The undo and redo stacks of one document.

    Call the methods within `convert_panics`.
    """

    def __init__(self, document: YjsDocument) -> None:
        self._clock = clock = _Clock()
        self._last_edit_at = 0
        self._undoable: list[RemovedText] = []
        self._redoable: list[RemovedText] = []
        self._step = RemovedText()
        """The step that was undone or redone last."""
        self._stacks = UndoStacks(document, lambda: clock.now)

    @property
    def undo_steps(self) -> int:
        """How many steps can be undone."""
        return self._stacks.undo_count

    def add_boundary(self) -> None:
        """Begin a new step with the next edit."""
        self._stacks.make_room()
        self._clock.now += 2 * CAPTURE_MILLISECONDS

    def record_edit(self, written: Sequence[tuple[Splice, Sequence[Run]]]) -> None:
        """Record an undoable edit that was just made: its splices, and what each removed."""
        begins_step = not self.undo_steps or self._last_edit_at != self._clock.now
        if begins_step:
            self._undoable.append(RemovedText())
        self._stacks.count_edit(begins_step=begins_step)
        self._redoable.clear()
        for splice, removed in written:
            self._undoable[-1].record(splice, removed)
        self._last_edit_at = self._clock.now

    def follow(self, splices: Sequence[Splice]) -> None:
        """Follow a change of the notes that is no undoable edit."""
        if self._undoable:
            self._undoable[-1].follow(splices)

    def undo(self) -> None:
        """Undo the last step, but not later changes of others."""
        self._step_with(self._stacks.undo)
        self._step = _taken(self._undoable, self.undo_steps)

    def redo(self) -> None:
        """Redo the step that was undone last."""
        self._step_with(self._stacks.redo)
        self._step = _taken(self._redoable, self._stacks.redo_count)

    def runs_to_correct(self, changes: Sequence[MarkChange]) -> Sequence[AuthoredRun]:
        """Return the runs of the notes that need another author after `undo` or `redo`.

        `changes` are those that it made, of every author.
        """
        removed = RemovedText(
            (change.text, change.before)
            for change in changes
            if change.by is None and change.before is not None
        )
        if self._stacks.redo_count > len(self._redoable):
            self._redoable.append(removed)
        elif self.undo_steps > len(self._undoable):
            self._undoable.append(removed)
        return self._step.runs_to_correct(changes)

    def _step_with(self, step: Callable[[], bool]) -> None:
        before = self.undo_steps
        step()
        if self.undo_steps != before:
            self._last_edit_at = 0  # the next edit does not join an earlier step


def _taken(steps: list[RemovedText], left: int) -> RemovedText:
    """Remove the steps beyond those that are left; return the first, which had an effect."""
    taken = steps[left] if left < len(steps) else RemovedText()
    del steps[left:]
    return taken
