"""Make the first document of a conversation, and the header of private preparation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..crdt.replica import Replica
from ..ids import PartnerId, RowId
from ..model.agreements.given_numbers import lacking_numbers
from ..model.conversation import Conversation
from ..model.fields import SINGLETON_ID, FieldKey, Fields, to_fields
from ..system.user import login_name
from ..text.splice import Splice
from .unrelated.ancestry import conversation_link, is_linked

if TYPE_CHECKING:
    from .durable_replica import DurableReplica


def first_document(conversation: Conversation, me: PartnerId | None) -> Replica:
    """Return a conversation as a new document; `me` is the partner at this terminal, if known."""
    replica = Replica()
    position = 0
    splices = []
    for number, line in enumerate(conversation.notes):
        text = line.text + ("\n" if number < len(conversation.notes) - 1 else "")
        splices.append(Splice(position, 0, text, line.by))
        position += len(text)
    fields = to_fields(conversation)
    fields |= lacking_numbers(fields)
    if me is not None:
        fields[FieldKey("partner", RowId(me), "login")] = login_name()
    replica.edit(splices, fields, undoable=False)
    return replica


def private_header(private: Fields, shared: Replica, me: PartnerId | None) -> Fields:
    """Return the header fields to set in the private preparation of `me` (None if unknown).

    `private` are its fields, empty if it is new; `shared` is its conversation. Files of earlier
    versions do not record their conversation.
    """
    if is_linked(private):
        return {}
    if private:
        return conversation_link(shared)
    kind: Fields = {FieldKey("header", SINGLETON_ID, "kind"): "private"}
    login = {} if me is None else {FieldKey("partner", RowId(me), "login"): login_name()}
    return {**kind, **login, **conversation_link(shared)}


def queue_header(private: DurableReplica, header: Fields) -> None:
    """Write the header of a private file with its next edit or save."""
    _, update = private.replica.edit((), header, undoable=False)
    if update:
        private.queue_update(update)
