"""The fields of a private file about its user: remote address and read marker."""

from __future__ import annotations

from ..model.fields import SINGLETON_ID, FieldKey, Fields
from ..model.remote_address import RemoteAddress, parse_remote_address
from ..storage.saving.tracker import SaveTracker
from .replica_pair import ReplicaPair

REMOTE_ADDRESS_KEY = FieldKey("header", SINGLETON_ID, "shared_in")
"""The remote address; in the private file, because each partner's own differs."""


def remote_address_in(fields: Fields) -> RemoteAddress | None:
    """Return the remote address in the fields of a private file; None if not shared."""
    address = str(fields.get(REMOTE_ADDRESS_KEY, ""))
    return parse_remote_address(address) if address else None


def store_private_fields(replicas: ReplicaPair, tracker: SaveTracker, fields: Fields) -> None:
    """Set fields of the private file, which is created if there is none; undo skips them."""
    durable = replicas.require_private()
    _, update = durable.replica.edit((), fields, undoable=False)
    if update:
        tracker.record(durable, update)
