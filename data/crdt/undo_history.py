"""The undo and redo steps of a document: our own changes only, never another replica's.

The library joins edits that are close in time into one step. It gets a clock of ours, which
advances only at the boundaries between steps.
"""

from __future__ import annotations

from pycrdt import UndoManager

from .yjs_document import TRACKED_ORIGIN, YjsDocument

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
        self._manager = UndoManager(
            scopes=[document.text, document.map],
            capture_timeout_millis=_CAPTURE_MILLISECONDS,
            timestamp=lambda: clock.now,
        )
        self._manager.include_origin(TRACKED_ORIGIN)

    def add_boundary(self) -> None:
        """Begin a new step with the next edit."""
        self._clock.now += 2 * _CAPTURE_MILLISECONDS

    def record_edit(self) -> None:
        """Count an undoable edit that was just made."""
        if not self.undo_steps or self._last_edit_at != self._clock.now:
            self.undo_steps += 1
        self._last_edit_at = self._clock.now

    def undo(self) -> None:
        """Undo the last step, but not later changes of others."""
        self._manager.undo()

    def redo(self) -> None:
        """Redo the step that was undone last."""
        self._manager.redo()

    def recount(self) -> None:
        """Count the steps again, after `undo` or `redo`."""
        before = self.undo_steps
        self.undo_steps = len(self._manager.undo_stack)
        if self.undo_steps != before:
            self._last_edit_at = 0  # the next edit does not join an earlier step
