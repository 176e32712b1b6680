"""Make the first document of a conversation, and the header of private preparation."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ..crdt.replica import Replica
from ..ids import PartnerId, RowId
from ..model.agreements.given_numbers import lacking_numbers
from ..model.conversation import Conversation, NoteLine
from ..model.fields import SINGLETON_ID, FieldKey, Fields, to_fields
from ..system.user import login_name
from ..text.splice import Splice
from .unrelated.ancestry import conversation_link
from .unrelated.private_link import is_linked

if TYPE_CHECKING:
    from .durable_replica import DurableReplica


def first_document(conversation: Conversation, me: PartnerId | None) -> Replica:
    """Return a conversation as a new document; `me` is the partner at this terminal, if known."""
    replica = Replica()
    # From the last to the first: the library walks to the place of an insertion.
    splices = [Splice(0, 0, text, by) for text, by in reversed(_runs(conversation.notes))]
    fields = to_fields(conversation)
    fields |= lacking_numbers(fields)
    if me is not None:
        fields[FieldKey("partner", RowId(me), "login")] = login_name()
    replica.edit(splices, fields, undoable=False)
    return replica


def _runs(lines: Sequence[NoteLine]) -> list[tuple[str, PartnerId]]:
    """Return the notes in runs of lines by one author: text and author."""
    runs = [
        ("".join(f"{line.text}\n" for line in group), by)
        for by, group in groupby(lines, key=lambda line: line.by)
    ]
    if runs:
        text, by = runs[-1]
        runs[-1] = text[:-1], by  # the last line has no line break
    return runs


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
