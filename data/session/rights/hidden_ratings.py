"""The ratings of the partner at this terminal that the other does not see yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ...model.changes import Changes
from ...model.checklist.hidden_ratings import (
    fields_to_settle,
    is_open,
    own_hidden_ratings,
    with_hidden_ratings,
)
from ...model.conversation import ChecklistItem, Conversation
from ...model.edits import Rate
from ...storage.saving.status import Saving
from ...storage.saving.tracker import SaveTracker
from ...system.clock import day_of
from ..private_fields import remote_address_in, store_private_fields
from ..replica_pair import ReplicaPair


class HiddenRatings:
    """Keeps ratings in the private file until the other may see them, and shows them then."""

    def __init__(
        self,
        replicas: ReplicaPair,
        tracker: SaveTracker,
        clock: Callable[[], datetime],
    ) -> None:
        """`clock` returns local time."""
        self._replicas, self._tracker, self._clock = replicas, tracker, clock

    def hides(self, edit: Rate) -> bool:
        """Return whether a rating is one of this partner that belongs into the private file."""
        me, conversation = self._replicas.me, self._conversation
        item = conversation.item(edit.item)
        if me is None or edit.partner != me or item is None or _has_rated(item, edit):
            return False
        day = conversation.header.date
        return not is_open(item, me, day, day_of(self._clock()), shared=self._is_shared)

    def shown_in(self, conversation: Conversation) -> Conversation:
        """Return a conversation with the ratings that only this partner sees."""
        me = self._replicas.me
        if me is None:
            return conversation
        hidden = own_hidden_ratings(self._replicas.private_fields, me)
        return with_hidden_ratings(conversation, hidden, me)

    def settle(self) -> tuple[Changes, bytes]:
        """Move the ratings that the other may see by now into the conversation.

        That is so once both have rated a competency, and from the day of the talk on. Undo does not
        hide them again. Return the changes of the conversation and their update, to record.
        """
        me = self._replicas.me
        if me is None or self._tracker.status.state is Saving.READ_ONLY:
            return Changes(), b""
        private, today = self._replicas.private_fields, day_of(self._clock())
        conversation = self._conversation
        if not private and not any(item.rated for item in conversation.checklist):
            return Changes(), b""
        public, own = fields_to_settle(conversation, private, me, today, shared=self._is_shared)
        if own:
            store_private_fields(self._replicas, self._tracker, own)
        replica = self._replicas.shared.replica
        return replica.edit((), public, boundary=False, undoable=False)

    @property
    def _conversation(self) -> Conversation:
        return self._replicas.shared.replica.rows.conversation

    @property
    def _is_shared(self) -> bool:
        return remote_address_in(self._replicas.private_fields) is not None


def _has_rated(item: ChecklistItem, edit: Rate) -> bool:
    """Return whether the conversation shows a rating of this partner already."""
    return item.ratings.get(edit.partner, "undiscussed") != "undiscussed"
