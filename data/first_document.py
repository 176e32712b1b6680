"""The documents with which a conversation and somebody's private preparation begin."""

from __future__ import annotations

from .ancestry import belongs_to
from .conversation import Conversation
from .fields import SINGLE, field_key, to_fields
from .identity import login_name
from .notes import Splice
from .replica import Replica


def first_document(conversation: Conversation, me: str) -> Replica:
    """Return a conversation as a new document; `me` is the partner at this terminal."""
    replica = Replica()
    position = 0
    splices = []
    for number, line in enumerate(conversation.notes):
        text = line.text + ("\n" if number < len(conversation.notes) - 1 else "")
        splices.append(Splice(position, 0, text, line.by))
        position += len(text)
    fields = to_fields(conversation)
    fields[field_key("partner", me, "login")] = login_name()
    replica.edit(splices, fields, undoable=False)
    return replica


def first_private_document(shared: Replica, me: str) -> Replica:
    """Return new private preparation of the partner `me`, which records its conversation."""
    replica = Replica()
    fields = {
        field_key("header", SINGLE, "kind"): "private",
        field_key("partner", me, "login"): login_name(),
        **belongs_to(shared),
    }
    replica.edit((), fields, undoable=False)
    return replica
