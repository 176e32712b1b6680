"""The notes as they were when a document had come so far.

The library has a way of its own for that (`Doc.from_snapshot`), but in pycrdt 0.14.13 it writes a
run of letters that goes on after the moment without what stands to its right, and fails on reading
that back. So here the whole document is made once more, in which all is removed that was removed at
the moment, and all that came later. What is removed stands at the end of an update, as in a state.
"""

from __future__ import annotations

from typing import Any

from pycrdt import Doc, Text

from .conversation import NoteLine
from .language import say
from .notes import lines_of
from .replica import Replica, ReplicaError, guard
from .states import State, encoded, state_of

_NO_CLOCKS = b"\x00"
"""How a state of nothing but removals ends."""


class Past:
    """The past of one document, until now. `now` is how far it has come."""

    def __init__(self, replica: Replica) -> None:
        """Raises ReplicaError where the document waits for what is missing."""
        self.now = state_of(replica.reached)
        document = replica.document()
        self._doings = document[: len(document) - len(_removals(self.now))]
        removed = document[len(self._doings) :]
        try:
            sound = state_of(removed + _NO_CLOCKS).gone == self.now.gone
        except ValueError:
            sound = False
        if not sound:
            raise ReplicaError(say("history.incomplete"))

    def lines(self, state: State) -> list[NoteLine]:
        """The notes when the document had come so far. Raises ReplicaError on what it never was."""
        later = {
            client: ((state.clocks.get(client, 0), clock),)
            for client, clock in self.now.clocks.items()
            if state.clocks.get(client, 0) < clock
        }
        removed = State(gone=state.gone).together(State(gone=later))
        with guard():
            then: Doc[Any] = Doc()
            text = then.get("notes", type=Text)
            then.apply_update(self._doings + _removals(removed))
            runs = text.diff()
        return lines_of((str(piece), str((told or {}).get("by") or "")) for piece, told in runs)


def _removals(state: State) -> bytes:
    return encoded(State(gone=state.gone))[: -len(_NO_CLOCKS)]
