"""Put back what the other partner wrote in the name of the partner at this terminal."""

from __future__ import annotations

from collections import Counter

from ...crdt.received_changes import ReceivedPart
from ...ids import Login, RowId
from ...model.changes import Changes
from ...model.fields import FieldKey
from ...storage.saving.tracker import SaveTracker
from ..listeners import SessionEvent
from ..private_fields import store_private_fields
from ..replica_pair import ReplicaPair
from .field_rights import fields_to_put_back
from .own_text import OwnText
from .stored_removals import REMOVED_TEXT_KEY, removal_fields, removals_in

_MAX_TIMES = 50
"""The most times that the same is put back; another replica changes it again each time then."""
_MAX_FORGED = 3
"""The most updates with units of this user's clients that are refused one by one."""
_MAX_THINGS = 100_000
"""The most different things that are put back in one session."""


class NameGuard:
    """Corrects what was received, by edits of this session that every replica gets."""

    def __init__(self, replicas: ReplicaPair) -> None:
        self._replicas = replicas
        self._replica = replicas.shared.replica
        self._own_text = OwnText(self._replica.notes)
        self._removed_of, self._own_text.removed = removals_in(
            replicas.private_fields, self._replica
        )
        self._times: Counter[FieldKey | int] = Counter()
        self._forged = 0
        self.is_exhausted = False
        """Whether the other changed the same again each time. Nothing more is taken from them."""

    def follow(self, event: SessionEvent) -> None:
        """Follow a change of the conversation, whoever made it."""
        if isinstance(event, Changes):
            self._own_text.follow(event.splices)

    def count_forged(self) -> None:
        """Count an update that had units of a client of this user, and was refused."""
        self._forged += 1
        self.is_exhausted |= self._forged > _MAX_FORGED

    def put_back(self, part: ReceivedPart) -> tuple[Changes, bytes]:
        """Correct a change by the other partner; return as `Replica.edit` does.

        `follow` was called with it.
        """
        me, fields = self._replicas.me, self._replica.fields
        if me is None or not (part.mark_changes or part.previous):
            return Changes(), b""
        if self._removed_of != me:
            self._removed_of, self._own_text.removed = me, ()
        runs = self._own_text.runs_to_correct(part.mark_changes, part.changes.splices, me)
        recorded = str(fields.get(FieldKey("partner", RowId(me), "login"), ""))
        logins = {*self._replicas.user.logins, Login(recorded)} - {""}
        put_back = fields_to_put_back(part.previous, fields, me, logins)
        if not runs and not put_back:
            return Changes(), b""
        things: list[FieldKey | int] = [*put_back]
        things += [hash(self._replica.notes.slice(*run[:2])) for run in runs if run[2] == me]
        for thing in things:
            self._times[thing] += 1
            self.is_exhausted |= self._times[thing] > _MAX_TIMES
        self.is_exhausted |= len(self._times) > _MAX_THINGS
        return self._replica.correct(runs, put_back)

    def store_removals(self, tracker: SaveTracker) -> None:
        """Store in the private file what the other removed of this partner's text."""
        removed, fields = self._own_text.removed, self._replicas.private_fields
        if self._replicas.me is not None and (removed or fields.get(REMOVED_TEXT_KEY)):
            stored = removal_fields(self._removed_of, removed, self._replica)
            store_private_fields(self._replicas, tracker, stored)
