"""The undo steps of a session, over its two replicas: the conversation and the private file."""

from __future__ import annotations

from collections.abc import Callable, Collection

from ..crdt.replica import Replica
from ..model.changes import Changes
from ..storage.durable_replica import DurableReplica

Step = tuple[DurableReplica, Changes, bytes]
"""A replica, what changed in it, and the update of that."""


class UndoStack:
    """The replica of each step that can be undone or redone, in order.

    The steps themselves are in the replicas.
    """

    def __init__(self) -> None:
        self._undoable: list[DurableReplica] = []
        self._redoable: list[DurableReplica] = []

    def is_last(self, replica: DurableReplica) -> bool:
        """Return whether the last step, if there is one, belongs to this replica."""
        return not self._undoable or self._undoable[-1] is replica

    def record(self, replica: DurableReplica, *, new_step: bool) -> None:
        """Record an edit; it clears the steps that can be redone."""
        if new_step:
            self._undoable.append(replica)
        self._redoable.clear()

    def undo(self, allowed: Collection[DurableReplica]) -> Step | None:
        """Undo the last step of the allowed replicas; return it, or None if there is none."""
        return _step(self._undoable, self._redoable, allowed, Replica.undo)

    def redo(self, allowed: Collection[DurableReplica]) -> Step | None:
        """Redo the last undone step of the allowed replicas; return it, or None."""
        return _step(self._redoable, self._undoable, allowed, Replica.redo)


def _step(
    source: list[DurableReplica],
    target: list[DurableReplica],
    allowed: Collection[DurableReplica],
    change: Callable[[Replica], tuple[Changes, bytes]],
) -> Step | None:
    """Make steps, from the last to the first, until one changes something."""
    while indices := [index for index, replica in enumerate(source) if replica in allowed]:
        replica = source.pop(indices[-1])
        changes, update = change(replica.replica)
        if changes:
            target.append(replica)
            return replica, changes, update
    return None
