"""How far a conversation had come when its user last looked, as text for their private file."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from ..model.fields import SINGLETON_ID, Fields, Value, field_key
from ..system.clock import YEARS
from .snapshot import Snapshot, decode_snapshot, encode_snapshot

READ_AT_KEY = field_key("header", SINGLETON_ID, "looked_at")
READ_SNAPSHOT_KEY = field_key("header", SINGLETON_ID, "looked")


class ReadMarker(NamedTuple):
    """The moment (UTC) at which somebody last looked, and how far the document had come."""

    at: datetime
    snapshot: Snapshot

    def fields(self) -> dict[str, Value]:
        """What to keep of it."""
        return {
            READ_AT_KEY: f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            READ_SNAPSHOT_KEY: base64.b64encode(encode_snapshot(self.snapshot)).decode(),
        }


def decode_read_marker(fields: Fields) -> ReadMarker | None:
    """What a private file tells of it; None where that is nothing, or makes no sense."""
    try:
        at = datetime.fromisoformat(str(fields.get(READ_AT_KEY, "")))
        state = decode_snapshot(
            base64.b64decode(str(fields.get(READ_SNAPSHOT_KEY, "")), validate=True)
        )
    except ValueError:
        return None
    return ReadMarker(at, state) if at.tzinfo is not None and at.year in YEARS else None


def merge_read_markers(one: Fields, other: Fields) -> Mapping[str, Value]:
    """What two private files of one user tell together: what was seen on either, is seen."""
    here, there = decode_read_marker(one), decode_read_marker(other)
    if here is None or there is None:
        return {}
    return ReadMarker(max(here.at, there.at), here.snapshot.union(there.snapshot)).fields()
