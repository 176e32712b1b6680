"""The read marker: when the user last looked and the snapshot then, for the private file."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import NamedTuple

from ..model.fields import SINGLETON_ID, FieldKey, Fields
from ..system.clock import YEARS
from .snapshot import Snapshot, decode_snapshot, encode_snapshot

READ_AT_KEY = FieldKey("header", SINGLETON_ID, "looked_at")
READ_SNAPSHOT_KEY = FieldKey("header", SINGLETON_ID, "looked")


class ReadMarker(NamedTuple):
    """The time at which a user last looked, and the snapshot of the document then."""

    at: datetime
    snapshot: Snapshot

    def fields(self) -> Fields:
        """Return the fields to store. The time is UTC, to the second."""
        return {
            READ_AT_KEY: f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            READ_SNAPSHOT_KEY: base64.b64encode(encode_snapshot(self.snapshot)).decode(),
        }


def decode_read_marker(fields: Fields) -> ReadMarker | None:
    """Return the read marker of a private file; None if absent or malformed."""
    try:
        at = datetime.fromisoformat(str(fields.get(READ_AT_KEY, "")))
        snapshot = decode_snapshot(
            base64.b64decode(str(fields.get(READ_SNAPSHOT_KEY, "")), validate=True)
        )
    except ValueError:
        return None
    return ReadMarker(at, snapshot) if at.tzinfo is not None and at.year in YEARS else None


def merge_read_markers(fields: Fields, other: Fields) -> Fields:
    """Return the fields of two markers of one user, merged: changes seen by either are seen."""
    first, second = decode_read_marker(fields), decode_read_marker(other)
    if first is None or second is None:
        return {}
    return ReadMarker(max(first.at, second.at), first.snapshot.union(second.snapshot)).fields()
