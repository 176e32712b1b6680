"""The stacks of undoable and of undone steps, in the library and beyond it.

The library undoes a step, and those before it that have no effect any more, and tells how many are
left only by listing all of them. So it holds the last ones, and the others wait here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .yjs_document import TRACKED_ORIGIN, YjsDocument
from .yjs_library import StackItem, UndoManager

CAPTURE_MILLISECONDS = 500
"""The library joins edits within this time into one step."""
HELD = 32
"""How many steps of a stack the library holds at least, if there are so many; at most twice that.

It looks through them for what was deleted together with a value that comes back.
"""


class UndoStacks:
    """The steps of one document that can be undone, and those that can be redone.

    Call the methods within `convert_panics`, and not within a transaction.
    """

    def __init__(self, document: YjsDocument, now: Callable[[], int]) -> None:
        """`now` returns the time in milliseconds by which the library joins edits."""
        # The library does not refer to this object, or neither would ever be freed.
        self._document, self._now = document, now
        self._older_undo: list[StackItem[Any]] = []
        self._older_redo: list[StackItem[Any]] = []
        self._held_undo = self._held_redo = 0
        self._manager = self._made([], [])

    @property
    def undo_count(self) -> int:
        """How many steps can be undone."""
        return len(self._older_undo) + self._held_undo

    @property
    def redo_count(self) -> int:
        """How many steps can be redone."""
        return len(self._older_redo) + self._held_redo

    def make_room(self) -> None:
        """Let the next step be added in constant time; call it before a step begins."""
        if self._held_undo >= 2 * HELD:
            self._move()

    def count_edit(self, *, begins_step: bool) -> None:
        """Count an edit that the library joined to the last step, or that began one."""
        self._held_undo += begins_step
        self._older_redo.clear()
        self._held_redo = 0

    def undo(self) -> bool:
        """Undo the last step that has an effect; return False if there is none."""
        while not self._manager.undo():
            self._held_undo = 0
            if not self._older_undo:
                return False
            self._move()
        self._held_undo = len(self._manager.undo_stack)
        self._held_redo += 1
        if self._held_redo > 2 * HELD:
            self._move()
        return True

    def redo(self) -> bool:
        """Redo the last step that was undone and has an effect; return False if there is none."""
        while not self._manager.redo():
            self._held_redo = 0
            if not self._older_redo:
                return False
            self._move()
        self._held_redo = len(self._manager.redo_stack)
        self._held_undo += 1
        if self._held_undo > 2 * HELD:
            self._move()
        return True

    def _move(self) -> None:
        """Move steps from and to the library, so that it holds enough of both stacks."""
        undo = _held(self._manager.undo_stack, self._older_undo)
        redo = _held(self._manager.redo_stack, self._older_redo)
        self._held_undo, self._held_redo = len(undo), len(redo)
        self._manager = self._made(undo, redo)

    def _made(self, undo: list[StackItem[Any]], redo: list[StackItem[Any]]) -> UndoManager:
        manager = UndoManager(
            scopes=[self._document.text, self._document.map],
            capture_timeout_millis=CAPTURE_MILLISECONDS,
            timestamp=self._now,
            undo_stack=undo,
            redo_stack=redo,
        )
        manager.include_origin(TRACKED_ORIGIN)
        return manager


def _held(held: list[StackItem[Any]], older: list[StackItem[Any]]) -> list[StackItem[Any]]:
    """Return the steps that the library holds from now on; the older ones are moved to `older`."""
    older += held
    kept = older[-HELD:]
    del older[-HELD:]
    return kept
