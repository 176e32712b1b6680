"""The undo and redo steps of a document: our own changes only, never another replica's.

The library joins edits that are close in time into one step. It gets a clock of ours, which
advances only at the boundaries between steps.

The library gives a text that comes back the author of the marks around it by then, and removes
marks that others wrote beside since. So this module remembers whose text each step removed.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..text.splice import Splice
from .received_changes import AuthoredRun, MarkChange
from .removed_text import RemovedText, Run
from .yjs_document import TRACKED_ORIGIN, YjsDocument
from .yjs_library import UndoManager

_CAPTURE_MILLISECONDS = 500
"""The library joins edits within this time into one step; the clock jumps past it at boundaries."""


class _Clock:
    """A time in milliseconds."""

    def __init__(self) -> None:
        self.now = _CAPTURE_MILLISECONDS  # from 0 the library would not merge edits


class UndoHistory:
    """The undo and redo stacks of one document.

    Call the methods within `convert_panics`.
    """

    def __init__(self, document: YjsDocument) -> None:
        # The library does not refer to this object, or neither would ever be freed.
        self._clock = clock = _Clock()
        self._last_edit_at = 0
        self.undo_steps = 0
        """How many steps can be undone. Counted here: the library would list them all."""
        self._undoable: list[RemovedText] = []
        self._redoable: list[RemovedText] = []
        self._step = RemovedText()
        """The step that was undone or redone last."""
        self._manager = UndoManager(
            scopes=[document.text, document.map],
            capture_timeout_millis=_CAPTURE_MILLISECONDS,
            timestamp=lambda: clock.now,
        )
        self._manager.include_origin(TRACKED_ORIGIN)

    def add_boundary(self) -> None:
        """Begin a new step with the next edit."""
        self._clock.now += 2 * _CAPTURE_MILLISECONDS

    def record_edit(self, written: Sequence[tuple[Splice, Sequence[Run]]]) -> None:
        """Record an undoable edit that was just made: its splices, and what each removed."""
        if not self.undo_steps or self._last_edit_at != self._clock.now:
            self.undo_steps += 1
            self._undoable.append(RemovedText())
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
        self._manager.undo()
        self._recount()
        self._step = _taken(self._undoable, self.undo_steps)

    def redo(self) -> None:
        """Redo the step that was undone last."""
        self._manager.redo()
        self._recount()
        self._step = _taken(self._redoable, len(self._manager.redo_stack))

    def runs_to_correct(self, changes: Sequence[MarkChange]) -> Sequence[AuthoredRun]:
        """Return the runs of the notes that need another author after `undo` or `redo`.

        `changes` are those that it made, of every author.
        """
        removed = RemovedText(
            (change.text, change.before)
            for change in changes
            if change.by is None and change.before is not None
        )
        if len(self._manager.redo_stack) > len(self._redoable):
            self._redoable.append(removed)
        elif self.undo_steps > len(self._undoable):
            self._undoable.append(removed)
        return self._step.runs_to_correct(changes)

    def _recount(self) -> None:
        before = self.undo_steps
        self.undo_steps = len(self._manager.undo_stack)
        if self.undo_steps != before:
            self._last_edit_at = 0  # the next edit does not join an earlier step


def _taken(steps: list[RemovedText], left: int) -> RemovedText:
    """Remove the steps beyond those that are left; return the first, which had an effect."""
    taken = steps[left] if left < len(steps) else RemovedText()
    del steps[left:]
    return taken
