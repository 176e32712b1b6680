"""The undo steps of a session, over its two replicas: the conversation and the private file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from ..crdt.replica import Replica
from ..model.changes import Changes
from ..model.fields import Fields
from ..storage.durable_replica import DurableReplica
from ..text.splice import Splice

Step = tuple[DurableReplica, Changes, bytes]
"""A replica, its changes, and their update."""


class UndoStack:
    """The replica of each step that can be undone or redone, in order.

    The steps themselves are in the replicas.
    """

    def __init__(self) -> None:
        self._undoable: list[DurableReplica] = []
        self._redoable: list[DurableReplica] = []

    def edit(
        self,
        durable: DurableReplica,
        splices: Sequence[Splice],
        fields: Fields,
        *,
        boundary: bool,
    ) -> Step | None:
        """Make an edit; `boundary` begins a new step. Return None if nothing changes.

        An edit clears the steps that can be redone. If the last edit was in the other replica, this
        one begins a new step, because a step belongs to one replica.
        """
        replica = durable.replica
        boundary = boundary or bool(self._undoable and self._undoable[-1] is not durable)
        steps = replica.undo_steps
        changes, update = replica.edit(splices, fields, boundary=boundary)
        if not changes:
            return None
        if replica.undo_steps > steps:
            self._undoable.append(durable)
        self._redoable.clear()
        return durable, changes, update

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
    """Call `change` for the last steps of `source` in `allowed` replicas, until one has an effect.

    That one moves to `target`; return it, or None if no step has an effect.
    """
    while indices := [index for index, replica in enumerate(source) if replica in allowed]:
        replica = source.pop(indices[-1])
        changes, update = change(replica.replica)
        if changes:
            target.append(replica)
            return replica, changes, update
    return None
