"""Decide whether two documents are copies of one conversation, so that two are never mixed.

Every copy of a conversation holds the edits of the session that created it, so two copies have a
client in common in their state vectors (`Replica.clocks_by_client`), and two conversations have
none. A document that was rebuilt from its tables derives its client from the content. An empty
document counts as a copy of any conversation.
Private preparation is created on each machine separately, so its copies need not have a client in
common: it records the clients of its conversation, and these count as its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ...crdt.read_marker import decode_read_marker
from ...crdt.update_clients import clients_in, introduces_key
from ...errors import StorageError
from ...ids import NOBODY, PartnerId
from ...model.checklist.private_answers import private_file_partner
from ...model.fields import CREATED_KEY, Fields
from ...system.files.file_errors import display_path
from ..loader import is_private
from .private_link import link_to, linked_clients, linked_creation

if TYPE_CHECKING:
    from ...crdt.replica import Replica


class UnrelatedHistory(StorageError):
    """Two documents have no common history; nothing of either was merged into the other."""

    def __init__(self, name: Path | str, message_key: str = "unrelated_history.refused") -> None:
        super().__init__(message_key, file=display_path(name))


class Ancestry(NamedTuple):
    """The properties that decide which conversation a document is a copy of."""

    clients: frozenset[int]
    """The clients who wrote in it; for private preparation also those of its conversation."""
    private: bool = False
    partner: PartnerId = NOBODY
    """The partner whose private preparation it is."""


def ancestry(replica: Replica) -> Ancestry:
    """Return the ancestry of a document."""
    clients = frozenset(replica.clocks_by_client)
    if not is_private(replica.fields):
        return Ancestry(clients)
    recorded = conversation_clients(replica.fields)
    return Ancestry(clients | recorded, True, private_file_partner(replica.fields))


def shares_history(ours: Ancestry, other: Ancestry) -> bool:
    """Return whether two documents may be merged."""
    if not ours.clients or not other.clients:
        return True
    if ours.private != other.private:
        return False
    if ours.partner and other.partner and ours.partner != other.partner:
        return False
    return not ours.clients.isdisjoint(other.clients)


def is_unrelated(own: Replica, other: Replica) -> bool:
    """Return whether no update of another document may be applied to ours.

    It may also be a copy into which an earlier version of this program mixed another conversation.
    """
    if not shares_history(ancestry(own), ancestry(other)):
        return True
    return CREATED_KEY in own.fields and introduces_key(
        other.update_since(own.state_vector), CREATED_KEY, own.clocks_by_client
    )


def refuse_unrelated(own: Replica, other: Replica, name: Path | str) -> None:
    """Raise UnrelatedHistory if another document, called `name`, may not be merged into ours."""
    if is_unrelated(own, other):
        raise UnrelatedHistory(name)


def refuse_unrelated_clients(ours: Collection[int], theirs: Collection[int], path: Path) -> None:
    """Raise UnrelatedHistory if the clients of a remote and ours have none in common."""
    if not shares_history(Ancestry(frozenset(ours)), Ancestry(frozenset(theirs))):
        raise UnrelatedHistory(path, "unrelated_history.shared_folder")


def conversation_link(shared: Replica) -> Fields:
    """Return the field by which a private file names its conversation."""
    return link_to(shared.fields, shared.clocks_by_client)


def conversation_clients(private: Fields) -> frozenset[int]:
    """Return the clients of the conversation that a private file records."""
    known = linked_clients(private)
    marker = decode_read_marker(private)
    return known | (
        frozenset(marker.snapshot.clocks_by_client) if marker is not None else frozenset()
    )


def is_private_of(private: Replica, shared: Replica, *, rebuilt: bool = False) -> bool:
    """Return whether private preparation belongs to a conversation.

    A conversation that was `rebuilt` from its tables has lost its clients: then the time of its
    creation decides. If nothing is recorded, an answer to an item of this conversation decides.
    """
    fields = private.fields
    recorded = conversation_clients(fields)
    if recorded:
        created = linked_creation(fields)
        if rebuilt and created and created == shared.fields.get(CREATED_KEY):
            return True
        return not shared.clocks_by_client or not recorded.isdisjoint(shared.clocks_by_client)
    answered = _item_ids(fields)
    return not answered or not answered.isdisjoint(_item_ids(shared.fields))


def _item_ids(fields: Fields) -> frozenset[str]:
    return frozenset(key.id for key in fields if key.table == "item")


def may_belong_to(
    frames: Iterable[bytes], document_clients: frozenset[int], document: Ancestry
) -> bool:
    """Return whether the updates of a journal may belong to a document.

    `document_clients` are the clients in the journal's anchor. Without one, the references of the
    updates decide.
    """
    if document_clients:
        return not document.clients or not document_clients.isdisjoint(document.clients)
    item_clients: set[int] = set()
    referred: set[int] = set()
    for update in frames:
        try:
            own, others = clients_in(update)
        except ValueError:
            continue
        item_clients |= own
        referred |= others
    if not document.clients or not document.clients.isdisjoint(item_clients | referred):
        return True
    return not referred - item_clients
