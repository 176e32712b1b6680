"""What a private file records about its user: where they share, and what they have read."""

from __future__ import annotations

from ..model.fields import SINGLETON_ID, FieldKey, Fields
from ..model.remote_address import RemoteAddress, parse_remote_address
from ..storage.saving.tracker import SaveTracker
from .replica_pair import ReplicaPair

REMOTE_ADDRESS_KEY = FieldKey("header", SINGLETON_ID, "shared_in")
"""Where this user shares the conversation: in the private file, because it is theirs alone."""


def remote_address_in(fields: Fields) -> RemoteAddress | None:
    """Return the remote address in the fields of a private file; None if not shared."""
    address = str(fields.get(REMOTE_ADDRESS_KEY, ""))
    return parse_remote_address(address) if address else None


def store_private_fields(replicas: ReplicaPair, tracker: SaveTracker, fields: Fields) -> None:
    """Set fields of the private file; no undo takes them back."""
    durable = replicas.require_private()
    _, update = durable.replica.edit((), fields, undoable=False)
    if update:
        tracker.record(durable, update)
