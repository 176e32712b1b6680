"""What a private file records about its user: where they share, and what they have read."""

from __future__ import annotations

from collections.abc import Mapping

from ..model.fields import SINGLETON_ID, Fields, Value, field_key
from ..model.remote_address import RemoteAddress, parse_remote_address
from ..storage.saving.tracker import SaveTracker
from .replica_pair import ReplicaPair

REMOTE_ADDRESS_KEY = field_key("header", SINGLETON_ID, "shared_in")
"""Where this user shares the conversation: in the private file, because it is theirs alone."""


def remote_address_in(fields: Fields) -> RemoteAddress | None:
    """Return the remote address in the fields of a private file; None if not shared."""
    address = str(fields.get(REMOTE_ADDRESS_KEY, ""))
    return parse_remote_address(address) if address else None


def store_private_fields(
    replicas: ReplicaPair, tracker: SaveTracker, fields: Mapping[str, Value]
) -> None:
    """Set fields of the private file; no undo takes them back."""
    durable = replicas.require_private()
    _, update = durable.replica.edit((), fields, undoable=False)
    if update:
        tracker.record(durable, update)
