"""The undo steps of a session, over its two replicas: the conversation and the private file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from ...crdt.replica import Replica
from ...ids import PartnerId
from ...model.changes import Changes
from ...model.fields import Fields
from ...storage.durable_replica import DurableReplica
from ...text.splice import Splice
from .earlier_steps import EarlierSteps, Step


class _Entry(NamedTuple):
    """A step of one replica; entries of one `group` are undone and redone together."""

    durable: DurableReplica
    group: int


class UndoStack:
    """The replica of each step that can be undone or redone, in order.

    The steps themselves are in the replicas.
    """

    def __init__(self, earlier: EarlierSteps) -> None:
        """`earlier` are the states to which undo leads when it is at the beginning."""
        self._earlier = earlier
        self.since: datetime | None = None
        """The time of the state before the session that the last undo or redo went to or from."""
        self._undoable: list[_Entry] = []
        self._redoable: list[_Entry] = []
        self._group = 0
        self._is_grouping = False

    @contextmanager
    def one_step(self) -> Iterator[None]:
        """Make the edits of this block, of either replica, one step."""
        self._group += 1
        self._is_grouping = True
        try:
            yield
        finally:
            self._is_grouping = False

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
        boundary = boundary or bool(self._undoable and self._undoable[-1].durable is not durable)
        steps = replica.undo_steps
        changes, update = replica.edit(splices, fields, boundary=boundary)
        if not changes:
            return None
        if replica.undo_steps > steps:
            if not self._is_grouping:
                self._group += 1
            self._undoable.append(_Entry(durable, self._group))
        self._redoable.clear()
        self._earlier.stay()
        return durable, changes, update

    def undo(self, allowed: Collection[DurableReplica], by: PartnerId | None) -> list[Step]:
        """Undo the last step in the allowed replicas; return its parts, none if there is none.

        After the first step of the session go back to the states before it, with `by` as the author
        of text that comes back; not with None.
        """
        self.since = None
        done = _step(self._undoable, self._redoable, allowed, Replica.undo)
        return done if done or by is None else self._took(self._earlier.back(by))

    def redo(self, allowed: Collection[DurableReplica]) -> list[Step]:
        """Redo the last undone step in the allowed replicas; return its parts."""
        self.since = None
        return self._took(self._earlier.forth()) or _step(
            self._redoable, self._undoable, allowed, Replica.redo
        )

    def _took(self, found: tuple[Step, datetime] | None) -> list[Step]:
        if found is None:
            return []
        step, self.since = found
        return [step]


def _step(
    source: list[_Entry],
    target: list[_Entry],
    allowed: Collection[DurableReplica],
    change: Callable[[Replica], tuple[Changes, bytes]],
) -> list[Step]:
    """Call `change` for the last steps of `source` in `allowed` replicas, until one has an effect.

    The rest of its group follows. They move to `target`; return those that had an effect.
    """
    done: list[Step] = []
    group: int | None = None
    while (index := _last_in(source, allowed)) is not None:
        if group is not None and source[index].group != group:
            break
        entry = source.pop(index)
        changes, update = change(entry.durable.replica)
        if changes:
            target.append(entry)
            group = entry.group
            done.append((entry.durable, changes, update))
    return done


def _last_in(entries: Sequence[_Entry], allowed: Collection[DurableReplica]) -> int | None:
    """Return the index of the last step in an allowed replica."""
    found = (n for n in range(len(entries) - 1, -1, -1) if entries[n].durable in allowed)
    return next(found, None)
