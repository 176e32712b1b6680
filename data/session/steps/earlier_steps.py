"""Undo beyond the opening of a conversation: back to its states at the saves before.

The steps of an ended session are gone, but each save left a checkpoint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from ...crdt.replica_errors import ReplicaError
from ...crdt.snapshot import Snapshot
from ...ids import PartnerId
from ...model.agreement_numbers import HIGHEST, NUMBER
from ...model.changes import Changes
from ...model.conversation import CHANGED
from ...model.fields import FieldKey, Fields, Value
from ...storage.durable_replica import DurableReplica
from ...storage.tables import fields_becoming
from ...text.splice import Splice
from ...text.text_diff import diff_splices

if TYPE_CHECKING:
    from ...crdt.time_travel import DocumentHistory

_NEVER_BACK = (CHANGED, HIGHEST, NUMBER, "login", "rated")
"""Columns that do not go back: what happened, and what is given once."""


Step = tuple[DurableReplica, Changes, bytes]
"""A replica, its changes, and their update."""


class EarlierState(NamedTuple):
    """What leads back to the state at an earlier save."""

    at: datetime
    """The time of the save (UTC)."""
    splices: tuple[Splice, ...]
    fields: Fields


class EarlierSteps:
    """The states of one file at the saves before it was opened, to go back to and return from."""

    def __init__(self, durable: DurableReplica, opened: datetime) -> None:
        """Bind to a file; `opened` is when the session began: later saves are its own."""
        self._durable, self._replica = durable, durable.replica
        self._opened = int(opened.timestamp())
        self._returns: list[tuple[EarlierState, str]] = []
        """What leads back from each state to which one went, and the notes there."""

    def back(self, by: PartnerId) -> tuple[Step, datetime] | None:
        """Go to the last state before the present one; return the step, and the time of the state.

        Text that comes back is of author `by`. None if there is no such state.
        """
        goal = self._previous(by)
        if goal is None:
            return None
        before, text = dict(self._replica.fields), self._replica.notes.text
        step = self._edit(goal.splices, goal.fields)
        none: Mapping[bool, Value] = {True: False, False: ""}
        fields = {key: before.get(key, none[key.attribute == "deleted"]) for key in goal.fields}
        splices = tuple(diff_splices(self._replica.notes.text, text, by))
        self._returns.append((EarlierState(goal.at, splices, fields), self._replica.notes.text))
        return step, goal.at

    def forth(self) -> tuple[Step, datetime] | None:
        """Return from the last state to which `back` went; None if it went to none."""
        if not self._returns:
            return None
        goal, text = self._returns.pop()
        splices = goal.splices if text == self._replica.notes.text else ()
        return self._edit(splices, goal.fields), goal.at

    def stay(self) -> None:
        """Return from no state any more: somebody goes on from here."""
        self._returns.clear()

    def _edit(self, splices: Sequence[Splice], fields: Fields) -> Step:
        return self._durable, *self._replica.edit(splices, fields, undoable=False)

    def _previous(self, by: PartnerId) -> EarlierState | None:
        """Return the state before the present one; None if there is none.

        No more states are worked out than needed: each costs reading the whole document.
        """
        newest: EarlierState | None = None
        is_reached = False
        for state in self._states(by):
            newest = newest or state
            differs = bool(state.splices or state.fields)
            if is_reached and differs:
                return state
            is_reached = is_reached or not differs
        return None if is_reached else newest

    def _states(self, by: PartnerId) -> Iterator[EarlierState]:
        """Yield what leads to each state, the newest first."""
        from ...crdt.time_travel import DocumentHistory  # most sessions never go back

        try:
            history = DocumentHistory(self._replica)
        except ReplicaError:  # an update is missing
            return
        snapshots = list(self._durable.checkpoints.snapshots(history.current_snapshot))
        for at, snapshot in reversed(snapshots):
            if at.timestamp() >= self._opened:
                continue
            try:
                yield self._leading_to(history, at, snapshot, by)
            except ReplicaError:  # the library cannot rebuild this one
                continue

    def _leading_to(
        self, history: DocumentHistory, at: datetime, snapshot: Snapshot, by: PartnerId
    ) -> EarlierState:
        then = "\n".join(line.text for line in history.notes_at(snapshot))
        now, wanted = _going_back(self._replica.fields), _going_back(history.fields_at(snapshot))
        fields = {
            key: value
            for key, value in fields_becoming(now, wanted).items()
            if now.get(key, "") != value
        }
        return EarlierState(at, tuple(diff_splices(self._replica.notes.text, then, by)), fields)


def _going_back(fields: Fields) -> dict[FieldKey, Value]:
    return {
        key: value
        for key, value in fields.items()
        if key.table not in ("", "approval") and key.attribute.partition("/")[0] not in _NEVER_BACK
    }
